"""Every failure is one of ours, with what a person needs and without any key."""

import logging
import socket
import socketserver
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from providers import errors
from providers.net.redaction import redact
from providers.net.refusals import from_response
from providers.openai import ChatOpenAI
from tests.cpu import at_most
from tests.providers.conftest import KEY
from tests.upstream import Answer, Close, Upstream
from tests.upstream import openai as wire

Build = Callable[..., ChatOpenAI]

BODIES: list[tuple[Any, str]] = [
    ({"error": {"message": "words", "type": "t", "code": "c"}}, "words"),
    ({"error": "words"}, "words"),
    ({"message": "words"}, "words"),
    ({"detail": "words"}, "words"),
    ({"detail": [{"loc": ["body", "n"], "msg": "words"}]}, "body.n: words"),
    ({"detail": [{"loc": 5, "msg": "words"}]}, "words"),
    ({"title": "words", "status": 400}, "words"),
    ([{"error": {"message": "words"}}], "words"),
]


@pytest.mark.parametrize(("body", "words"), BODIES)
def test_every_shape_of_body_is_read(model: Build, upstream: Upstream, body: Any, words: str) -> None:
    upstream.script(Answer.of_json(body, 400))
    with pytest.raises(errors.InvalidRequest) as caught:
        model().invoke("hi")
    assert caught.value.detail == words


@pytest.mark.parametrize("body", [b"", b"<html><title>Bad gateway</title>", b"\xff\xfe", b"[" * 5000, b"null"])
def test_no_shape_at_all(model: Build, upstream: Upstream, body: bytes) -> None:
    upstream.script(Answer([body] if body else [], 502))
    with pytest.raises(errors.Unavailable) as caught:
        model().invoke("hi")
    assert caught.value.status == 502


def test_a_page_of_titles_is_read_quickly() -> None:
    for page in (b"<title>" * 9_000, b"<title" * 9_000, b"<title>" + b" " * 60_000):
        with at_most(1):
            assert from_response(500, {}, page, provider="x").detail == "a web page instead of JSON"
    page = b'<html><head><TITLE lang="en">\n Bad gateway </TITLE>'
    assert from_response(500, {}, page, provider="x").detail == "web page: Bad gateway"


def test_what_an_error_carries(model: Build, upstream: Upstream) -> None:
    body = {"error": {"message": "slow down", "code": "rate_limit_exceeded"}}
    upstream.script(Answer.of_json(body, 429, retry_after="3", x_request_id="r-7"))
    with pytest.raises(errors.RateLimited) as caught:
        model().invoke("hi")
    error = caught.value
    assert (error.kind, error.status, error.code) == ("rate_limit", 429, "rate_limit_exceeded")
    assert (error.request_id, error.retry_after, error.retryable) == ("r-7", 3, True)
    assert str(error) == (
        "OpenAI-compatible server: Too many requests (HTTP 429): slow down. Wait a little and try again."
    )


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "context_length_exceeded", errors.ContextTooLong),
        (401, "invalid_api_key", errors.NotAuthenticated),
        (402, None, errors.BillingProblem),
        (403, None, errors.NotPermitted),
        (404, "model_not_found", errors.NotFound),
        (408, None, errors.TimedOut),
        (413, None, errors.TooLarge),
        (429, "insufficient_quota", errors.BillingProblem),
        (503, None, errors.Unavailable),
    ],
)
def test_the_class_tells_what_to_do(
    model: Build, upstream: Upstream, status: int, code: str | None, kind: type[Exception]
) -> None:
    upstream.script(Answer.of_json({"error": {"message": "no", "code": code}}, status))
    with pytest.raises(kind):
        model().invoke("hi")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer([b"<html>login</html>"], headers={"content-type": "text/html"}), errors.BrokenAnswer),
        (Answer([b"{}"]), errors.BrokenAnswer),
        (Answer([b'{"choices": [{"message": 3}]}']), errors.BrokenAnswer),
        (Answer([b'{"choices": "x"}']), errors.BrokenAnswer),
        (Answer([b"3"]), errors.BrokenAnswer),
        (Answer([b'{"choi', Close()]), errors.Truncated),
        (Answer([b"x" * 300_000]), errors.LimitExceeded),
        (Answer([b"\x1f\x8b"], headers={"content-encoding": "gzip"}), errors.BrokenAnswer),
        (Answer(status=302, headers={"location": "/"}), errors.Redirected),
    ],
)
def test_answers_that_are_none(model: Build, upstream: Upstream, answer: Answer, kind: type[Exception]) -> None:
    from providers.limits import Limits

    upstream.script(answer)
    with pytest.raises(kind):
        model(limits=Limits(max_bytes=200_000)).invoke("hi")


def test_unreachable(model: Build) -> None:
    with pytest.raises(errors.Unreachable) as caught:
        model(base_url="http://127.0.0.1:9").invoke("hi")
    assert caught.value.kind == "connection"


async def test_no_such_host(model: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", lookup)
    with pytest.raises(errors.NameNotResolved):
        await model(base_url="https://no-such-host.invalid").ainvoke("hi")


@pytest.fixture
def plain_server() -> Iterator[str]:
    """Answers anything, a TLS greeting too, with plain text."""

    class Plain(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(10)
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


async def test_no_tls_there(model: Build, plain_server: str) -> None:
    with pytest.raises(errors.TLSFailed):
        await model(base_url=plain_server).ainvoke("hi")
    with pytest.raises(errors.TLSFailed):
        model(base_url=plain_server).invoke("hi")


async def test_keys_are_nowhere(model: Build, upstream: Upstream, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"error": {"message": f"Incorrect API key provided: {KEY}. Also Bearer {KEY} and sk-other-123456789"}}
    upstream.script(Answer.of_json(echo, 401), Answer.of_events([wire.event(echo)]))
    built = model()
    texts = [repr(built), str(built), caplog.text]
    for call in (built.invoke, lambda text: list(built.stream(text))):
        with pytest.raises(errors.ProviderError) as caught:
            call("hi")
        texts += [str(caught.value), repr(caught.value), "".join(traceback.format_exception(caught.value))]
    assert not [text for text in [*texts, caplog.text] if KEY in text or "sk-other" in text]


def test_secrets_in_further_headers_do_not_show_either(model: Build, upstream: Upstream) -> None:
    upstream.script(Answer.of_json({"error": "bad words-of-mine for team-blue"}, 401))
    with pytest.raises(errors.NotAuthenticated) as caught:
        model(default_headers={"X-Auth": "Token words-of-mine", "X-Team": "team-blue"}).invoke("hi")
    assert caught.value.detail == "bad *** for team-blue"


def test_redaction_is_one_line_and_short() -> None:
    assert redact("a\r\n\x1b[31mb\u2028c") == "a [31mb c"
    assert len(redact("x" * 999)) == 300
