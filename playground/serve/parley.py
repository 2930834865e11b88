"""What starts and ends with the server, whichever server it is."""

from django.conf import settings

from playground.accounts.services import setup_link
from playground.catalog.importing import import_keys
from playground.live import lifecycle
from playground.localmodel.service import LocalModel, wrong_with
from playground.serve.preflight import reason_not_to_start


class Parley:
    """Everything but the application itself.

    Args:
        model: the GGUF file to serve; "" for the demo model.
    """

    def __init__(self, model: str = "") -> None:
        self.model = model
        self.greeting = ""

    def prepare(self) -> str | None:
        """Uses the database: checks, imports keys where the operator asks for it, and makes the first admin's link.

        Returns:
            Why it cannot start, in one line; None when it can.
        """
        if reason := (self.model and wrong_with(self.model)) or reason_not_to_start():
            return reason
        import_keys(settings.IMPORT_KEYS)
        settings.IMPORT_KEYS.clear()
        self.greeting = f"Parley is at {settings.ORIGINS[0]}"
        if link := setup_link(settings.ORIGINS[0]):
            self.greeting += f"\nNobody has an account yet. This link makes the first admin:\n{link}"
        self.local_model = LocalModel(self.model)
        return None

    async def start(self) -> None:
        """When the loop runs."""
        await lifecycle.start()
        await self.local_model.start()

    async def drain(self) -> None:
        """At the first signal: answers of the local model end before it does."""
        await lifecycle.drain(settings.DRAIN_SECONDS)
        await self.local_model.stop()
