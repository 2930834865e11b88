"""Django's sign-in by name and password, with a prepared query for who is signed in: every request asks it.

The right password of an account that is switched off is told from a wrong one, at the same cost, so that the form can
say so. It signs nobody in: the form refuses, and no session of such an account finds its user.
"""

from django.contrib.auth.backends import AllowAllUsersModelBackend

from playground.prepared import Prepared, Slot

from .models import User


class Backend(AllowAllUsersModelBackend):
    """As Django's."""

    def get_user(self, user_id: int) -> User | None:
        """The user with this id, None when deleted or switched off."""
        user = USER.first(id=user_id)
        return user if user and user.is_active else None


USER = Prepared(lambda: User.objects.filter(pk=Slot("id")))
