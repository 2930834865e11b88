"""What people paste as an address."""

import pytest

from playground.catalog.place import normal

ROOT = "https://models.example/v1"


@pytest.mark.parametrize(
    "pasted", [ROOT, f"{ROOT}/", f" {ROOT} ", f"{ROOT}/chat/completions", f"{ROOT}/chat/completions/"]
)
def test_an_openai_compatible_address_begins_before_the_call(pasted: str) -> None:
    assert normal("openai", pasted) == ROOT


def test_anthropics_too() -> None:
    assert normal("anthropic", "https://relay.example/v1/messages") == "https://relay.example"


def test_nothing_typed_is_the_providers_own() -> None:
    assert normal("anthropic", " ") == ""
