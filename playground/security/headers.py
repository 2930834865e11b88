"""Headers on every page that tell the browser what it may do."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self' {sockets}",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "manifest-src 'self'",
    ]
)
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"

Response = HttpResponseBase | Awaitable[HttpResponseBase]


class SecurityHeaders:
    """Adds the content security policy and its neighbours to each response that does not bring its own."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Response]) -> None:
        self.get_response = get_response
        # Some browsers do not count ws: as 'self'.
        sockets = " ".join(origin.replace("http", "ws", 1) for origin in settings.ORIGINS)
        self.headers = {
            "Content-Security-Policy": POLICY.format(sockets=sockets),
            "Permissions-Policy": PERMISSIONS,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        }
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Response:
        """The response with the headers; a coroutine where Django asks for one."""
        if self.is_async:
            return self._later(request)
        return self._with_headers(cast(HttpResponseBase, self.get_response(request)))

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        return self._with_headers(await cast(Awaitable[HttpResponseBase], self.get_response(request)))

    def _with_headers(self, response: HttpResponseBase) -> HttpResponseBase:
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
