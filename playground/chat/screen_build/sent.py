"""The new rows of a submission, from what was just written: no query, and no older row."""

from ..figures import strips
from ..models import Conversation, Generation, Pane
from ..screen import PaneView, Question, Row
from ..tree import Tree
from .answers import answer_of
from .history import History
from .panes import hues_by_pane, pane_view


def sent_views(conversation: Conversation, panes: list[Pane], generations: list[Generation]) -> list[PaneView]:
    """The panes that were asked, each with its new row alone. `panes` are all that are open."""
    history = History(conversation, panes, Tree({}), {each.message_id: each.message for each in generations})
    metrics = strips([(each.pane_id or 0, each) for each in generations])
    hues = hues_by_pane(panes)
    return [
        pane_view(history, pane, [_row(each, pane.pk, len(panes) > 1)], strip, hues[pane.pk])
        for each, strip in zip(generations, metrics, strict=True)
        if (pane := each.pane)
    ]


def _row(generation: Generation, pane_id: int, several_panes: bool) -> Row:
    message, question = generation.message, generation.message.parent
    assert question is not None
    message.conversation = question.conversation
    answer = answer_of(message, generation, pane_id, None, several_panes)
    return Row(question.turn.number, Question(question, pane_id), answer)
