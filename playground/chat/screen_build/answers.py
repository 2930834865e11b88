"""One answer, one question, one row."""

from itertools import zip_longest

from django.utils.translation import gettext as _

from playground.prepared import Prepared, Slot

from ..models import Generation, Message, Pane, Role
from ..problems import is_cut, problem_of
from ..screen import Answer, Cut, Question, Row, Siblings
from ..tree import Tree
from .heads import Head, heads_of
from .history import History
from .html import reasoning_html, text_html
from .labels import label_of, model_label, reasoning_label, state_of
from .nonce import new_nonce


def rows_of(history: History, pane: Pane) -> list[Row]:
    """What a pane shows, a row for each question."""
    own = history.tree.own(pane.pk, pane.head_id)
    path = list(history.path(pane))
    return [
        Row(
            number=history.tree.nodes[message.pk].turn,
            question=Question(message, pane.pk, siblings(history.tree.siblings(message.pk, own), message.pk)),
            answer=_answer(history, pane, own, after) if after and after.role == Role.ASSISTANT else None,
            why=why_skipped(message, pane),
        )
        for message, after in zip_longest(path, path[1:])
        if message.role == Role.USER
    ]


def why_skipped(question: Message, pane: Pane) -> str:
    """The limit for which a pane was not asked, "" when there was none."""
    return str(question.turn.skipped.get(str(pane.pk), ""))


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
        cut=_cut(message) if is_cut(generation) else None,
        model_label=model_label(generation),
        is_live=generation.is_live,
        can_continue_all=several_panes and bool(message.text),
    )


def _cut(message: Message) -> Cut:
    if message.text:
        return Cut(_("The answer ends here because it reached max tokens."), True, new_nonce())
    return Cut(_("Max tokens were used up before the answer began. Raise them, then answer again."), False, "")


def answer_view(generation_id: int) -> tuple[Answer, list[Head]]:
    """One answer in the pane that it was written in, and the heads of all open panes, in three queries.

    Raises Generation.DoesNotExist.
    """
    generation = GENERATION.first(generation=generation_id)
    if generation is None:
        raise Generation.DoesNotExist
    message = generation.message
    pane_id, heads = generation.pane_id or 0, heads_of(message.conversation_id)
    head = next((head.message_id for head in heads if head.pane_id == pane_id), None)
    tree = Tree.of(SINCE.rows(conversation=message.conversation_id, question=message.parent_id))
    alternatives = siblings(tree.siblings(message.pk, tree.own(pane_id, head)), message.pk)
    return answer_of(message, generation, pane_id, alternatives, len(heads) > 1), heads


GENERATION = Prepared(
    lambda: (
        Generation.objects.select_related("message__conversation", "model")
        .defer("message__blocks", "logprobs")
        .filter(pk=Slot("generation"))
    )
)
# Alternatives, and what stands on them, are younger than their question: of most conversations only the last turn.
SINCE = Prepared(lambda: Message.objects.skeleton(Slot("conversation")).filter(pk__gt=Slot("question")))


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
