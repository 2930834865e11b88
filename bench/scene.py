"""Puts people with conversations into Parley's database, which is quicker than clicking.

Runs in a process of its own: `python -m bench.scene '{"upstream": 8001, "people": 3, "models": ["max-x400"]}'` prints
one JSON list of people. Each has a session and an untouched draft with one pane for each model; with `turns`, a
conversation of so many turns instead.
"""

import json
import os
import sys
import uuid
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from playground.accounts.models import User  # noqa: E402
from playground.catalog.models import Endpoint, LanguageModel  # noqa: E402
from playground.chat.models import Conversation, Generation, Message, Pane, Role, Status, Turn  # noqa: E402
from playground.markdown import RENDERER_VERSION, render  # noqa: E402

from .corpus import markdown  # noqa: E402

TOKENS = 80  # of each answer in a conversation that is there already
CSRF_LETTERS = 32


def language_models(port: int, names: list[str]) -> list[LanguageModel]:
    """Models of the fake provider that listens on a port."""
    values = {"provider": "openai", "base_url": f"http://127.0.0.1:{port}/v1", "private_network": True}
    endpoint, _ = Endpoint.objects.get_or_create(name=f"Fake provider {port}", defaults=values)
    return [LanguageModel.objects.get_or_create(endpoint=endpoint, name=name)[0] for name in names]


@transaction.atomic
def people(upstream: int, people: int, models: list[str], turns: int = 0) -> list[dict[str, str]]:
    """Makes them."""
    found = language_models(upstream, models)
    return [person(found, turns) for _ in range(people)]


def person(models: list[LanguageModel], turns: int) -> dict[str, str]:
    """One user with one conversation: what a client needs to know."""
    user = User.objects.create(username=f"bench-{uuid.uuid4().hex}")
    conversation = Conversation.objects.create(owner=user, is_draft=not turns, title="Sorting" if turns else "")
    for position, model in enumerate(models):
        pane = Pane.objects.create(conversation=conversation, position=position, model=model)
        if turns:
            fill(pane, turns)
    session, csrf = sign_in(user)
    return {"session": session, "csrf": csrf, "conversation": str(conversation.uuid)}


def sign_in(user: User) -> tuple[str, str]:
    """A session's key, and the token that its forms carry."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["_csrftoken"] = get_random_string(CSRF_LETTERS)
    session.create()
    return str(session.session_key), str(session["_csrftoken"])


def fill(pane: Pane, turns: int) -> None:
    """Turns that are over."""
    text = "".join(markdown(TOKENS))
    html = render(text)
    for number in range(1, turns + 1):
        turn, _ = Turn.objects.get_or_create(conversation=pane.conversation, number=number, nonce=str(number))
        place: dict[str, Any] = {"conversation": pane.conversation, "turn": turn}
        question = Message.objects.create(
            parent=pane.head, role=Role.USER, text="And then?", blocks=blocks("And then?"), **place
        )
        pane.head = Message.objects.create(
            parent=question,
            role=Role.ASSISTANT,
            text=text,
            blocks=blocks(text),
            html=html,
            html_version=RENDERER_VERSION,
            **place,
        )
        answered(pane)
    pane.save()


def answered(pane: Pane) -> None:
    """The generation that wrote the pane's head."""
    Generation.objects.create(
        message=pane.head,
        pane=pane,
        model=pane.model,
        user_id=pane.conversation.owner_id,
        provider="openai",
        endpoint_name="Fake provider",
        model_name=pane.model.name,
        status=Status.COMPLETED,
        ttft_ms=300,
        duration_ms=2000,
        input_tokens=100,
        output_tokens=TOKENS,
    )


def blocks(text: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": text}]


if __name__ == "__main__":
    print(json.dumps(people(**json.loads(sys.argv[1]))))
