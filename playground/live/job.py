"""From a claimed row to something that can be run."""

from dataclasses import dataclass
from decimal import Decimal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from playground.catalog import services as catalog
from playground.catalog.models import LanguageModel
from playground.catalog.pricing import cost
from playground.chat.models import Generation, Status
from playground.chat.prompt import prompt_for

from . import store
from .beat import beat
from .problem import problem_row


@dataclass(frozen=True)
class Job:
    """A claimed generation with all that it needs."""

    generation_id: int
    message_id: int
    language_model: LanguageModel
    chat_model: BaseChatModel
    messages: list[BaseMessage]
    limited: bool  # its endpoint runs only so many at a time

    def price(self, usage: dict[str, int | None]) -> Decimal | None:
        """What the tokens cost in USD; None when a price or a count is not known."""
        return cost(self.language_model, usage)


def prepare(generation_id: int, owner: str) -> Job | Status | None:
    """Claims a queued generation and makes it ready to run.

    None: there is nothing to run, because somebody else has it or its endpoint is busy. A status: it could not be
    run and has ended; its row says why.
    """
    generation = store.claim(generation_id, owner)
    if generation is None:
        return None
    try:
        return _job(generation)
    except catalog.CatalogError as error:
        store.finish(generation_id, owner, store.Outcome(Status.FAILED, problem_row(error)))
        return Status.FAILED


def _job(generation: Generation) -> Job:
    if generation.model is None:
        raise catalog.ModelGone
    connection = catalog.resolve(generation.model)
    return Job(
        generation_id=generation.pk,
        message_id=generation.message_id,
        language_model=generation.model,
        chat_model=catalog.build(connection, generation.params, beat=beat),
        messages=prompt_for(generation.pk),
        limited=connection.max_concurrent is not None,
    )
