"""Who may use which model."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from .models import LanguageModel


def models_for(user: AbstractBaseUser | AnonymousUser) -> QuerySet[LanguageModel]:
    """The models that the user may choose, with their endpoints, in the order of the picker."""
    if not (user.is_authenticated and user.is_active):
        return LanguageModel.objects.none()
    return LanguageModel.objects.filter(enabled=True, endpoint__enabled=True).select_related("endpoint")
