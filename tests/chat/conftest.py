"""What tests of conversations may ask for."""

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.catalog.models import LanguageModel
from playground.chat.models import Conversation, Pane
from playground.chat.signals import generation_queued, stop_requested

from . import factories


@pytest.fixture
def conversation(alice: User, model: LanguageModel) -> Conversation:
    """Alice's, with two panes and no turn."""
    return factories.conversation(alice, model, model)


@pytest.fixture
def panes(conversation: Conversation) -> list[Pane]:
    return list(conversation.panes.all())


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    """Alice's, signed in."""
    client.force_login(alice)
    return client


@pytest.fixture
def queued() -> list[int]:
    """The generations announced so far."""
    yield from _listen(generation_queued)


@pytest.fixture
def stopped() -> list[int]:
    """The generations that were asked to stop so far."""
    yield from _listen(stop_requested)


def _listen(signal):
    heard: list[int] = []

    def hear(generation_id, **kwargs):
        heard.append(generation_id)

    signal.connect(hear)
    yield heard
    signal.disconnect(hear)
