"""`manage.py rotate_master_key`: another master key, and all secrets encrypted anew."""

from typing import Any

from django.core.management import BaseCommand

from playground.catalog.rotation import rotate


class Command(BaseCommand):
    """May be run while Parley serves, and again if it was interrupted."""

    help = "Makes a new master key and encrypts all API keys and secret headers with it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotates, and says what could not be."""
        rotation = rotate()
        self.stdout.write(f"The master key is new. Encrypted with it: {rotation.done}.")
        if rotation.left:
            self.stdout.write(f"Entered for an earlier address, so lost now: {rotation.left}. Enter them again.")
