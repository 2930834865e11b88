"""Sending a question, with and without JavaScript."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from playground.catalog.models import LanguageModel
from playground.chat.models import Message, Pane, Role, Turn
from tests.factories import model as new_model

from . import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(conversation):
    return reverse("chat:send", args=[conversation.uuid])


def asked():
    return list(Message.objects.filter(role=Role.USER).values_list("text", flat=True))


def test_htmx_gets_the_new_rows_alone(browser, url, panes):
    factories.answer(panes[0], text="an older answer")
    page = browser.post(url, {"text": "And then?", "nonce": "n1"}, headers=HTMX).content.decode()
    assert page.count('id="rows-') == 2
    assert page.count("And then?") == 2
    assert "an older answer" not in page
    assert 'id="nonce"' in page


def test_a_pane_whose_model_was_switched_off_meanwhile_says_so_at_once(browser, url, panes, endpoint):
    LanguageModel.objects.filter(pk=panes[1].model_id).update(enabled=False)
    other = new_model(endpoint)
    Pane.objects.filter(pk=panes[0].pk).update(model=other)
    page = browser.post(url, {"text": "Hello", "nonce": "n1"}, headers=HTMX).content.decode()
    assert f'id="about-{panes[0].pk}"' not in page
    assert f'id="about-{panes[1].pk}" hx-swap-oob="outerHTML"' in page


def test_the_first_question_brings_title_and_list(browser, alice, model):
    draft = factories.draft(alice, model)
    page = browser.post(reverse("chat:send", args=[draft.uuid]), {"text": "Tea?", "nonce": "n1"}, headers=HTMX)
    assert 'id="title"' in page.content.decode()
    assert 'id="sidebar"' in page.content.decode()


def test_without_javascript_it_goes_back_to_the_page(browser, url, conversation):
    answered = browser.post(url, {"text": "Hello", "nonce": "n1"})
    assert answered.headers["Location"] == reverse("chat:conversation", args=[conversation.uuid])
    assert asked() == ["Hello"]


def test_a_megabyte_in_any_script_is_kept_or_refused_with_a_sentence(browser, url, settings):
    settings.MESSAGE_CHARACTERS = 400_000
    form = "application/x-www-form-urlencoded"
    kept = browser.post(url, urlencode({"text": "天" * 350_000, "nonce": "n1"}), form, headers=HTMX)
    refused = browser.post(url, urlencode({"text": "天" * 450_000, "nonce": "n2"}), form, headers=HTMX)
    assert (kept.status_code, refused.status_code) == (200, 422)
    assert "450,000 characters; 400,000 are allowed" in refused.content.decode()


def test_only_the_named_panes_are_asked(browser, url, panes):
    page = browser.post(url, {"text": "Hello", "nonce": "n1", "pane": [panes[1].pk]}, headers=HTMX)
    assert f'id="rows-{panes[1].pk}"' in page.content.decode()
    assert f'id="rows-{panes[0].pk}"' not in page.content.decode()


def test_a_form_sent_twice_reloads_the_page(browser, url):
    browser.post(url, {"text": "Hello", "nonce": "n1"}, headers=HTMX)
    again = browser.post(url, {"text": "Hello", "nonce": "n1"}, headers=HTMX)
    assert again.headers["HX-Refresh"] == "true"
    assert Turn.objects.count() == 1


def test_a_refusal_is_a_notice_and_leaves_the_page_alone(browser, url):
    browser.post(url, {"text": "one", "nonce": "n1"}, headers=HTMX)
    refused = browser.post(url, {"text": "two", "nonce": "n2"}, headers=HTMX)
    assert refused.status_code == 409
    assert refused.headers["HX-Reswap"] == "none"
    assert "still answering" in refused.content.decode()


def test_a_refusal_without_javascript_keeps_the_text(browser, url):
    browser.post(url, {"text": "one", "nonce": "n1"})
    refused = browser.post(url, {"text": "my second thought", "nonce": "n2"})
    assert refused.status_code == 409
    assert "still answering" in refused.content.decode()
    assert "my second thought</textarea>" in refused.content.decode()


@pytest.mark.parametrize("data", [{"text": "", "nonce": "n1"}, {"text": "Hello"}, {"text": "Hello", "nonce": "n" * 65}])
def test_incomplete_forms_are_refused(browser, url, data):
    assert browser.post(url, data, headers=HTMX).status_code == 422
    assert asked() == []


@pytest.mark.parametrize("pane", ["x", "-1", "9" * 40, "²"])
def test_the_pane_of_nothing_is_not_found(browser, url, pane):
    assert browser.post(url, {"text": "Hello", "nonce": "n1", "pane": pane}, headers=HTMX).status_code == 404


def test_panes_that_cannot_be_asked_are_named(browser, url, conversation, panes):
    conversation.panes.filter(pk=panes[0].pk).update(model=None)
    page = browser.post(url, {"text": "Hello", "nonce": "n1"}, headers=HTMX)
    assert "1 pane was not asked." in page.content.decode()
    assert page.content.decode().count("Hello</div>") == 2
    assert "Not asked here" in page.content.decode()


def test_without_a_csrf_token_nothing_happens(alice, url):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post(url, {"text": "Hello", "nonce": "n1"}).status_code == 403
    assert asked() == []


def test_strangers_find_nothing(client, bob, url):
    client.force_login(bob)
    assert client.post(url, {"text": "Hello", "nonce": "n1"}).status_code == 404


def test_signed_out_readers_are_asked_to_sign_in(client, url):
    assert client.post(url, {"text": "Hello", "nonce": "n1"}).headers["Location"].startswith("/sign-in/")
