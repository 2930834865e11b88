"""The database queries of one page: `python -m bench.queries '{"path": "/", "session": "…"}'` prints them as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def queries(path: str, session: str) -> list[str]:
    """Their SQL, in order."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)  # opens the connection, loads the templates
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return [query["sql"] for query in captured.captured_queries]


if __name__ == "__main__":
    print(json.dumps(queries(**json.loads(sys.argv[1]))))
