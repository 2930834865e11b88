"""From a claimed row to something that can be run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from langchain_core.messages import BaseMessage

from playground.catalog import services as catalog
from playground.chat.models import Generation
from playground.chat.prompt import prompt_for
from providers import ProviderError

from .beat import beat

if TYPE_CHECKING:
    from providers.settings import ModelSettings


@cache
def load_chat_models() -> None:
    """Loads what chat models are made of: 18 MB, and a quarter of a second that the first answer would wait for."""
    import_module("providers.base")


@dataclass(frozen=True)
class Job:
    """What is sent, and to whom."""

    chat_model: "ModelSettings"
    messages: list[BaseMessage]


def job_of(generation: Generation, on_wait: Callable[[float, ProviderError], None]) -> Job:
    """What a claimed generation asks; `on_wait` hears of it when the provider has to be asked again.

    Raises:
        CatalogError: its model cannot be called, or no longer with the key that it was admitted for.
        ProviderError: its provider cannot do what is asked.
    """
    if generation.model is None:
        raise catalog.ModelGone
    connection = catalog.resolve(generation.model, generation.user_id)
    if generation.own_key and not connection.own_key:
        raise catalog.OwnKeyGone
    if connection.own_key:
        generation.own_key = True
        generation.save(update_fields=["own_key"])
    return Job(
        catalog.build(connection, generation.params, beat=beat.reading(generation.user_id), on_wait=on_wait),
        prompt_for(generation),
    )
