"""Who may use which model. Every path that can start a generation asks here, and so does its run.

An endpoint or a model without groups is for everybody who may sign in; one with groups is for their members.
Superusers may use all: they could let themselves in anyway.
"""

from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from .models import Credential, Endpoint, Inquiry, LanguageModel

Someone = AbstractBaseUser | AnonymousUser


def models_for(user: Someone) -> QuerySet[LanguageModel]:
    """The models that the user may choose, with their endpoints, in the order of the picker."""
    if not (user.is_authenticated and user.is_active):
        return LanguageModel.objects.none()
    usable = LanguageModel.objects.filter(enabled=True, endpoint__enabled=True).select_related("endpoint")
    return usable if getattr(user, "is_superuser", False) else usable.filter(_open_to(user.pk))


def barred(user_id: int, models: Collection[LanguageModel]) -> set[int]:
    """The ids of those models, which are loaded with their endpoints, that the user may not use.

    No query where none has groups.
    """
    restricted = {model.pk for model in models if model.restricted or model.endpoint.restricted}
    if not restricted or get_user_model().objects.filter(pk=user_id, is_superuser=True).exists():
        return set()
    open_ones = LanguageModel.objects.filter(_open_to(user_id), pk__in=restricted)
    return restricted - set(open_ones.values_list("pk", flat=True))


def _open_to(user_id: int) -> Q:
    """Models whose groups, and whose endpoint's groups, let the user in."""
    return (Q(endpoint__restricted=False) | _member(Endpoint.groups.through, "endpoint", "endpoint_id", user_id)) & (
        Q(restricted=False) | _member(LanguageModel.groups.through, "languagemodel", "pk", user_id)
    )


def _member(links: type[Model], field: str, outer: str, user_id: int) -> Q:
    return Q(Exists(links._default_manager.filter(**{field: OuterRef(outer)}, group__user=user_id)))


def endpoints_for_own_keys(user: Someone) -> QuerySet[Endpoint]:
    """The endpoints at which the user may work with a key of their own."""
    return Endpoint.objects.filter(own_keys=True, pk__in=models_for(user).order_by().values("endpoint"))


def endpoint_for_own_key(user: Someone, pk: int) -> Endpoint:
    """One of `endpoints_for_own_keys`. Raises Http404."""
    return get_object_or_404(endpoints_for_own_keys(user), pk=pk)


def own_keys_of(user: Someone) -> dict[int, Credential]:
    """The user's keys by endpoint, also where keys of one's own are not allowed any more."""
    return {key.endpoint_id: key for key in Credential.objects.filter(owner=user.pk)}


def endpoint(pk: int) -> Endpoint:
    """An endpoint, for pages of the admin panel, which let nobody else in. Raises Http404."""
    return get_object_or_404(Endpoint, pk=pk)


def language_model(pk: int) -> LanguageModel:
    """A model with its endpoint, for pages of the admin panel. Raises Http404."""
    return get_object_or_404(LanguageModel.objects.select_related("endpoint"), pk=pk)


def credential(pk: int) -> Credential:
    """A key, whoever's, for pages of the admin panel. Raises Http404."""
    return get_object_or_404(Credential.objects.select_related("endpoint"), pk=pk)


def inquiry_of(user: Someone, pk: int) -> Inquiry:
    """An inquiry that the user has started. Raises Http404."""
    return get_object_or_404(Inquiry, pk=pk, asked_by=user.pk)


def signed_in(user: Someone) -> AbstractBaseUser:
    """The user of a page that only those who are signed in can open."""
    assert not isinstance(user, AnonymousUser)
    return user
