"""Somebody who may ask, and what they have used."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from playground.accounts.models import User
from playground.chat.models import Conversation, Status
from playground.chat.services import turns
from playground.limits.models import Limit
from playground.usage.models import ModelDay, UserDay
from tests import factories


@pytest.fixture
def lab(db: None) -> Group:
    return Group.objects.create(name="Lab")


@pytest.fixture
def conversation(alice: User, model) -> Conversation:
    """Alice's, with one pane."""
    return factories.conversation(alice, model)


@pytest.fixture
def ask() -> Callable[..., int]:
    """Asks once in a conversation, whose answers end at once, unless they should go on; how many were asked."""
    asked = 0

    def ask(conversation: Conversation, goes_on: bool = False) -> int:
        nonlocal asked
        asked += 1
        sent = turns.send(conversation, "Why?", f"nonce-{asked}")
        if not goes_on:
            for generation in sent.generations:
                type(generation).objects.filter(pk=generation.pk).update(status=Status.COMPLETED)
        return len(sent.generations)

    return ask


def limit(**fields: Any) -> Limit:
    """A row; without a subject, for everybody."""
    subject = next((name for name in ("user", "group", "endpoint") if name in fields), "everybody")
    return Limit.objects.create(**{"kind": "each" if subject == "group" else subject, **fields})


def used(user: User, endpoint=None, **fields: Any) -> None:
    """What the ledger has of a user, today."""
    place = {"endpoint_id": endpoint.pk if endpoint else 0, "model_id": 1}
    sums = {"day": timezone.localdate(), "own_key": False, "generations": 1, **fields}
    UserDay.objects.create(user_id=user.pk, **sums)
    ModelDay.objects.create(**place, **sums)
