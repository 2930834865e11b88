"""What a provider's error answer means.

Vendors, gateways and proxies disagree on the shape, so every known one is read:
`{"error": {"message", "type", "code"}}`, `{"error": "text"}`, `{"message": …}`, `{"detail": …}`,
problem+json, a web page, nothing at all.
"""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from providers import errors
from providers.net.redaction import redact, tidy
from providers.wire.decode import loads

REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-inference-id", "x-client-request-id")

_BY_STATUS: dict[int, type[errors.ProviderError]] = {
    401: errors.NotAuthenticated,
    402: errors.BillingProblem,
    403: errors.NotPermitted,
    404: errors.NotFound,
    408: errors.TimedOut,
    409: errors.Unavailable,
    413: errors.TooLarge,
    429: errors.RateLimited,
}

# The provider's word decides before the status does: a 429 may mean an empty account.
_BY_CODE: dict[str, type[errors.ProviderError]] = {
    "api_error": errors.Unavailable,
    "authentication_error": errors.NotAuthenticated,
    "billing_error": errors.BillingProblem,
    "context_length_exceeded": errors.ContextTooLong,
    "enforced_spend_limit_reached": errors.BillingProblem,
    "insufficient_quota": errors.BillingProblem,
    "invalid_api_key": errors.NotAuthenticated,
    "model_not_found": errors.NotFound,
    "not_found_error": errors.NotFound,
    "overloaded_error": errors.Unavailable,
    "permission_error": errors.NotPermitted,
    "rate_limit_error": errors.RateLimited,
    "rate_limit_exceeded": errors.RateLimited,
    "request_too_large": errors.TooLarge,
    "server_error": errors.Unavailable,
    "timeout_error": errors.TimedOut,
}
_IN_STREAM: dict[str, type[errors.ProviderError]] = {
    "badrequesterror": errors.InvalidRequest,
    "invalid_request_error": errors.InvalidRequest,
    "notfounderror": errors.NotFound,
}
_TOO_LONG = re.compile(r"(?i)maximum context length|context (?:length|window)|prompt is too long")
_TITLE = re.compile(r"(?i)<title[^<>]*>([^<]*)</title>")


class Explanation(NamedTuple):
    """What the body of an error answer says."""

    message: str = ""
    codes: tuple[str, ...] = ()
    request_id: str | None = None


def explain(body: Any) -> Explanation:
    """Find message, codes and request id in a decoded error body of any known shape."""
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return Explanation(str(body) if body else "")
    inner = body.get("error")
    source = inner if isinstance(inner, dict) else {}
    details = source.get("details")
    found = [
        details.get("error_code") if isinstance(details, dict) else None,
        source.get("code"),
        source.get("type"),
        source.get("name"),
        body.get("code"),
        body.get("id") if isinstance(body.get("message"), str) else None,
    ]
    request_id = body.get("request_id") or body.get("requestId")
    return Explanation(
        _message(body, inner, source),
        tuple(tidy(str(code)) for code in found if isinstance(code, str | int) and code != ""),
        tidy(str(request_id)) if request_id else None,
    )


def _message(body: dict[str, Any], inner: Any, source: dict[str, Any]) -> str:
    for candidate in (
        source.get("message"),
        inner if isinstance(inner, str) else None,
        body.get("message"),
        body.get("detail"),
        body.get("title"),
        source.get("type"),
    ):
        if isinstance(candidate, str) and candidate:
            return candidate
        if isinstance(candidate, list) and candidate:  # FastAPI: a list of {"loc", "msg"}
            return "; ".join(_validation(item) for item in candidate[:3])
    return ""


def _validation(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    loc = item.get("loc")
    place = ".".join(map(str, loc)) if isinstance(loc, list) else ""
    return f"{place}: {item.get('msg', '')}" if place else str(item.get("msg", item))


def read_body(body: bytes) -> Any:
    """The body as JSON, or as a few words of text."""
    try:
        return loads(body)
    except errors.BrokenAnswer:
        text = body.decode("utf-8", "replace").strip()
        if title := _TITLE.search(text):
            return f"web page: {title[1].strip()}"
        return "a web page instead of JSON" if text.startswith("<") else text


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds that the provider asks to wait, None when it does not say."""
    now = time.time() if now is None else now
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None:
        return max(0.0, seconds)
    if value and (parsed := email.utils.parsedate_tz(value)):
        with suppress(ValueError, OverflowError):  # a date that no clock shows
            return max(0.0, email.utils.mktime_tz(parsed) - now)
    reset = _number(headers.get("ratelimit-reset"))
    return max(0.0, reset - now) if reset and reset > 1e9 else None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if number < 1e12 else None


def request_id(headers: Mapping[str, str]) -> str | None:
    """The provider's id of this request, from whichever header it uses."""
    for name in REQUEST_ID_HEADERS:
        if value := headers.get(name):
            return tidy(value)
    return None


def from_response(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    provider: str,
    secrets: Iterable[str] = (),
    kinds: Mapping[int, type[errors.ProviderError]] | None = None,
) -> errors.ProviderError:
    """The error that an answer outside 2xx stands for.

    kinds: what this vendor means by a status where it differs from the others.
    """
    said = explain(read_body(body))
    default = errors.InvalidRequest if status < 500 else errors.Unavailable
    kind = {**_BY_STATUS, **(kinds or {})}.get(status, default)
    kind = next((_BY_CODE[code] for code in said.codes if code in _BY_CODE), kind)
    if issubclass(kind, errors.InvalidRequest) and _TOO_LONG.search(said.message):
        kind = errors.ContextTooLong
    wish = headers.get("x-should-retry")
    return kind(
        redact(said.message, secrets),
        provider=provider,
        status=status,
        code=said.codes[0] if said.codes else None,
        request_id=request_id(headers) or said.request_id,
        retry_after=retry_after(headers),
        retryable={"true": True, "false": False}.get(wish or ""),
    )


def from_event(body: Any, *, default: type[errors.ProviderError] = errors.Unavailable) -> errors.ProviderError:
    """The error that an event inside a 200 stream stands for."""
    said = explain(body)
    kind = default
    for code in said.codes:
        known = _BY_CODE.get(code) or _IN_STREAM.get(code.lower())
        if known is None and code.isdecimal() and 400 <= int(code) < 600:
            status = int(code)
            known = _BY_STATUS.get(status, errors.InvalidRequest if status < 500 else errors.Unavailable)
        if known:
            kind = known
            break
    return kind(
        tidy(said.message),
        code=said.codes[0] if said.codes else None,
        request_id=said.request_id,
    )
