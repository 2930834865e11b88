"""The new rows of a submission, from what was just written: no query, and no older row."""

from ..figures import strips
from ..models import Conversation, Generation, Pane
from ..screen import PaneView, Question, Row
from ..tree import Tree
from .answers import answer_of, why_skipped
from .history import History
from .panes import hues_by_pane, pane_view


def sent_views(
    conversation: Conversation, panes: list[Pane], generations: list[Generation], skipped: list[Pane]
) -> list[PaneView]:
    """The panes that got the question, each with its new row alone. `panes` are all that are open."""
    messages = [*(each.message for each in generations), *(pane.head for pane in skipped if pane.head)]
    history = History(conversation, panes, Tree({}), {message.pk: message for message in messages})
    rows = {each.pane_id: _row(each, len(panes) > 1) for each in generations}
    rows |= {pane.pk: _unasked(pane) for pane in skipped}
    heads = [(each.pane_id or 0, each.model_id, each) for each in generations]
    metrics = strips(heads) + strips([(pane.pk, None, None) for pane in skipped])
    hues, shown = hues_by_pane(panes), {strip.pane_id: strip for strip in metrics}
    return [
        pane_view(history, pane, [rows[pane.pk]], shown[pane.pk], hues[pane.pk]) for pane in panes if pane.pk in rows
    ]


def _unasked(pane: Pane) -> Row:
    question = pane.head
    assert question is not None
    return Row(question.turn.number, Question(question, pane.pk), None, why_skipped(question, pane))


def _row(generation: Generation, several_panes: bool) -> Row:
    message, question = generation.message, generation.message.parent
    assert question is not None
    message.conversation = question.conversation
    pane_id = generation.pane_id or 0
    answer = answer_of(message, generation, (pane_id, generation.model_id), None, several_panes)
    return Row(question.turn.number, Question(question, pane_id), answer)
