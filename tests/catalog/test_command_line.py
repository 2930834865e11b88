"""Endpoints and models from scripts. Keys come from standard input, and nothing prints them."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from playground.audit.models import Entry
from playground.catalog.keys import is_usable, set_key
from playground.catalog.models import Credential, Endpoint, LanguageModel
from tests import factories
from tests.upstream import Upstream
from tests.upstream.server import Answer

KEY = "sk-live-0123456789wxyz"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[..., str]:
    """Runs a command with a line on its standard input; what it printed. A key is not in it."""

    def command(*words: str, stdin: str = "") -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin + "\n"))
        out = io.StringIO()
        call_command(*words, stdout=out)
        assert KEY not in out.getvalue()
        return out.getvalue()

    return command


@pytest.fixture
def lab(upstream: Upstream, db: None) -> Endpoint:
    return factories.endpoint(name="Lab", base_url=f"{upstream.url}/v1")


def test_adding_a_vendor_wants_its_key_alone(run: Any) -> None:
    assert run("endpoint", "add", "openrouter", "--model", "a/b", "--model", "c", stdin=KEY) == "Added: OpenRouter.\n"
    made = Endpoint.objects.get()
    assert (made.base_url, made.private_network) == ("https://openrouter.ai/api/v1", False)
    assert is_usable(Credential.objects.get())
    assert [model.name for model in made.models.all()] == ["a/b", "c"]
    assert Entry.objects.filter(by_name="", kind="catalog.endpoint").exists()


def test_the_provider_s_own_fields(run: Any) -> None:
    run("endpoint", "add", "runpod", "--endpoint-id", "abc123", "--name", "GPU", stdin=KEY)
    assert Endpoint.objects.get(name="GPU").base_url == "https://api.runpod.ai/v2/abc123"


def test_a_local_one_needs_no_key(run: Any) -> None:
    run("endpoint", "add", "ollama", "--no-key")
    assert Endpoint.objects.get().private_network
    assert not Credential.objects.exists()


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (["openrouter"], ""),
        (["openrouter"], "with blanks inside"),
        (["runpod", "--endpoint-id", "a/b"], KEY),
        (["compatible", "--base-url", "https://10.0.0.1/v1"], KEY),
        (["compatible", "--base-url", "https://user:pw@host/"], KEY),
    ],
)
def test_what_the_form_refuses_is_not_added(run: Any, words: list[str], stdin: str) -> None:
    with pytest.raises(CommandError) as error:
        run("endpoint", "add", *words, stdin=stdin)
    assert not stdin or stdin not in str(error.value)
    assert not Endpoint.objects.exists()


def test_a_key_is_no_argument(run: Any) -> None:
    with pytest.raises(CommandError):
        run("endpoint", "add", "openrouter", "--key", KEY)


def test_testing_names_the_layer(run: Any, lab: Endpoint, upstream: Upstream) -> None:
    factories.model(lab, name="m")
    assert "✓ usage" in run("endpoint", "test", "Lab")
    upstream.script(Answer.of_json({"error": {"message": "no"}}, 401))
    with pytest.raises(CommandError, match="key was not accepted"):
        run("endpoint", "test", "Lab")


def test_listing_shows_no_key(run: Any, lab: Endpoint) -> None:
    set_key(lab, KEY)
    [row] = json.loads(run("endpoint", "list", "--json"))
    assert (row["name"], row["keys"], row["enabled"]) == ("Lab", "…wxyz", True)
    assert "Lab\topenai" in run("endpoint", "list")


def test_switching_off_and_on(run: Any, lab: Endpoint) -> None:
    run("endpoint", "disable", "Lab")
    assert not Endpoint.objects.get().enabled
    run("endpoint", "enable", "Lab")
    assert Endpoint.objects.get().enabled
    assert Entry.objects.filter(kind="catalog.endpoint", action="changed").count() == 2


def test_a_key_is_added_or_replaced(run: Any, lab: Endpoint) -> None:
    for label in ("old", "new", "new"):
        run("endpoint", "key", "Lab", "--label", label, stdin=KEY)
    assert Credential.objects.count() == 2


@pytest.mark.parametrize(("label", "key"), [("x" * 81, KEY), ("x", "with blanks inside"), ("x", "")])
def test_a_key_that_cannot_be_stored(run: Any, lab: Endpoint, label: str, key: str) -> None:
    with pytest.raises(CommandError) as error:
        run("endpoint", "key", "Lab", "--label", label, stdin=key)
    assert not key or key not in str(error.value)
    assert not Credential.objects.exists()


@pytest.mark.parametrize("words", [["test"], ["disable"], ["key"]])
def test_an_endpoint_that_is_not_there(run: Any, words: list[str]) -> None:
    with pytest.raises(CommandError, match="There is no endpoint Nobody"):
        run("endpoint", *words, "Nobody", stdin=KEY)


def test_models_are_brought_up_to_date(run: Any, lab: Endpoint, upstream: Upstream) -> None:
    factories.model(lab, name="gone")
    factories.model(lab, name="stays")
    served = [{"id": "stays", "context_length": 4096}, {"id": "new-1"}, {"id": "new-2"}, {"id": "other"}]
    upstream.script(Answer.of_json({"data": served}))
    printed = run("models", "sync", "Lab", "--offer", "new-*", "--disable-missing")
    assert "Served: 4. Newly offered: 2. Learnt about: 1." in printed
    assert "Not served any more: gone (switched off)" in printed
    offered = LanguageModel.objects.filter(enabled=True)
    assert {model.name for model in offered} == {"stays", "new-1", "new-2"}
    assert offered.get(name="stays").context_window == 4096


def test_a_list_that_does_not_come_changes_nothing(run: Any, lab: Endpoint, upstream: Upstream) -> None:
    factories.model(lab, name="gone")
    upstream.script(Answer.of_json({"error": "no"}, 500))
    with pytest.raises(CommandError):
        run("models", "sync", "Lab", "--disable-missing")
    assert LanguageModel.objects.get().enabled
