"""Static files: compressed, kept for ever under their hashed names, and safe to be served beside pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import override_settings

from playground.serve.static import static_files

CSS = "body { color: black }\n" * 200


async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def get(app: Any, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, None, send)
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.fixture
def app(tmp_path: Path) -> Any:
    (tmp_path / "site.0123456789ab.css").write_text(CSS)
    (tmp_path / "site.0123456789ab.css.gz").write_bytes(b"compressed")
    (tmp_path / "site.css").write_text(CSS)
    with override_settings(STATIC_ROOT=tmp_path, DEBUG=False):
        return static_files(elsewhere)


async def test_a_hashed_name_is_kept_for_ever(app):
    status, headers = await get(app, "/static/site.0123456789ab.css")
    assert status == 200
    assert "immutable" in headers["cache-control"]


async def test_a_plain_name_is_asked_for_again(app):
    _, headers = await get(app, "/static/site.css")
    assert headers["cache-control"] == "max-age=0, public"


async def test_compressed_where_the_browser_can(app):
    _, headers = await get(app, "/static/site.0123456789ab.css", accept_encoding="gzip, br")
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) == len(b"compressed")
    _, headers = await get(app, "/static/site.0123456789ab.css")
    assert "content-encoding" not in headers


async def test_nothing_may_embed_or_reinterpret_them(app):
    _, headers = await get(app, "/static/site.css")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/", "/static/", "/static/missing.css", "/static/../manage.py", "/static/\0"])
async def test_everything_else_is_handed_on(app, path):
    assert (await get(app, path))[0] == 418


async def test_with_debug_files_come_from_their_source(tmp_path):
    (tmp_path / "fresh.css").write_text(CSS)
    with override_settings(DEBUG=True, STATICFILES_DIRS=[tmp_path]):
        debugging = static_files(elsewhere)
    assert (await get(debugging, "/static/fresh.css"))[0] == 200
    assert (await get(debugging, "/static/admin/css/base.css"))[0] == 200
    assert (await get(debugging, "/static/missing.css"))[0] == 418


NAMED = re.compile(r"""\{% static ["']([^"']+)["']""")
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def test_templates_name_files_that_are_there():
    named = {name for path in TEMPLATES for name in NAMED.findall(path.read_text())}
    assert named
    assert not [name for name in sorted(named) if finders.find(name) is None]
