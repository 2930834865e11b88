"""One answer, one question, one row."""

from itertools import zip_longest

from django.db.models import Q

from ..models import Generation, Message, Pane, Role
from ..problems import problem_of
from ..screen import Answer, Question, Row, Siblings
from .history import History
from .html import reasoning_html, text_html
from .labels import label_of, model_label, reasoning_label, state_of


def rows_of(history: History, pane: Pane) -> list[Row]:
    """What a pane shows, a row for each question."""
    own = history.tree.own(pane.pk, pane.head_id)
    path = list(history.path(pane))
    return [
        Row(
            number=history.tree.nodes[message.pk].turn,
            question=Question(message, pane.pk, siblings(history.tree.siblings(message.pk, own), message.pk)),
            answer=_answer(history, pane, own, after) if after and after.role == Role.ASSISTANT else None,
        )
        for message, after in zip_longest(path, path[1:])
        if message.role == Role.USER
    ]


def _answer(history: History, pane: Pane, own: set[int], message: Message) -> Answer:
    alternatives = siblings(history.tree.siblings(message.pk, own), message.pk)
    return answer_of(message, message.generation, pane.pk, alternatives, len(history.panes) > 1)


def answer_of(
    message: Message, generation: Generation, pane_id: int, alternatives: Siblings | None, several_panes: bool
) -> Answer:
    """An answer as it stands in a pane."""
    state = state_of(generation)
    return Answer(
        generation=generation,
        message=message,
        pane_id=pane_id,
        state=state,
        state_label=label_of(state),
        html=text_html(message, generation),
        reasoning_html=reasoning_html(message),
        reasoning_label=reasoning_label(generation),
        siblings=alternatives,
        problem=problem_of(generation, message),
        model_label=model_label(generation),
        is_live=generation.is_live,
        can_continue_all=several_panes and bool(message.text),
    )


def answer_view(generation_id: int) -> Answer:
    """One answer in the pane that it was written in, in three queries. Raises Generation.DoesNotExist."""
    related = Generation.objects.select_related("message__conversation", "model")
    generation = related.defer("message__blocks", "logprobs").get(pk=generation_id)
    message = generation.message
    beside = Message.objects.filter(Q(generation__pane=generation.pane_id) | Q(pk=message.pk), parent=message.parent_id)
    alternatives = siblings(list(beside.order_by("pk").values_list("pk", flat=True)), message.pk)
    several = message.conversation.panes.filter(closed_at=None).count() > 1
    return answer_of(message, generation, generation.pane_id or 0, alternatives, several)


def siblings(alternatives: list[int], message_id: int) -> Siblings | None:
    """Where a message stands among its alternatives, itself included; None when it has none."""
    if len(alternatives) < 2:
        return None
    at = alternatives.index(message_id)
    return Siblings(
        position=at + 1,
        count=len(alternatives),
        previous=alternatives[at - 1] if at else None,
        next=alternatives[at + 1] if at + 1 < len(alternatives) else None,
    )
