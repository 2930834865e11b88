"""The ASGI application: pages, the websocket, and the start and end of the live layer.

`manage.py serve` runs it under daphne. Any other ASGI server with a lifespan, such as uvicorn, runs it as well.
"""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402

from playground.handler import Handler  # noqa: E402
from playground.live import lifecycle, routing  # noqa: E402
from playground.security.origin import ExactOrigin  # noqa: E402
from playground.serve.health import health_checks  # noqa: E402
from playground.serve.preflight import reason_not_to_start  # noqa: E402
from playground.serve.static import static_files  # noqa: E402
from playground.threads import in_database  # noqa: E402


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Starts the live layer with the server, and drains it at the end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if reason := await in_database(reason_not_to_start):
                await send({"type": "lifespan.startup.failed", "message": reason})
                return
            await lifecycle.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await lifecycle.drain(settings.DRAIN_SECONDS)
            await send({"type": "lifespan.shutdown.complete"})
            return


application = ProtocolTypeRouter(
    {
        "http": static_files(health_checks(Handler())),
        "websocket": ExactOrigin(URLRouter(routing.urlpatterns)),
        "lifespan": lifespan,
    }
)
