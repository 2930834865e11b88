"""What the rest of Parley asks of the catalog."""

from .connection import build, resolve
from .errors import CatalogError, ModelGone, OwnKeyGone
from .keys import set_key

__all__ = ["CatalogError", "ModelGone", "OwnKeyGone", "build", "resolve", "set_key"]
