"""Superusers add endpoints; keys are written, never read."""

import json
import re

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.audit.models import Entry
from playground.catalog.keys import is_usable, set_header, set_key
from playground.catalog.models import Credential, Endpoint, Inquiry, LanguageModel
from tests import factories

from .pages import ADD, KEY, answers, change_url

LIST = "/admin/catalog/endpoint/"


@pytest.fixture
def lab(panel: Client) -> Endpoint:
    panel.post(ADD, answers(key=KEY, model="m-1"))
    return Endpoint.objects.get()


def test_an_endpoint_with_key_and_model_is_made(lab: Endpoint, admin: User) -> None:
    assert (lab.provider, lab.base_url) == ("openai", "https://api.example.com/v1")
    assert LanguageModel.objects.get().name == "m-1"
    credential = Credential.objects.get()
    assert is_usable(credential)
    assert (credential.set_by, credential.hint) == (admin, "wxyz")


def test_saving_leads_to_its_models_which_are_asked_for(panel: Client) -> None:
    response = panel.post(ADD, answers())
    endpoint = Endpoint.objects.get()
    assert response.headers["Location"] == f"/admin/catalog/endpoint/{endpoint.pk}/models/"
    assert Inquiry.objects.get().kind == "models"


def test_the_key_is_not_shown_again(panel: Client, lab: Endpoint) -> None:
    for page in (change_url(lab), f"/admin/catalog/endpoint/{lab.pk}/keys/", "/admin/", "/admin/audit/entry/"):
        text = panel.get(page).content.decode()
        assert KEY not in text
        assert lab.credentials.get().secret not in text
    assert "…wxyz" in panel.get(change_url(lab)).content.decode()


def test_the_list_says_nothing_of_a_key_that_only_the_server_uses(panel: Client, lab: Endpoint) -> None:
    assert "…wxyz" in panel.get(LIST).content.decode()
    Endpoint.objects.update(managed=True)
    assert "…wxyz" not in panel.get(LIST).content.decode()


def test_the_list_counts_and_names_in_chinese(panel: Client, lab: Endpoint) -> None:
    page = panel.get(LIST, headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "1 个接入点" in page
    assert "兼容 OpenAI 协议的服务器" in page
    assert "添加接入点" in page


def test_a_wrong_key_is_not_echoed(panel: Client, db: None) -> None:
    page = panel.post(ADD, answers(key="sk-with blanks inside")).content.decode()
    assert "without blanks" in page
    assert "with blanks inside" not in page


def test_saving_without_a_key_keeps_the_stored_one(panel: Client, lab: Endpoint) -> None:
    before = lab.credentials.get().secret
    panel.post(change_url(lab), answers(note="ours"))
    assert Endpoint.objects.get().note == "ours"
    assert lab.credentials.get().secret == before


def test_a_new_key_replaces_the_stored_one(panel: Client, lab: Endpoint) -> None:
    panel.post(change_url(lab), answers(key="sk-other-0123456789abcd"))
    assert lab.credentials.get().hint == "abcd"


def test_a_changed_origin_says_that_secrets_are_left_behind(panel: Client, lab: Endpoint) -> None:
    page = panel.post(change_url(lab), answers(base_url="https://other.example/v1"), follow=True)
    assert "Enter them again." in page.content.decode()
    assert "unusable" in panel.get("/admin/catalog/endpoint/").content.decode()
    assert "its key was entered for another address" in panel.get("/admin/").content.decode()


def test_a_key_entered_with_the_new_address_is_bound_to_it(panel: Client, lab: Endpoint) -> None:
    page = panel.post(change_url(lab), answers(base_url="https://other.example/v1", key=KEY), follow=True)
    assert is_usable(Credential.objects.get())
    assert "Enter them again." not in page.content.decode()


@pytest.mark.parametrize("vendor", ["anthropic", "openai", "openrouter", "baseten", "gradient", "aimlapi", "runpod"])
def test_a_vendor_s_form_asks_for_a_key_and_little_else(panel: Client, vendor: str) -> None:
    page = panel.get(f"/admin/catalog/endpoint/add/?vendor={vendor}").content.decode()
    first = page.split('<fieldset class="module', 2)[1]
    asked = set(re.findall(r'<input[^>]* name="(\w+)"', first))
    assert asked == {"name", "key", "model", "enabled"} | ({"endpoint_id"} if vendor == "runpod" else set())
    assert ("poll_interval" in page) == (vendor == "runpod")
    panel.post(f"/admin/catalog/endpoint/add/?vendor={vendor}", answers(base_url=""))
    assert not Endpoint.objects.exists()


def test_runpod_takes_an_endpoint_id_and_ways_to_look_at_jobs(panel: Client) -> None:
    runpod = {"endpoint_id": "abc123", "key": KEY, "base_url": "", "poll_interval": "1.5", "api_mode": "native"}
    panel.post("/admin/catalog/endpoint/add/?vendor=runpod", answers(**runpod, cancel_on_abort="on"))
    made = Endpoint.objects.get()
    assert made.base_url == "https://api.runpod.ai/v2/abc123"
    assert made.options == {"poll_interval": 1.5, "api_mode": "native"}
    page = panel.get(change_url(made)).content.decode()
    assert 'value="abc123"' in page


def test_a_name_that_is_taken_gets_a_number(panel: Client) -> None:
    factories.endpoint(name="Groq")
    assert 'value="Groq 2"' in panel.get("/admin/catalog/endpoint/add/?vendor=groq").content.decode()


def test_without_a_vendor_one_is_chosen_first(panel: Client) -> None:
    page = panel.get("/admin/catalog/endpoint/add/", follow=True)
    assert page.redirect_chain[-1][0] == "/admin/catalog/endpoint/pick/"
    assert "?vendor=runpod" in page.content.decode()


def test_what_changed_is_in_the_audit_without_the_key(panel: Client, lab: Endpoint) -> None:
    panel.post(change_url(lab), answers(note="ours", key="sk-other-0123456789abcd"))
    set_header(lab, "X-Helicone", "secret-value-1234", by=None)
    kept = json.dumps(list(Entry.objects.values_list("changes", flat=True)))
    assert '"note": ["", "ours"]' in kept
    assert "0123456789" not in kept
    assert "secret-value" not in kept


def test_what_is_left_empty_is_not_known(panel: Client) -> None:
    panel.post(ADD, answers(headers="", request_defaults="", model="m"))
    model = LanguageModel.objects.get()
    assert (model.capabilities, model.input_price, model.context_window) == ([], None, None)
    assert (model.endpoint.headers, model.endpoint.request_defaults) == ({}, {})


def test_many_can_be_switched_off_at_once(panel: Client, lab: Endpoint) -> None:
    panel.post("/admin/catalog/endpoint/", {"action": "disable", "_selected_action": [lab.pk]})
    lab.refresh_from_db()
    assert not lab.enabled
    assert Entry.objects.filter(kind="catalog.endpoint", action="changed").exists()


def test_pages_run_no_inline_script_or_style(panel: Client, lab: Endpoint) -> None:
    pages = ["/admin/", "/admin/catalog/endpoint/", ADD, change_url(lab), "/admin/accounts/user/"]
    for path in [*pages, *(f"/admin/catalog/endpoint/{lab.pk}/{page}/" for page in ("keys", "models"))]:
        response = panel.get(path)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert not re.search(rb"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", response.content)


@pytest.mark.parametrize("path", ["/admin/", "/admin/catalog/endpoint/"])
def test_lists_take_as_many_queries_with_many_endpoints(panel, path, django_assert_max_num_queries) -> None:
    for _number in range(12):
        set_key(factories.model().endpoint, KEY)
    with django_assert_max_num_queries(14):
        panel.get(path)
