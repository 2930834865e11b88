"""An old page learns of what happened elsewhere."""

import pytest
from django.urls import reverse

from playground.chat import seen
from playground.chat.models import Message, Status
from playground.chat.services.panes import add_pane, change_settings, remove_pane
from playground.chat.services.turns import send
from tests.factories import model as new_model

from . import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def words(conversation, panes):
    """What a page shows that was opened before the test did anything."""
    return [seen.word(pane) for pane in panes]


@pytest.fixture
def look(browser, conversation, words):
    """Asks whether that page is old."""
    url = reverse("chat:fresh", args=[conversation.uuid])
    return lambda: browser.get(url, {"seen": words}, headers=HTMX)


def test_a_page_that_shows_everything_is_left_alone(look):
    assert look().status_code == 204


@pytest.mark.parametrize(
    "change",
    [
        lambda conversation, panes: factories.answer(panes[0], text="news"),
        lambda conversation, panes: remove_pane(panes[0]),
        lambda conversation, panes: add_pane(conversation),
        lambda conversation, panes: change_settings(panes[0], "Be brief.", {}),
        lambda conversation, panes: panes[0].__class__.objects.update(model=new_model()),
    ],
)
def test_whatever_changed_brings_the_panes(look, conversation, panes, change):
    change(conversation, panes)
    assert 'id="panes"' in look().content.decode()


def test_asking_costs_few_queries(look, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert look().status_code == 204


def ask(browser, conversation, words):
    url = reverse("chat:send", args=[conversation.uuid])
    return browser.post(url, {"text": "my question", "nonce": "n2", "seen": words}, headers=HTMX).content.decode()


def test_a_question_from_an_old_page_is_asked_and_the_page_made_new(browser, conversation, panes, words):
    factories.answer(panes[0], text="news")
    page = ask(browser, conversation, words)
    assert "gone on elsewhere" in page
    assert "news" in page
    assert Message.objects.filter(text="my question").count() == 2


def test_a_question_from_a_new_page_brings_its_rows_alone(browser, conversation, words):
    assert 'id="panes"' not in ask(browser, conversation, words)


def test_a_new_row_tells_the_page_what_it_shows_now(browser, conversation, panes, words):
    page = ask(browser, conversation, words)
    panes[0].refresh_from_db()
    assert seen.word(panes[0]) in page


def test_a_page_with_other_panes_is_old(browser, conversation, panes, words):
    remove_pane(panes[1])
    assert "gone on elsewhere" in ask(browser, conversation, words)


def test_a_refused_question_changes_nothing(browser, conversation, panes, words):
    send(conversation, "first", "n1")
    assert "still answering" in ask(browser, conversation, words)
    assert panes[0].generations.get().status == Status.QUEUED
