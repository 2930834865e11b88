"""Why a model cannot be called, in sentences for the person who asked it.

CatalogError
├── ModelGone         deleted
├── EndpointDisabled  switched off, the model or its endpoint
├── NotAllowed        its groups leave the user out
├── WrongAddress      the endpoint's provider is unknown, or its address missing or malformed
├── NoKey             the provider wants one, and there is none
│   └── NoOwnKey      it is for keys of people's own, and the user has none
│       └── OwnKeyGone  the question was let through because the user's own key would pay, and it cannot be used now
├── WrongOrigin       the key was entered for another address
└── WrongMasterKey    the key was encrypted with another master key
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CatalogError(Exception):
    """`kind` names the cause for programs; `str()` is the sentence."""

    kind = "catalog"
    sentence: str | Promise = ""

    def __str__(self) -> str:
        return str(self.sentence)


class ModelGone(CatalogError):
    kind = "model_gone"
    sentence = _("This model was deleted. Choose another one.")


class EndpointDisabled(CatalogError):
    kind = "disabled"
    sentence = _("This model is switched off. Choose another one, or ask an admin.")


class NotAllowed(CatalogError):
    kind = "not_allowed"
    sentence = _("You may not use this model. Choose another one, or ask an admin.")


class WrongAddress(CatalogError):
    kind = "wrong_address"
    sentence = _("The endpoint's provider or address cannot be used. An admin has to correct it.")


class NoKey(CatalogError):
    kind = "no_key"
    sentence = _("This endpoint has no API key yet. An admin has to enter one.")


class NoOwnKey(NoKey):
    kind = "no_own_key"
    sentence = _("This endpoint wants a key of your own. Enter it under “Keys of your own”.")


class OwnKeyGone(NoOwnKey):
    kind = "own_key_gone"
    sentence = _("Your own key was removed, or cannot be used any more. Nothing was sent.")


class WrongOrigin(CatalogError):
    kind = "wrong_origin"
    sentence = _("The endpoint's address changed since its key was entered. An admin has to enter the key again.")


class WrongMasterKey(CatalogError):
    kind = "wrong_master_key"
    sentence = _(
        "The endpoint's key was encrypted with another master key. An admin has to restore the file master.key, "
        "or enter the key again."
    )
