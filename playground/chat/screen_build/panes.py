"""Columns."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playground import numbers

from .. import seen, wording
from ..figures import strips
from ..models import MAX_PANES, Pane
from ..screen import Metrics, PaneView, Row
from .answers import rows_of
from .history import History
from .labels import endpoint_words, label_of, state_of

PARAMS = {
    "temperature": gettext_lazy("Temperature"),
    "max_tokens": gettext_lazy("Max tokens"),
    "top_p": gettext_lazy("Top p"),
    "stop": gettext_lazy("Stop"),
    "seed": gettext_lazy("Seed"),
}


def pane_views(history: History, shown: list[Pane]) -> list[PaneView]:
    """The given panes of a conversation, as columns."""
    metrics, hues = metrics_by_pane(history), hues_by_pane(history.panes)
    return [pane_view(history, pane, rows_of(history, pane), metrics[pane.pk], hues[pane.pk]) for pane in shown]


def pane_view(history: History, pane: Pane, rows: list[Row], metrics: Metrics, hue: int) -> PaneView:
    generation = history.last(pane)
    state = state_of(generation)
    name, note = endpoint_words(pane.model.endpoint) if pane.model else ("", "")
    return PaneView(
        pane=pane,
        hue=hue,
        name=str(pane.model) if pane.model else _("Choose a model"),
        endpoint_name=name,
        note=note,
        has_model=pane.can_answer,
        why_not=wording.why_not(pane),
        state=state,
        state_label=label_of("waiting" if state == "streaming" and not _has_begun(history, pane) else state),
        chips=chips(pane, history.panes),
        settings=chips(pane, [pane]),
        seen=seen.word(pane),
        rows=rows,
        metrics=metrics,
        is_live=generation is not None and generation.is_live,
        is_only=len(history.panes) == 1,
    )


def _has_begun(history: History, pane: Pane) -> bool:
    """Whether anything of the last answer has been saved."""
    message = history.messages[pane.head_id] if pane.head_id else None
    return message is not None and bool(message.text or message.reasoning)


def metrics_by_pane(history: History) -> dict[int, Metrics]:
    """Every pane's strip; those whose last answers belong to one turn are compared."""
    turns = defaultdict(list)
    for pane in history.panes:
        turns[history.turn(pane)].append((pane.pk, pane.model_id, history.last(pane)))
    return {metrics.pane_id: metrics for row in turns.values() for metrics in strips(row)}


def hues_by_pane(panes: list[Pane]) -> dict[int, int]:
    """A colour from 1 to 8 for each pane. It stays when others come and go, and no two have the same."""
    hues: dict[int, int] = {}
    for pane in panes:
        wanted = [(pane.position + step) % MAX_PANES + 1 for step in range(MAX_PANES)]
        hues[pane.pk] = next(hue for hue in wanted if hue not in hues.values())
    return hues


def chips(pane: Pane, panes: list[Pane]) -> list[str]:
    """What sets a pane apart: its system prompt, and params that the other panes do not have in the same way."""
    others = [other for other in panes if other.pk != pane.pk]
    apart = [
        f"{label} {_value(pane.params[name])}"
        for name, label in PARAMS.items()
        if name in pane.params and (not others or any(other.params.get(name) != pane.params[name] for other in others))
    ]
    return [_("System prompt"), *apart] if pane.system_prompt else apart


def _value(value: float | str | list[str]) -> str:
    return ", ".join(value) if isinstance(value, list) else numbers.plain(value)
