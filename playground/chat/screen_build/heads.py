"""What the open panes have reached."""

from typing import NamedTuple

from playground.prepared import Prepared, Slot

from ..models import Generation, Pane


class Head(NamedTuple):
    """A pane and its last answer."""

    pane_id: int
    model_id: int | None  # the pane's present model
    message_id: int | None  # None = the pane is empty
    turn_id: int | None  # None = the pane is empty
    generation: Generation | None  # with what the metric strip shows


def heads_of(conversation_id: int) -> list[Head]:
    """Those of a conversation, in the order of the screen, in one query."""
    return [
        Head(
            pane_id=pane.pk,
            model_id=pane.model_id,
            message_id=pane.head_id,
            turn_id=pane.head.turn_id if pane.head else None,
            generation=getattr(pane.head, "generation", None),
        )
        for pane in PANES.rows(conversation=conversation_id)
    ]


MEASURED = (
    "model",
    "status",
    "finish_reason",
    "ttft_ms",
    "duration_ms",
    "input_tokens",
    "output_tokens",
    "reasoning_tokens",
    "cache_read_tokens",
    "tokens_estimated",
    "cost",
)
PANES = Prepared(
    lambda: (
        Pane.objects.filter(conversation=Slot("conversation"), closed_at=None)
        .select_related("head__generation")
        .only("position", "model", "head__turn", *(f"head__generation__{name}" for name in MEASURED))
    )
)
