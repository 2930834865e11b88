"""What a failed generation's row says."""

from typing import Any

from playground.catalog.services import CatalogError
from playground.security.redaction import redact
from providers import ProviderError


def problem_row(error: ProviderError | CatalogError) -> dict[str, Any]:
    """The row's error columns. The sentence for the reader is made from the kind when the page is shown."""
    return {
        "error_kind": error.kind,
        "error_message": redact(str(error))[:600],
        "http_status": getattr(error, "status", None),
        "request_id": (getattr(error, "request_id", None) or "")[:200],
    }


def internal() -> dict[str, Any]:
    """For a fault of our own; the log has the details."""
    return {"error_kind": "internal"}


def limit(kind: str) -> dict[str, Any]:
    """For an answer that ran into a limit of this server: `too_long` or `too_slow`."""
    return {"error_kind": kind}
