"""Each page tells the browser what it may do."""

import pytest
from django.test import Client


@pytest.fixture(params=["/sign-in/", "/nowhere/", "/password/"])
def response(request, client: Client, db: None):
    return client.get(request.param)


def test_scripts_and_styles_come_from_here_only(response) -> None:
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["img-src"] == "'self' data: blob:"
    assert "unsafe" not in str(policy)


def test_sockets_go_to_our_own_origins_only(response, settings) -> None:
    sources = response.headers["Content-Security-Policy"].split("connect-src ")[1].split(";")[0].split()
    assert sources == ["'self'", *(origin.replace("http", "ws", 1) for origin in settings.ORIGINS)]


def test_its_neighbours(response) -> None:
    expected = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert expected.items() <= dict(response.headers).items()
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert "Access-Control-Allow-Origin" not in response.headers
