"""Columns over HTTP, as htmx and as a plain browser ask for them."""

import pytest
from django.urls import reverse

from playground.chat.models import Status
from playground.chat.services.panes import add_pane, remove_pane
from tests.factories import model as new_model

from . import factories

HTMX = {"HX-Request": "true"}


def at(name, *args):
    return reverse(f"chat:{name}", args=args)


def test_adding_shows_all_panes(browser, conversation, panes):
    page = browser.post(at("add-pane", conversation.uuid), {"copy": panes[0].pk}, headers=HTMX)
    assert page.content.decode().count('<section class="pane') == 3


def test_the_pane_of_another_conversation_cannot_be_copied(browser, alice, model, conversation):
    other = factories.conversation(alice, model).panes.get()
    assert browser.post(at("add-pane", conversation.uuid), {"copy": other.pk}, headers=HTMX).status_code == 404


def test_removing_shows_those_that_stay(browser, panes):
    page = browser.post(at("remove-pane", panes[0].pk), headers=HTMX).content.decode()
    assert f'id="pane-{panes[0].pk}"' not in page
    assert f'id="pane-{panes[1].pk}"' in page


def test_a_page_offers_to_bring_back_its_own_removed_pane_alone(browser, alice, model, conversation, panes):
    other = factories.conversation(alice, model, model).panes.first()
    browser.post(at("remove-pane", other.pk))
    left = browser.post(at("remove-pane", panes[0].pk)).headers["Location"]
    assert at("restore-pane", panes[0].pk) in browser.get(left).content.decode()
    for name in (other.pk, panes[1].pk, "x", "9" * 30):
        page = browser.get(at("conversation", conversation.uuid), {"removed": name})
        assert "restore/" not in page.content.decode()


def test_the_last_pane_is_refused_on_the_page(browser, panes):
    browser.post(at("remove-pane", panes[0].pk))
    refused = browser.post(at("remove-pane", panes[1].pk))
    assert refused.status_code == 409
    assert "The last pane stays." in refused.content.decode()


@pytest.mark.parametrize("name", ["restore-pane", "pane-settings"])
def test_plain_forms_go_back_to_the_page(browser, conversation, panes, name):
    answered = browser.post(at(name, panes[0].pk))
    assert answered.headers["Location"] == at("conversation", conversation.uuid)


def test_choosing_a_model(browser, panes):
    chosen = new_model(label="Large model")
    page = browser.post(at("pane-model", panes[0].pk), {"model": chosen.pk}, headers=HTMX)
    assert "Large model" in page.content.decode()
    panes[0].refresh_from_db()
    assert panes[0].model == chosen


@pytest.mark.parametrize("fields", [{"enabled": False}, {"endpoint__enabled": False}])
def test_a_model_that_is_switched_off_cannot_be_chosen(browser, panes, fields):
    off = new_model(enabled=fields.get("enabled", True))
    off.endpoint.enabled = fields.get("endpoint__enabled", True)
    off.endpoint.save()
    assert browser.post(at("pane-model", panes[0].pk), {"model": off.pk}, headers=HTMX).status_code == 404


@pytest.mark.parametrize(("query", "found"), [("", 2), ("LARGE", 1), ("large other", 0), ("endpoint", 2)])
def test_models_are_found_by_words(browser, panes, query, found):
    new_model(label="Large model")
    page = browser.get(at("models", panes[0].pk), {"q": query}, headers=HTMX).content.decode()
    assert page.count('name="model"') == found


def test_the_picker_is_also_a_page(browser, panes):
    assert "<!doctype html>" in browser.get(at("models", panes[0].pk)).content.decode().lower()
    assert "<!doctype html>" in browser.get(at("pane-settings", panes[0].pk)).content.decode().lower()


def test_settings_are_saved(browser, panes):
    data = {"system_prompt": "Be brief.", "temperature": "0.3", "stop": "END"}
    page = browser.post(at("pane-settings", panes[0].pk), data, headers=HTMX).content.decode()
    assert f'id="pane-{panes[0].pk}"' in page
    panes[0].refresh_from_db()
    assert (panes[0].system_prompt, panes[0].params) == ("Be brief.", {"temperature": 0.3, "stop": ["END"]})


def test_settings_are_saved_for_all_open_panes(browser, conversation, panes):
    page = browser.get(at("pane-settings", panes[0].pk), headers=HTMX).content.decode()
    assert 'name="all"' in page
    remove_pane(add_pane(conversation))
    data = {"system_prompt": "Be brief.", "seed": "7", "all": "1"}
    answered = browser.post(at("pane-settings", panes[0].pk), data, headers=HTMX)
    assert answered["HX-Retarget"] == "#panes"
    set_ones = [(pane.system_prompt, pane.params) for pane in conversation.panes.order_by("position")]
    assert set_ones == [("Be brief.", {"seed": 7}), ("Be brief.", {"seed": 7}), ("", {})]


def test_what_settings_change_in_the_other_panes_comes_along(browser, conversation, panes):
    conversation.panes.update(params={"temperature": 0.2})
    page = browser.post(at("pane-settings", panes[0].pk), {"temperature": "0.9"}, headers=HTMX).content.decode()
    chips = page[page.index(f'id="chips-{panes[1].pk}"') :]
    assert 'hx-swap-oob="outerHTML"' in chips.partition(">")[0]
    assert "Temperature 0.2" in chips


def test_an_answer_that_is_asked_again_is_the_best_no_more_nor_is_its_neighbour(browser, panes):
    first = factories.answer(panes[0], ttft_ms=200)
    factories.answer(panes[1], to=first.parent, ttft_ms=100)
    page = browser.post(at("regenerate", panes[0].pk, first.pk), headers=HTMX).content.decode()
    assert f'id="metrics-{panes[1].pk}" hx-swap-oob="outerHTML"' in page
    assert 'class="best"' not in page


def test_settings_are_cleared_whatever_the_fields_say(browser, panes):
    browser.post(at("pane-settings", panes[0].pk), {"seed": "7"})
    browser.post(at("pane-settings", panes[0].pk), {"seed": "8", "clear": "1"}, headers=HTMX)
    panes[0].refresh_from_db()
    assert panes[0].params == {}


def test_bad_settings_are_shown_again_and_not_saved(browser, panes):
    answered = browser.post(at("pane-settings", panes[0].pk), {"temperature": "9", "seed": "7"}, headers=HTMX)
    assert answered.status_code == 422
    assert 'value="9"' in answered.content.decode()
    panes[0].refresh_from_db()
    assert panes[0].params == {}


def test_answering_again_and_stepping_back(browser, panes):
    first = factories.answer(panes[0], text="the first answer")
    page = browser.post(at("regenerate", panes[0].pk, first.pk), headers=HTMX).content.decode()
    assert "the first answer" not in page
    factories.finish(panes[0], text="the second answer")
    page = browser.post(at("switch", panes[0].pk, first.pk), headers=HTMX).content.decode()
    assert "the first answer" in page
    assert "1/2" in page


def test_editing_a_question(browser, panes):
    first = factories.answer(panes[0])
    url = at("edit", panes[0].pk, first.parent_id)
    assert "Why?</textarea>" in browser.get(url, headers=HTMX).content.decode()
    page = browser.post(url, {"text": "Why not?", "nonce": "n1"}, headers=HTMX).content.decode()
    assert "Why not?" in page


def test_an_answer_without_text_says_what_it_waits_for(browser, panes):
    factories.answer(panes[0], text="", status=Status.RUNNING)
    page = browser.get(at("conversation", panes[0].conversation.uuid)).content.decode()
    assert "Waiting for the first token" in page


def test_a_refused_edit_keeps_the_text(browser, panes):
    first = factories.answer(panes[0])
    browser.post(at("regenerate", panes[0].pk, first.pk))
    refused = browser.post(at("edit", panes[0].pk, first.parent_id), {"text": "Why not?", "nonce": "n1"})
    assert refused.status_code == 409
    assert "Why not?</textarea>" in refused.content.decode()
