"""What an admin may enter."""

import pytest
from django.core.exceptions import ValidationError

from playground.catalog import rules


def test_a_pasted_key_loses_its_edges() -> None:
    assert rules.key(" sk-abc\n") == "sk-abc"


@pytest.mark.parametrize("text", ["", "  ", "sk abc", "sk-a\r\nHost: evil", "sk-ключ", "k" * 513])
def test_a_key_has_no_blanks_or_breaks(text: str) -> None:
    with pytest.raises(ValidationError):
        rules.key(text)


@pytest.mark.parametrize("name", ["X-Team", "OpenAI-Organization", "anthropic-beta", "HTTP-Referer", "X-Title"])
def test_ordinary_headers_are_fine(name: str) -> None:
    assert rules.headers({name: "a value, 2"}) == {name: "a value, 2"}


REFUSED = """Authorization X-API-Key x-goog-api-key api_key X-Auth-Token Cookie Set-Cookie X-Secret Host TE Expect
Ocp-Apim-Subscription-Key Content-Length Transfer-Encoding Connection Proxy-Authorization proxy-x Accept-Encoding"""


@pytest.mark.parametrize("name", [*REFUSED.split(), "", "a b", "X:Y", "X\r\nY", "Ünï"])
def test_headers_that_carry_secrets_or_frame_the_message_are_not(name: str) -> None:
    with pytest.raises(ValidationError):
        rules.headers({name: "x"})


@pytest.mark.parametrize("value", ["a\r\nb", "ü", " a", "a ", 7, None, ["a"]])
def test_header_values_are_plain_text(value: object) -> None:
    with pytest.raises(ValidationError):
        rules.headers({"X-Team": value})


def test_known_params_can_be_defaults() -> None:
    given = {"temperature": 0.2, "top_p": 1, "max_tokens": 64, "seed": 0, "stop": ["\n"], "extra_body": {"top_k": 40}}
    assert rules.request_defaults(given) == given


@pytest.mark.parametrize(
    "given",
    [
        {"temperature": "hot"},
        {"temperature": 3},
        {"temperature": float("nan")},
        {"top_p": True},
        {"max_tokens": 1.5},
        {"max_tokens": -1},
        {"stop": "x"},
        {"stop": [""]},
        {"api_key": "sk-x"},
        {"base_url": "https://evil.example"},
        {"extra_body": []},
        {"extra_body": {"messages": []}},
        {"extra_body": {"model": "other"}},
        [],
    ],
)
def test_others_cannot(given: object) -> None:
    with pytest.raises(ValidationError):
        rules.request_defaults(given)


def test_capabilities_are_words_each_once() -> None:
    assert rules.capabilities(["tools", "image", "tools"]) == ["tools", "image"]


@pytest.mark.parametrize("given", ["tools", {"tools": 1}, [1], ["<b>"], [""]])
def test_nothing_else_is_a_capability(given: object) -> None:
    with pytest.raises(ValidationError):
        rules.capabilities(given)
