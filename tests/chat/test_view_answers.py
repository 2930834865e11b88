"""One answer over HTTP."""

from django.urls import reverse

from playground.chat.models import Status

from . import factories

HTMX = {"HX-Request": "true"}


def test_an_answer_as_it_is_now(browser, panes):
    generation = factories.answer(panes[0], text="**bold**").generation
    page = browser.get(reverse("chat:answer", args=[generation.pk]), headers=HTMX).content.decode()
    assert f'id="generation-{generation.pk}"' in page
    assert "<strong>bold</strong>" in page


def test_a_plain_browser_gets_the_page_it_is_on(browser, conversation, panes):
    generation = factories.answer(panes[0]).generation
    answered = browser.get(reverse("chat:answer", args=[generation.pk]))
    assert answered.headers["Location"] == reverse("chat:conversation", args=[conversation.uuid])


def test_stopping_one(browser, panes):
    generation = factories.answer(panes[0], status=Status.RUNNING).generation
    assert browser.post(reverse("chat:stop", args=[generation.pk]), headers=HTMX).status_code == 204
    generation.refresh_from_db()
    assert generation.stop_requested


def test_the_source_is_plain_text(browser, panes):
    message = factories.answer(panes[0], text="# <b>Heading</b>\n你好")
    answered = browser.get(reverse("chat:source", args=[message.pk]))
    assert answered.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answered.content.decode() == "# <b>Heading</b>\n你好"


def test_a_failed_answer_says_why_and_offers_to_try_again(browser, panes):
    failed = factories.answer(panes[0], text="", status=Status.FAILED, error_kind="rate_limit")
    page = browser.get(reverse("chat:pane", args=[panes[0].pk]), headers=HTMX).content.decode()
    assert "The provider asks us to slow down." in page
    assert reverse("chat:regenerate", args=[panes[0].pk, failed.pk]) in page
