"""Test connection: before and after saving, layer by layer, without taking a stored secret anywhere new."""

import json
import re
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from playground.accounts.models import User
from playground.catalog import inquiries
from playground.catalog.keys import set_header, set_key
from playground.catalog.layers import of as layers_of
from playground.catalog.layers import sentence
from playground.catalog.models import Endpoint, Inquiry, LanguageModel
from providers import ProviderError
from tests import factories
from tests.live.conftest import eventually
from tests.upstream import Upstream
from tests.upstream import openai as wire
from tests.upstream.server import Answer, Hang

from .pages import KEY, answers

CHECK = "/admin/catalog/endpoint/check/?vendor=compatible"
TYPED = "sk-typed-0123456789abcd"


@pytest.fixture
def lab(upstream: Upstream, db: None) -> Endpoint:
    """A saved endpoint with a key and a secret header."""
    made = factories.endpoint(base_url=f"{upstream.url}/v1")
    set_key(made, KEY)
    set_header(made, "X-Team-Secret", "hush-hush-hush", by=None)
    factories.model(made, name="m")
    return made


def form(upstream: Upstream, **changes: Any) -> dict[str, Any]:
    return answers(base_url=f"{upstream.url}/v1", private_network="on", **changes)


def check(panel: Client, answered: Any, url: str, data: dict[str, Any]) -> dict[str, Any]:
    """The answer to a check. Whatever it says, it has no secret in it."""
    with answered():
        panel.post(url, data)
    inquiry = Inquiry.objects.get()
    page = panel.get(f"/admin/catalog/inquiry/{inquiry.pk}/").content.decode()
    for secret in (KEY, TYPED, "hush-hush"):
        assert secret not in json.dumps(inquiry.result) + page
    return inquiry.result


def layers(inquiry: Inquiry) -> dict[str, str]:
    return {layer.name: str(layer.state) for layer in layers_of(inquiry)}


def test_before_saving_with_the_key_that_was_typed(panel, answered, upstream) -> None:
    result = check(panel, answered, CHECK, form(upstream, key=TYPED, model="m"))
    assert (result["ok"], result["kind"]) == (True, "ok")
    assert upstream.requests[-1].headers["authorization"] == f"Bearer {TYPED}"
    assert not Endpoint.objects.exists()


def test_what_was_sent_is_a_line_for_a_shell(panel, answered, upstream) -> None:
    sent = check(panel, answered, CHECK, form(upstream, key=TYPED, model="m"))["sent"]
    assert f"curl -N -X POST {upstream.url}/v1/chat/completions" in sent
    assert "-H 'authorization: Bearer '\"$API_KEY\"" in sent
    assert '"Say hi."' in sent


def test_after_saving_with_the_stored_secrets(panel, answered, upstream, lab) -> None:
    result = check(panel, answered, f"/admin/catalog/endpoint/{lab.pk}/check/", form(upstream))
    assert (result["ok"], result["model"], result["note"]) == (True, "m", "")
    headers = upstream.requests[-1].headers
    assert (headers["authorization"], headers["x-team-secret"]) == (f"Bearer {KEY}", "hush-hush-hush")
    assert "x-team-secret: ***" in result["sent"]


def test_a_stored_secret_is_not_sent_to_an_address_that_is_not_saved(panel, answered, lab) -> None:
    with Upstream(lambda request: Answer.of_json({}, 401)) as elsewhere:
        result = check(panel, answered, f"/admin/catalog/endpoint/{lab.pk}/check/", form(elsewhere))
        assert "no stored secret was sent" in result["note"]
        assert not {"authorization", "x-team-secret"} & elsewhere.requests[-1].headers.keys()


@pytest.mark.parametrize("change", ["path", "headers"])
@pytest.mark.parametrize("typed", ["", TYPED])
def test_a_stored_secret_is_not_sent_with_what_is_not_saved(panel, answered, upstream, lab, change, typed) -> None:
    changed = {"base_url": f"{upstream.url}/echo"} if change == "path" else {"headers": '{"X-Debug": "1"}'}
    check(panel, answered, f"/admin/catalog/endpoint/{lab.pk}/check/", form(upstream, key=typed) | changed)
    headers = upstream.requests[-1].headers
    assert (headers.get("authorization"), "x-team-secret" in headers) == ((typed and f"Bearer {typed}") or None, False)


def test_a_key_typed_for_another_address_goes_alone(panel, answered, lab, upstream) -> None:
    with Upstream(upstream.handler) as elsewhere:
        result = check(panel, answered, f"/admin/catalog/endpoint/{lab.pk}/check/", form(elsewhere, key=TYPED))
        assert result["note"] == "Only the key that you typed was sent."
        assert elsewhere.requests[-1].headers["authorization"] == f"Bearer {TYPED}"
        assert "x-team-secret" not in elsewhere.requests[-1].headers


REFUSALS = {
    401: ("authentication", "key"),
    402: ("billing", "billing"),
    404: ("not_found", "model"),
    429: ("rate_limit", "model"),
    503: ("unavailable", "model"),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_the_result_names_the_layer(panel, answered, upstream, status) -> None:
    upstream.script(Answer.of_json({"error": {"message": "no"}}, status))
    kind, layer = REFUSALS[status]
    assert check(panel, answered, CHECK, form(upstream, key=TYPED, model="m"))["kind"] == kind
    states = layers(Inquiry.objects.get())
    assert states[layer] == "failed"
    assert list(states.values()).count("failed") == 1
    assert states["connection"] == "ok"


def test_a_page_instead_of_an_api(panel, answered, upstream) -> None:
    upstream.script(Answer([b"<!doctype html><title>Welcome</title>"], headers={"content-type": "text/html"}))
    result = check(panel, answered, CHECK, form(upstream, model="m"))
    assert not result["ok"]
    assert layers(Inquiry.objects.get())["connection"] == "failed"


def test_nobody_listens(panel, answered, upstream) -> None:
    result = check(panel, answered, CHECK, answers(base_url="http://127.0.0.1:9/v1", private_network="on"))
    assert result["kind"] == "connection"


def test_an_answer_without_token_counts(panel, answered, upstream) -> None:
    upstream.script(Answer.of_events([*wire.text("Hi"), *wire.end(usage=None)]))
    check(panel, answered, CHECK, form(upstream, model="m"))
    assert layers(Inquiry.objects.get())["usage"] == "warning"


def test_without_a_model_the_list_is_read(panel, answered, upstream) -> None:
    assert check(panel, answered, CHECK, form(upstream))["ok"]
    assert upstream.requests[-1].path == "/v1/models"
    assert layers(Inquiry.objects.get())["model"] == "unknown"


def test_an_address_without_a_list_is_told_so(panel, answered, upstream) -> None:
    upstream.script(Answer.of_json({"error": {"message": "no"}}, 404))
    check(panel, answered, CHECK, form(upstream, key=TYPED))
    assert "many end in /v1" in str(sentence(Inquiry.objects.get()))
    states = layers(Inquiry.objects.get())
    assert (states["connection"], states["key"], states["model"]) == ("failed", "unknown", "unknown")


def test_a_key_that_was_sent_is_good(panel, answered, upstream) -> None:
    check(panel, answered, CHECK, form(upstream, key=TYPED))
    assert layers(Inquiry.objects.get())["key"] == "ok"


def test_a_key_that_was_not_sent_is_not_called_good(panel, answered, upstream) -> None:
    check(panel, answered, CHECK, form(upstream, model="m"))
    assert layers(Inquiry.objects.get())["key"] == "unknown"


def test_a_public_list_says_nothing_of_the_key(panel, answered, upstream) -> None:
    data = answers(base_url=f"{upstream.url}/v1", private_network="on", key=TYPED)
    sent = check(panel, answered, "/admin/catalog/endpoint/check/?vendor=aimlapi", data)["sent"]
    assert f"{upstream.url}/models?include=capabilities,pricing" in sent
    assert "API_KEY" not in sent
    assert layers(Inquiry.objects.get())["key"] == "unknown"


def test_what_the_form_forbids_is_not_called(panel, answered, upstream) -> None:
    with answered():
        response = panel.post(CHECK, answers(base_url=f"{upstream.url}/v1"))
    assert response.status_code == 422
    assert "tick “local endpoint”" in response.content.decode()
    assert not upstream.requests
    assert not Inquiry.objects.exists()


def test_no_page_waits_for_an_endpoint(panel: Client, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    """It accepts and never answers; the page is there, and says that it is asking."""
    with Upstream(lambda request: Answer([Hang()])) as silent:
        page = panel.post(CHECK, form(silent, model="m"), follow=True)
        inquiry = Inquiry.objects.get()
        assert (page.status_code, inquiry.answered_at) == (200, None)
        assert re.search(r'hx-get="/admin/catalog/inquiry/\d+/"', page.content.decode())
    _wait_for(inquiry)


def _wait_for(inquiry: Inquiry) -> None:
    eventually(lambda: Inquiry.objects.get(pk=inquiry.pk).answered_at)


def test_an_inquiry_belongs_to_who_asked(client: Client, panel: Client, bob: User) -> None:
    theirs = Inquiry.objects.create(kind="check", asked_by=bob)
    assert panel.get(f"/admin/catalog/inquiry/{theirs.pk}/").status_code == 404


def test_one_that_broke_off_says_so(panel: Client, admin: User) -> None:
    inquiry = Inquiry.objects.create(kind="check", asked_by=admin)
    Inquiry.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    assert "broke off" in panel.get(f"/admin/catalog/inquiry/{inquiry.pk}/").content.decode()


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many are under way as may be at a time, so others wait."""
    monkeypatch.setattr(inquiries, "AT_A_TIME", BoundedSemaphore(1))
    monkeypatch.setattr(inquiries, "_in_hand", set())
    inquiries.AT_A_TIME.acquire()


def test_one_that_waits_for_others_has_not_broken_off(panel, upstream, busy, transactional_db) -> None:
    panel.post(CHECK, form(upstream, model="m"))
    Inquiry.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    inquiry = Inquiry.objects.get()
    assert "broke off" not in panel.get(f"/admin/catalog/inquiry/{inquiry.pk}/").content.decode()
    inquiries.AT_A_TIME.release()
    _wait_for(inquiry)


def test_only_so_many_wait(panel, upstream, busy, transactional_db, monkeypatch) -> None:
    monkeypatch.setattr(inquiries, "MOST", 1)
    for _ in range(2):
        panel.post(CHECK, form(upstream, model="m"))
    first, second = Inquiry.objects.order_by("pk")
    assert (first.answered_at, second.result["kind"]) == (None, "busy")
    inquiries.AT_A_TIME.release()
    _wait_for(first)
    assert len(upstream.requests) == 1


def test_a_probe_fills_in_what_a_model_can_do(panel, answered, upstream, lab) -> None:
    model = LanguageModel.objects.get()
    LanguageModel.objects.update(capabilities=["image", "audio"])
    with answered():
        panel.post(f"/admin/catalog/languagemodel/{model.pk}/probe/")
    model.refresh_from_db()
    assert model.capabilities == ["audio", "tools", "structured"]  # this one sees no picture and tells no logprobs
    page = panel.get(f"/admin/catalog/inquiry/{Inquiry.objects.get().pk}/").content.decode()
    assert "written into the model" in page


def test_a_probe_that_fails_changes_nothing(panel, answered, upstream, lab) -> None:
    model = LanguageModel.objects.get()
    LanguageModel.objects.update(capabilities=["image"])
    upstream.script(Answer.of_json({"error": "no"}, 401))
    with answered():
        panel.post(f"/admin/catalog/languagemodel/{model.pk}/probe/")
    model.refresh_from_db()
    assert model.capabilities == ["image"]


def kinds(of: type[ProviderError] = ProviderError) -> set[str]:
    return {of.kind}.union(*map(kinds, of.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(kinds() | {"ok", "no_usage", "internal", "busy"}))
def test_every_result_has_a_sentence_in_both_languages(kind: str) -> None:
    inquiry = Inquiry(result={"kind": kind, "model": "m"})
    with override("en"):
        english = str(sentence(inquiry))
    with override("zh-hans"):
        assert str(sentence(inquiry)) not in {english, ""}


def test_many_models_are_probed_at_once(panel, answered, lab) -> None:
    keyless = factories.model(factories.endpoint(provider="anthropic"))
    chosen = [LanguageModel.objects.get(endpoint=lab).pk, keyless.pk]
    with answered():
        page = panel.post("/admin/catalog/languagemodel/", {"action": "probe", "_selected_action": chosen}, follow=True)
    assert "1 model is being asked" in page.content.decode()
    assert "no API key yet" in page.content.decode()
    assert "tools" in LanguageModel.objects.get(endpoint=lab).capabilities


def test_a_job_is_shown_as_one(panel, answered, upstream) -> None:
    runpod = {"endpoint_id": "abc123", "api_mode": "native", "poll_interval": "0.1", "model": "m", "key": TYPED}
    data = {**answers(base_url=f"{upstream.url}/v2", private_network="on"), **runpod}
    sent = check(panel, answered, "/admin/catalog/endpoint/check/?vendor=runpod", data)["sent"]
    assert f"{upstream.url}/v2/abc123/run" in sent
    assert '"input"' in sent
