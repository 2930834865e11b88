"""Endpoints and their models, in the admin panel."""

from . import endpoints, language_models, pages

__all__ = ["endpoints", "language_models", "pages"]
