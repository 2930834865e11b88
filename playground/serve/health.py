"""`/healthz` and `/readyz`: answered before sign-in, sessions and host checks, for whatever watches the server."""

from typing import Any

from django.db import Error, connection

from playground.live.current import is_draining, is_whole
from playground.threads import in_database

Scope = dict[str, Any]


def ping() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


async def health() -> tuple[int, bytes]:
    """200 as long as the process answers at all. It never asks the database: a restart would not repair that."""
    return 200, b"ok\n"


async def ready() -> tuple[int, bytes]:
    """200, or 503 with the reason: shutting down, broken, or no database."""
    if is_draining():
        return 503, b"shutting down\n"
    if not is_whole():
        return 503, b"broken; the log says why\n"
    return (200, b"ok\n") if await in_database(ping) else (503, b"no database\n")


CHECKS = {"/healthz": health, "/readyz": ready}


def health_checks(app: Any) -> Any:
    """Wraps an ASGI application: answers the two addresses itself and hands everything else on."""

    async def application(scope: Scope, receive: Any, send: Any) -> None:
        check = CHECKS.get(scope["path"]) if scope["type"] == "http" else None
        if check is None:
            await app(scope, receive, send)
            return
        status, body = await check()
        size = str(len(body)).encode()
        headers = {b"content-type": b"text/plain", b"content-length": size, b"cache-control": b"no-store"}
        await send({"type": "http.response.start", "status": status, "headers": list(headers.items())})
        await send({"type": "http.response.body", "body": body})

    return application
