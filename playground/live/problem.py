"""What a failed generation's row says."""

from typing import Any

from playground.catalog.services import CatalogError
from playground.security.redaction import redact
from providers import ProviderError


def problem_row(error: ProviderError | CatalogError) -> dict[str, Any]:
    """The row's error columns. The sentence for the reader is made from the kind when the page is shown."""
    return {
        "error_kind": error.kind,
        "error_message": redact(_told(error))[:600],
        "http_status": getattr(error, "status", None),
        "request_id": (getattr(error, "request_id", None) or "")[:200],
    }


def _told(error: ProviderError | CatalogError) -> str:
    """What came from outside: `HTTP 429, Retry-After 37 s: too many requests`."""
    if isinstance(error, CatalogError):
        return ""
    wait = None if error.retry_after is None else f"Retry-After {error.retry_after:.0f} s"
    head = ", ".join(filter(None, (f"HTTP {error.status}" if error.status else None, wait)))
    return ": ".join(filter(None, (head, error.detail)))


def internal() -> dict[str, Any]:
    """For a fault of our own; the log has the details."""
    return {"error_kind": "internal"}


def limit(kind: str) -> dict[str, Any]:
    """For an answer that ran into a limit of this server: `too_long` or `too_slow`."""
    return {"error_kind": kind}
