"""From a claimed row to something that can be run."""

from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from playground.catalog import services as catalog
from playground.chat.models import Generation
from playground.chat.prompt import prompt_for

from .beat import beat


@dataclass(frozen=True)
class Job:
    """What is sent, and to whom."""

    chat_model: BaseChatModel
    messages: list[BaseMessage]


def job_of(generation: Generation) -> Job:
    """What a claimed generation asks.

    Raises:
        CatalogError: its model cannot be called.
        ProviderError: its provider cannot do what is asked.
    """
    if generation.model is None:
        raise catalog.ModelGone
    connection = catalog.resolve(generation.model)
    return Job(catalog.build(connection, generation.params, beat=beat), prompt_for(generation.pk))
