"""What the rest of Parley asks of the catalog."""

from .connection import Connection, build, resolve
from .errors import (
    CatalogError,
    EndpointDisabled,
    ModelGone,
    NoKey,
    NotAllowed,
    OwnKeyGone,
    WrongAddress,
    WrongMasterKey,
    WrongOrigin,
)
from .keys import is_usable, set_key

__all__ = [
    "CatalogError",
    "Connection",
    "EndpointDisabled",
    "ModelGone",
    "NoKey",
    "NotAllowed",
    "OwnKeyGone",
    "WrongAddress",
    "WrongMasterKey",
    "WrongOrigin",
    "build",
    "is_usable",
    "resolve",
    "set_key",
]
