"""Models are discovered, chosen and offered."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from playground.audit.models import Entry
from playground.catalog import offering
from playground.catalog.keys import set_header, set_key
from playground.catalog.models import Endpoint, Inquiry, LanguageModel
from tests import factories
from tests.upstream import Upstream
from tests.upstream.server import Answer

from .pages import KEY


@pytest.fixture
def lab(upstream: Upstream, db: None) -> Endpoint:
    return factories.endpoint(name="Lab", base_url=f"{upstream.url}/v1")


def serves(upstream: Upstream, models: list[Any]) -> None:
    upstream.script(Answer.of_json({"data": models}))


def ask(panel: Client, answered: Any, lab: Endpoint) -> str:
    """Discovers; the page that then shows what was found."""
    with answered():
        panel.post(f"/admin/catalog/endpoint/{lab.pk}/models/ask/")
    return panel.get(url(lab)).content.decode()


def url(lab: Endpoint) -> str:
    return f"/admin/catalog/endpoint/{lab.pk}/models/"


def test_what_is_chosen_is_offered_with_what_is_known(panel, answered, upstream, lab) -> None:
    told = {"id": "b", "name": "Big B", "context_length": 8192, "pricing": {"prompt": "0.000002", "completion": "0"}}
    serves(upstream, [{"id": "a"}, {**told, "supported_parameters": ["tools"]}])
    assert "Big B" in ask(panel, answered, lab)
    panel.post(url(lab), {"model": ["b", "never-heard-of"], "offer": ""})
    model = LanguageModel.objects.get()
    assert (model.name, model.label, model.context_window, model.capabilities) == ("b", "Big B", 8192, ["tools"])
    assert (model.input_price, model.output_price) == (Decimal(2), Decimal(0))
    assert model.price_sources == {"input_price": "provider", "output_price": "provider"}
    assert Entry.objects.filter(kind="catalog.languagemodel", action="added", name="Big B").exists()


def test_all_that_match_a_search_can_be_offered(panel, answered, upstream, lab) -> None:
    serves(upstream, [{"id": f"{maker}-{n}"} for maker in ("x", "y") for n in range(150)])
    assert "300 of 300 models" in ask(panel, answered, lab)
    page = panel.get(url(lab), {"q": "X-"}).content.decode()
    assert page.count('name="model"') == 100
    asked_first = panel.post(url(lab), {"q": "x-", "all": "", "elsewhere": "y-7"}).content.decode()
    assert "150 models of Lab will be offered" in asked_first
    assert not LanguageModel.objects.exists()
    assert is_ticked(panel.post(url(lab), {"q": "y-7", **carried(asked_first)}), "y-7")
    panel.post(url(lab), {"q": "x-", "all": "sure"})
    assert LanguageModel.objects.filter(name__startswith="x-").count() == LanguageModel.objects.count() == 150


def test_ticks_stay_while_one_pages_and_searches(panel, answered, upstream, lab) -> None:
    serves(upstream, [{"id": f"m-{n:03}"} for n in range(250)])
    ask(panel, answered, lab)
    second = panel.post(url(lab), {"model": ["m-001", "m-002"], "page": "2"}).content.decode()
    assert "2 more are ticked" in second
    found = panel.post(url(lab), {"model": "m-150", "q": "00", **carried(second)})
    assert is_ticked(found, "m-001")
    assert not is_ticked(found, "m-003")
    assert LanguageModel.objects.count() == 0
    panel.post(url(lab), {"model": "m-001", "offer": "", **carried(found.content.decode())})  # m-002 is unticked
    assert set(LanguageModel.objects.values_list("name", flat=True)) == {"m-001", "m-150"}


def carried(page: str) -> dict[str, str]:
    """What the page's form says of ticks elsewhere."""
    return {"elsewhere": page.split('name="elsewhere" value="')[1].split('"', maxsplit=1)[0]}


def is_ticked(response: Any, name: str) -> bool:
    return f'value="{name}" checked>' in response.content.decode()


def test_a_name_with_nul_is_an_error_at_the_field(panel, lab) -> None:
    response = panel.post(url(lab), {"name": "a\0b"})
    assert response.status_code == 422
    assert response.context["form"].errors["name"]
    assert not LanguageModel.objects.exists()


def test_a_model_can_be_named(panel, lab) -> None:
    panel.post(url(lab), {"name": " vendor/model-7 "})
    assert LanguageModel.objects.get().name == "vendor/model-7"


def test_offering_again_keeps_what_an_admin_wrote(lab, admin) -> None:
    model = factories.model(lab, name="a", label="Ours", enabled=False, input_price=3)
    assert offering.offer(lab, [{"id": "a", "label": "Theirs", "input_price": 9.0}], admin) == 1
    model.refresh_from_db()
    assert (model.label, model.input_price, model.enabled) == ("Ours", 3, True)
    assert offering.offer(lab, [{"id": "a"}], admin) == 0


def test_new_ones_stand_below_those_that_were_there(lab, admin) -> None:
    offering.offer(lab, [{"id": "z"}, {"id": "a"}], admin)
    offering.offer(lab, [{"id": "b"}], admin)
    assert [model.name for model in LanguageModel.objects.all()] == ["z", "a", "b"]


def test_ten_thousand_models_are_cut_and_said_to_be(panel, answered, upstream, lab) -> None:
    serves(upstream, [{"id": f"m-{n}"} for n in range(10_000)])
    page = ask(panel, answered, lab)
    assert "2000 of 2000 models" in page
    assert "may have more" in page
    assert len(page) < 200_000


def test_names_of_ten_kilobytes_and_other_nonsense_are_left_out(panel, answered, upstream, lab) -> None:
    serves(upstream, [{"id": "x" * 10_240}, {"id": 7}, {"id": ""}, "text", None, {"id": "<script>alert(1)</script>"}])
    page = ask(panel, answered, lab)
    assert "1 of 1 models" in page
    assert "<script>alert" not in page


def test_names_that_quote_a_secret_are_left_out(panel, answered, upstream, lab) -> None:
    set_key(lab, KEY)
    set_header(lab, "X-Team-Secret", "hush-hush-hush", by=None)
    quoting = [{"id": f"m-{KEY}"}, {"id": "m-2", "name": f"Bearer {KEY}"}, {"id": "hush-hush-hush"}]
    serves(upstream, [*quoting, {"id": "honest"}])
    page = ask(panel, answered, lab)
    assert "1 of 1 models" in page
    assert [info["id"] for info in Inquiry.objects.get().result["models"]] == ["honest"]


@pytest.mark.parametrize("body", [b"<!doctype html><h1>Hello</h1>", b"[", b'{"data": 7}', b"\xff\xfe"])
def test_an_answer_that_is_no_list(panel, answered, upstream, lab, body) -> None:
    upstream.script(Answer([body], headers={"content-type": "text/html"}))
    page = ask(panel, answered, lab)
    assert "You can add models by name below." in page
    assert "<h1>Hello" not in page


def test_a_key_that_is_missing_is_said(panel, lab) -> None:
    claude = factories.endpoint(provider="anthropic", base_url="")
    page = panel.post(f"/admin/catalog/endpoint/{claude.pk}/models/ask/", follow=True)
    assert "no API key yet" in page.content.decode()


def test_the_page_takes_few_queries(panel, answered, upstream, lab, django_assert_max_num_queries) -> None:
    serves(upstream, [{"id": f"m-{n}"} for n in range(150)])
    ask(panel, answered, lab)
    panel.post(url(lab), {"all": "sure"})
    with django_assert_max_num_queries(9):
        panel.get(url(lab))


@pytest.mark.django_db(transaction=True)
def test_two_admins_may_offer_the_same_at_once() -> None:
    lab = factories.endpoint(name="Lab")
    with ThreadPoolExecutor(4) as threads:
        found = [{"id": f"m-{n}"} for n in range(20)]
        numbers = list(threads.map(lambda _: _offer_in_thread(lab, found), range(4)))
    assert sum(numbers) == LanguageModel.objects.count() == 20


def _offer_in_thread(lab: Endpoint, found: list[dict[str, Any]]) -> int:
    try:
        return offering.offer(lab, found, None)
    finally:
        connection.close()
