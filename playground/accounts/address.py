"""Addresses that a browser sends along."""

from urllib.parse import urlsplit


def path_of(address: str) -> str:
    """Path and query of a page's address; "/" where there is none, or something that is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
