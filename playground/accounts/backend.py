"""Django's sign-in by name and password, with a prepared query for who is signed in: every request asks it."""

from django.contrib.auth.backends import ModelBackend

from playground.prepared import Prepared, Slot

from .models import User


class Backend(ModelBackend):
    """As Django's."""

    def get_user(self, user_id: int) -> User | None:
        """The user with this id, None when deleted or switched off."""
        user = USER.first(id=user_id)
        return user if user and self.user_can_authenticate(user) else None


USER = Prepared(lambda: User.objects.filter(pk=Slot("id")))
