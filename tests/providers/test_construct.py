"""Arguments: all documented names, the environment, and clear words for what is wrong."""

from typing import Any

import httpx
import pytest
from langchain_core.load import dumpd, load

from providers.errors import InvalidCall
from providers.factory import build_chat_model
from providers.openai import ChatOpenAI
from tests.providers.conftest import KEY


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_official_names_are_understood_and_readable() -> None:
    model = ChatOpenAI(
        model_name="m",
        openai_api_key=KEY,
        openai_api_base="http://localhost:1/v1/",
        max_completion_tokens=7,
        stop_sequences="x",
        request_timeout=3,
    )
    assert model.openai_api_key.get_secret_value() == KEY  # type: ignore[attr-defined]
    assert (model.model, model.base_url, model.max_tokens, model.stop) == ("m", "http://localhost:1/v1", 7, ["x"])
    assert (model.bounds().idle, model.bounds().connect) == (3, 3)


def test_the_environment_fills_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:2/v1")
    assert ChatOpenAI().base_url == "http://localhost:2/v1"
    monkeypatch.setenv("OPENAI_API_BASE", "http://localhost:3/v1")
    assert ChatOpenAI().base_url == "http://localhost:3/v1"


def test_the_application_reads_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://evil.example/v1")
    monkeypatch.setenv("OPENAI_PROXY", "http://evil.example")
    model: Any = build_chat_model("openai", model="m")
    assert (model.api_key, model.base_url, model.proxy) == (None, "https://api.openai.com/v1", None)
    assert "authorization" not in model.call({}).headers


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"api_key": None}, "OPENAI_API_KEY"),
        ({"api_key": ""}, "OPENAI_API_KEY"),
        ({"temprature": 1}, "'temperature'"),
        ({"temperature": "hot"}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"model": "a", "model_name": "b"}, "twice"),
        ({"api_key": f"{KEY}\n"}, "blanks"),
        ({"base_url": "ftp://h"}, "http"),
        ({"base_url": "http://u:p@h/"}, "user name"),
        ({"base_url": "http://h/?q=1"}, "query"),
        ({"base_url": "http://h/v1?"}, "query"),
        ({"base_url": "http://h/v1#"}, "query"),
        ({"base_url": "http://a\\@127.0.0.1/"}, "characters"),
        ({"base_url": "http://h:99999"}, "malformed"),
        ({"base_url": "http://ⓗ/"}, "characters"),
        ({"default_headers": {"Host": "evil"}}, "Host"),
        ({"default_headers": {"X-A": "b\r\nc: d"}}, "X-A"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidCall) as caught:
        ChatOpenAI(**{"api_key": KEY, **arguments})
    assert words in str(caught.value)
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_it_is_a_value_error_too() -> None:
    with pytest.raises(ValueError, match="OPENAI_API_KEY"):
        ChatOpenAI()


@pytest.mark.parametrize(
    ("timeout", "connect", "read"),
    [(None, 10, 60), (5, 5, 5), ((1, 9), 1, 9), (httpx.Timeout(4, connect=2), 2, 4)],
)
def test_timeouts_in_every_form(timeout: Any, connect: float, read: float) -> None:
    bounds = ChatOpenAI(api_key=KEY, timeout=timeout).bounds()
    assert (bounds.connect, bounds.idle) == (connect, read)


def test_a_dump_refers_to_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    model = ChatOpenAI(api_key=KEY, model="m", temperature=0.5, stop=["x"], beat=0.1)
    dumped = dumpd(model)
    assert KEY not in str(dumped)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    loaded = load(dumped, valid_namespaces=["providers"], allowed_objects="all", secrets_from_env=True)
    assert loaded.dict() == model.dict()
    assert loaded.secret == KEY


def test_no_messages_are_refused() -> None:
    with pytest.raises(InvalidCall, match="at least one message"):
        ChatOpenAI(api_key=KEY).invoke([])
