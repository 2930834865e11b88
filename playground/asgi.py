"""The ASGI application: pages, the websocket, and the start and end of the live layer.

`manage.py serve` runs it under daphne. Any other ASGI server with a lifespan, such as uvicorn, runs it as well.
"""

import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402

from playground.handler import Handler  # noqa: E402
from playground.live import routing  # noqa: E402
from playground.security.origin import ExactOrigin  # noqa: E402
from playground.serve.health import health_checks  # noqa: E402
from playground.serve.parley import Parley  # noqa: E402
from playground.serve.static import static_files  # noqa: E402
from playground.threads import in_database  # noqa: E402


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Starts Parley with the server, and drains it at the end."""
    parley = Parley(settings.LOCAL_MODEL_FILE)
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if reason := await in_database(parley.prepare):
                await send({"type": "lifespan.startup.failed", "message": reason})
                return
            await parley.start()
            sys.stdout.write(f"{parley.greeting}\n")
            sys.stdout.flush()
            await send({"type": "lifespan.startup.complete"})
        else:
            await parley.drain()
            await send({"type": "lifespan.shutdown.complete"})
            return


application = ProtocolTypeRouter(
    {
        "http": static_files(health_checks(Handler())),
        "websocket": ExactOrigin(URLRouter(routing.urlpatterns)),
        "lifespan": lifespan,
    }
)
