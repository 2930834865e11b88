"""However long a conversation is, its pages cost the same few queries. (Two are for session and user.)"""

import pytest
from django.urls import reverse

from playground.chat.models import Message, Status
from playground.chat.screen_build import finished_context
from playground.markdown import RENDERER_VERSION

from . import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def long(browser, alice, model):
    """200 messages in four panes, open in the browser."""
    made = factories.conversation(alice, model, model, model, model)
    for pane in made.panes.all():
        for _ in range(25):
            factories.answer(pane)
    Message.objects.update(html="<p>Because.</p>", html_version=RENDERER_VERSION)
    browser.get(reverse("chat:conversation", args=[made.uuid]))
    return made


def test_the_page(browser, long, django_assert_num_queries):
    with django_assert_num_queries(7):
        assert browser.get(reverse("chat:conversation", args=[long.uuid])).status_code == 200


def test_one_pane(browser, long, django_assert_num_queries):
    url = reverse("chat:pane", args=[long.panes.first().pk])
    with django_assert_num_queries(6):
        assert browser.get(url, headers=HTMX).status_code == 200


def test_the_list_of_conversations(browser, alice, long, model, django_assert_num_queries):
    for _ in range(20):
        factories.conversation(alice, model)
    with django_assert_num_queries(3):
        assert browser.get(reverse("chat:conversations"), headers=HTMX).status_code == 200


def test_the_model_picker(browser, long, django_assert_num_queries):
    url = reverse("chat:models", args=[long.panes.first().pk])
    with django_assert_num_queries(5):
        assert browser.get(url, headers=HTMX).status_code == 200


def test_the_end_of_an_answer(long, django_assert_num_queries):
    generation = long.panes.first().generations.last()
    with django_assert_num_queries(3):
        finished_context(generation.pk)


def test_a_question_costs_the_same_after_many(browser, long, django_assert_num_queries):
    long.panes.exclude(position=0).update(closed_at="2026-01-01T00:00Z")
    with django_assert_num_queries(16):
        sent = browser.post(reverse("chat:send", args=[long.uuid]), {"text": "And?", "nonce": "n1"}, headers=HTMX)
    assert sent.status_code == 200
    assert long.panes.first().generations.last().status == Status.QUEUED
