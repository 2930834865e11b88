"""Prices come from a list that is read offline, and never replace what somebody wrote."""

import socket
from decimal import Decimal

import pytest

from playground.audit.models import Entry
from playground.catalog import offering, pricelist
from playground.catalog.models import LanguageModel
from tests import factories

OPENAI = {"provider": "openai", "base_url": "https://api.openai.com/v1", "private_network": False}


@pytest.fixture
def model(db: None) -> LanguageModel:
    return factories.model(factories.endpoint(**OPENAI), name="gpt-4o-mini")


def change(panel, model, **changes):
    old = {"name": model.name, "label": model.label, "position": 0, "enabled": "on", "params": "{}"}
    prices = {"input_price": model.input_price, "output_price": model.output_price}
    known = {name: value for name, value in prices.items() if value is not None}
    return panel.post(f"/admin/catalog/languagemodel/{model.pk}/change/", {**old, **known, **changes})


def act(panel, action, *models):
    chosen = {"action": action, "_selected_action": [model.pk for model in models]}
    panel.post("/admin/catalog/languagemodel/", chosen)
    return [LanguageModel.objects.get(pk=model.pk) for model in models]


def test_a_known_model_gets_its_prices(panel, model) -> None:
    [filled] = act(panel, "fill_in_prices", model)
    assert 0 < filled.input_price < filled.output_price
    assert 0 < filled.cache_read_price < filled.input_price
    assert filled.context_window == 128_000
    assert set(filled.price_sources.values()) == {"list"}
    assert Entry.objects.filter(kind="catalog.languagemodel", action="changed").exists()


def test_a_price_written_by_hand_stays(panel, model) -> None:
    change(panel, model, input_price="7.5")
    [filled] = act(panel, "fill_in_prices", model)
    assert filled.input_price == Decimal("7.5")
    assert filled.price_sources["input_price"] == "admin"
    assert filled.output_price is not None


def test_so_does_one_from_before_sources_were_noted(panel, model) -> None:
    LanguageModel.objects.filter(pk=model.pk).update(input_price=Decimal("7.5"))
    [filled] = act(panel, "fill_in_prices", model)
    assert filled.input_price == Decimal("7.5")


def test_so_does_one_that_was_taken_out_by_hand(panel, model) -> None:
    [filled] = act(panel, "fill_in_prices", model)
    change(panel, filled, input_price="")
    [again] = act(panel, "fill_in_prices", model)
    assert again.input_price is None


def test_where_the_model_is_not_served_there_is_no_price(panel) -> None:
    local = factories.model(name="gpt-4o-mini")
    [same] = act(panel, "fill_in_prices", local)
    assert same.input_price is None


def told(panel, *models) -> str:
    chosen = {"action": "fill_in_prices", "_selected_action": [model.pk for model in models]}
    return panel.post("/admin/catalog/languagemodel/", chosen, follow=True).content.decode()


def test_no_change_is_explained(panel, model) -> None:
    local = factories.model(name="gpt-4o-mini")
    assert "1 model was changed." in told(panel, model, local)
    page = told(panel, model, local)
    assert "0 models were changed." in page
    assert "1 model is not on the price list for its provider." in page
    assert "1 model has the prices of the list already." in page


def test_prices_written_by_hand_are_a_reason(panel, model) -> None:
    known = dict.fromkeys(pricelist.look_up(model.endpoint, model.name).prices, Decimal(7))
    LanguageModel.objects.filter(pk=model.pk).update(**known, context_window=1)
    assert "The prices of 1 model were written by hand, and stay." in told(panel, model)


def test_a_model_that_is_offered_has_them_at_once(admin, db) -> None:
    claude = factories.endpoint(provider="anthropic", base_url="", private_network=False)
    offering.offer(claude, [{"id": "claude-sonnet-4-5"}], admin)
    assert LanguageModel.objects.get().output_price == Decimal(15)


def test_so_does_one_that_is_typed_except_where_a_price_is(panel, db) -> None:
    sent = {"endpoint": factories.endpoint(**OPENAI).pk, "name": "gpt-4o", "position": 0, "enabled": "on"}
    panel.post("/admin/catalog/languagemodel/add/", {**sent, "params": "{}", "input_price": "9"})
    made = LanguageModel.objects.get()
    assert (made.input_price, made.price_sources["input_price"]) == (9, "admin")
    assert (made.output_price, made.price_sources["output_price"]) == (10, "list")


def test_the_list_is_read_without_the_network(model, monkeypatch) -> None:
    def refuse(*arguments):
        raise AssertionError("something was called")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert pricelist.look_up(model.endpoint, "gpt-4o").prices["input_price"] > 0


def test_models_are_renamed_ordered_and_given_params(panel, model) -> None:
    change(panel, model, label="Mini", position="3", params='{"temperature": 0.2}', capabilities=["tools"])
    model.refresh_from_db()
    assert (model.label, model.position, model.params) == ("Mini", 3, {"temperature": 0.2})
    assert model.capabilities == ["tools"]


@pytest.mark.parametrize(("action", "field", "value"), [("disable", "enabled", False), ("to_the_top", "position", 0)])
def test_many_are_changed_at_once(panel, model, action, field, value) -> None:
    LanguageModel.objects.update(position=5)
    other = factories.model(position=6)
    assert {getattr(each, field) for each in act(panel, action, model, other)} == {value}


def test_the_list_takes_as_many_queries_with_many_models(panel, model, django_assert_max_num_queries) -> None:
    for _number in range(15):
        factories.model()
    with django_assert_max_num_queries(12):
        panel.get("/admin/catalog/languagemodel/")
