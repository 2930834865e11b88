"""Keys do not reach the log, and nobody writes a line of their own into it."""

import logging
import os
import secrets
import subprocess
import sys

import pytest

from playground.security.redaction import Formatter, know, redact
from tests.live_server import ROOT


@pytest.mark.parametrize(
    "key",
    [
        "sk-ant-REDACTED",
        "sk-proj-abc_def-0123456789",
        "rpa_ABCDEFGH12345678",
        "AIza" + "x" * 35,
        "Bearer eyJhbGciOi.J9-_x",
        "Basic dXNlcjpwYXNzd29yZA==",
        "Api-Key abcdefgh.12345678",
    ],
)
def test_what_looks_like_a_key_is_blanked_out(key: str) -> None:
    assert redact(f"refused: {key}, sorry") == "refused: ***, sorry"


def test_a_password_in_an_address_too() -> None:
    assert redact("postgres://me:secret@db/x") == "postgres://***@db/x"


@pytest.mark.parametrize("page", ["invitation", "setup"])
@pytest.mark.parametrize("token", [secrets.token_urlsafe(24), "-" + "x" * 31])
def test_the_token_of_a_one_time_link_too(page: str, token: str) -> None:
    assert line("Not Found: %s", f"/{page}/{token}/") == f"ERROR Not Found: /{page}/***/"


def test_ordinary_text_stays() -> None:
    text = "Bearer authentication of the task-list at https://example.com/a@b took 12345678 tokens."
    assert redact(text) == text


def test_a_key_in_use_is_known_whatever_its_shape() -> None:
    know("correct.horse.battery")
    assert redact("with correct.horse.battery.") == "with ***."


def test_short_values_do_not_blank_out_words() -> None:
    know("a")
    assert redact("a cat") == "a cat"


def line(message: str, *args: object, exc_info=None) -> str:
    record = logging.LogRecord("x", logging.ERROR, "", 0, message, args, exc_info)
    return Formatter("%(levelname)s %(message)s").format(record)


def test_line_breaks_cannot_forge_a_line() -> None:
    assert line("name %s", "x\nINFO all is well\x1b[2J\u2028") == r"ERROR name x\nINFO all is well\x1b[2J\u2028"


def test_tracebacks_are_redacted_as_well() -> None:
    try:
        raise ValueError("Illegal header value b'Bearer sk-0123456789abcdef'")
    except ValueError:
        text = line("failed", exc_info=sys.exc_info())
    assert "ValueError" in text
    assert "0123456789" not in text


def test_what_ends_a_thread_is_redacted_as_well() -> None:
    code = "import django, threading; django.setup(); threading.Thread(target=int, args=['sk-0123456789abcd']).start()"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "playground.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert "ValueError" in done.stderr
    assert "sk-0123" not in done.stderr
