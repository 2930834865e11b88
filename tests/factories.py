"""Makes rows for tests. Each function fills what a test leaves out."""

from itertools import count
from typing import Any

from playground.accounts.models import User
from playground.catalog.models import Endpoint, LanguageModel
from playground.chat.models import Conversation, Pane

PASSWORD = "correct horse battery"
_numbers = count(1)


def user(name: str = "", **fields: Any) -> User:
    """A user who signs in with PASSWORD."""
    return User.objects.create_user(name or f"user{next(_numbers)}", password=PASSWORD, **fields)


def endpoint(**fields: Any) -> Endpoint:
    """A local OpenAI-compatible server on which nobody listens."""
    defaults = {"provider": "openai", "base_url": "http://127.0.0.1:9/v1", "private_network": True}
    return Endpoint.objects.create(**{"name": f"Endpoint {next(_numbers)}", **defaults, **fields})


def model(at: Endpoint | None = None, **fields: Any) -> LanguageModel:
    """A model of the endpoint; without one, of a new endpoint."""
    return LanguageModel.objects.create(
        endpoint=at or endpoint(), **{"name": f"model-{next(_numbers)}", "label": "Small model", **fields}
    )


def conversation(owner: User, *models: LanguageModel, **fields: Any) -> Conversation:
    """A listed conversation without turns, and one open pane for each model."""
    made = Conversation.objects.create(owner=owner, **{"is_draft": False, "title": "Tea", **fields})
    Pane.objects.bulk_create(
        Pane(conversation=made, position=position, model=model) for position, model in enumerate(models)
    )
    return made
