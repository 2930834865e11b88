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
Ocp-Apim-Subscription-Key Content-Length Transfer-Encoding Connection Proxy-Authorization proxy-x Accept-Encoding
Forwarded X-Forwarded-For X-HTTP-Method-Override"""


@pytest.mark.parametrize("name", [*REFUSED.split(), "", "a b", "X:Y", "X\r\nY", "Ünï"])
def test_headers_that_carry_secrets_or_frame_the_message_are_not(name: str) -> None:
    with pytest.raises(ValidationError):
        rules.headers({name: "x"})


@pytest.mark.parametrize("value", ["a\r\nb", "ü", " a", "a ", 7, None, ["a"]])
def test_header_values_are_plain_text(value: object) -> None:
    with pytest.raises(ValidationError):
        rules.headers({"X-Team": value})


@pytest.mark.parametrize("value", ["sk-live-aaaaaaaaaaaa", "Bearer abc12345", "https://me:pass@proxy.example"])
def test_a_value_that_looks_like_a_key_goes_to_the_secret_headers(value: str) -> None:
    with pytest.raises(ValidationError, match="secret header"):
        rules.headers({"X-Key": value})
    rules.secret_header("X-Key", value, {})


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
        {"max_tokens": 0},
        {"seed": -1},
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


@pytest.mark.parametrize("name", ["X-Team-Secret", "X-Key", "Helicone-Auth", "CF-Access-Client-Secret"])
def test_secret_headers_may_be_called_secret(name: str) -> None:
    rules.secret_header(name, "value-1", {})


OURS = """Authorization x-api-key api-key X-Goog-Api-Key Cookie Host Content-Length Connection Proxy-Authorization TE
Forwarded X-HTTP-Method-Override"""


@pytest.mark.parametrize("name", [*OURS.split(), "", "a b", "X\r\nY", "x-taken"])
def test_none_takes_the_place_of_the_key_or_of_another(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        rules.secret_header(name, "value-1", {"X-Taken": "1"})
    assert "name" in error.value.message_dict


@pytest.mark.parametrize("value", ["", "a\r\nb", "ü", "x" * 4097])
def test_the_value_of_a_secret_header_is_plain_text(value: str) -> None:
    with pytest.raises(ValidationError) as error:
        rules.secret_header("X-Team", value, {})
    assert "value" in error.value.message_dict


def refusals(name: str) -> list[str]:
    """What is said of a header, among the plain ones and among the secret ones."""
    said = []
    for refuse in (lambda: rules.headers({name: "x"}), lambda: rules.secret_header(name, "x", {})):
        with pytest.raises(ValidationError) as error:
            refuse()
        said += error.value.messages
    return said


@pytest.mark.parametrize(
    ("name", "text"),
    [("Authorization", "from the API key"), ("x-api-key", "from the API key"), ("a b", "no header name")],
)
def test_both_places_say_what_to_do(name: str, text: str) -> None:
    first, second = refusals(name)
    assert first == second
    assert text in first


@pytest.mark.parametrize("name", ["Cookie", "Host", "Proxy-Authorization"])
def test_what_cannot_be_set_is_not_sent_elsewhere(name: str) -> None:
    assert refusals(name) == [f"The header {name} cannot be set."] * 2
