"""One answer, one question, one row."""

from itertools import zip_longest

from django.utils.translation import gettext as _

from playground.prepared import Prepared, Slot

from ..models import Generation, Message, Pane, Role
from ..problems import is_cut, is_empty, problem_of
from ..screen import Answer, Question, Remark, Row, Siblings
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
    several = len(history.panes) > 1
    return answer_of(message, message.generation, (pane.pk, pane.model_id), alternatives, several)


def answer_of(
    message: Message,
    generation: Generation,
    pane: tuple[int, int | None],
    alternatives: Siblings | None,
    several_panes: bool,
) -> Answer:
    """An answer as it stands in a pane, which is given by its id and the id of its present model."""
    pane_id, model_id = pane
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
        remark=_remark(generation, message),
        model_label=model_label(generation),
        is_others=generation.model_id != model_id,
        is_live=generation.is_live,
        can_continue_all=several_panes and bool(message.text),
    )


def _remark(generation: Generation, message: Message) -> Remark | None:
    if is_cut(generation) and message.text:
        return Remark(_("The answer ends here because it reached max tokens."), True, new_nonce())
    if is_cut(generation):
        return Remark(_("Max tokens were used up before the answer began. Raise them, then answer again."), True)
    if is_empty(generation, message):
        return Remark(_("The model ended its answer without writing anything. Answer again, or choose another model."))
    return None


def answer_view(generation_id: int) -> tuple[Answer, list[Head]]:
    """One answer in the pane that it was written in, and the heads of all open panes, in three queries.

    Raises Generation.DoesNotExist.
    """
    generation = GENERATION.first(generation=generation_id)
    if generation is None:
        raise Generation.DoesNotExist
    message = generation.message
    pane_id, heads = generation.pane_id or 0, heads_of(message.conversation_id)
    head, model_id = next(
        ((head.message_id, head.model_id) for head in heads if head.pane_id == pane_id), (None, generation.model_id)
    )
    tree = Tree.of(SINCE.rows(conversation=message.conversation_id, question=message.parent_id))
    alternatives = siblings(tree.siblings(message.pk, tree.own(pane_id, head)), message.pk)
    return answer_of(message, generation, (pane_id, model_id), alternatives, len(heads) > 1), heads


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
