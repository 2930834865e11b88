"""Marks of submissions."""

import secrets


def new_nonce() -> str:
    """For one submission of one form."""
    return secrets.token_urlsafe(12)
