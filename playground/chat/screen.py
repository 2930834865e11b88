"""What the compare screen shows: plain values that templates print without deciding anything."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

from playground.chat.models import Conversation, Generation, Message, Pane


@dataclass(frozen=True)
class Figure:
    """One number of the metric strip, ready to print: `–` when not known."""

    label: str | Promise
    text: str
    title: str = ""  # the exact value, or why it is not known
    best: bool = False  # the best of its row
    estimated: bool = False


@dataclass(frozen=True)
class Metrics:
    """The strip below a pane, of the pane's last answer."""

    pane_id: int
    figures: list[Figure]  # always the same six, in the same order
    live: bool = False


@dataclass(frozen=True)
class Siblings:
    """Where a message stands among its alternatives. `previous` and `next` are message ids, or None at an end."""

    position: int
    count: int
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class Problem:
    """Why an answer failed, in plain words."""

    title: str  # what happened
    text: str  # was anything lost, and what to do
    detail: str = ""  # what the provider said, redacted


@dataclass(frozen=True)
class Remark:
    """What is to be said about a completed answer: that max tokens ended it, or that nothing was written."""

    text: str
    is_cut: bool = False  # by the pane's max tokens, which can be raised
    nonce: str = ""  # of the submission that asks for more; "" where there is no text to go on from


@dataclass(frozen=True)
class Answer:
    """One assistant message with its generation."""

    generation: Generation
    message: Message
    pane_id: int
    state: str  # queued, streaming, done, stopped, failed, interrupted
    state_label: str
    html: str = ""  # sanitised
    reasoning_html: str = ""  # sanitised
    reasoning_label: str = ""  # "Thought for 2.1 s"
    siblings: Siblings | None = None  # None: it has no alternatives
    problem: Problem | None = None
    remark: Remark | None = None
    model_label: str = ""
    is_others: bool = False  # not the pane's present model wrote it
    is_live: bool = False  # queued or running: the partial asks to be followed
    can_continue_all: bool = False  # more than one pane: offer "continue everyone from this answer"


@dataclass(frozen=True)
class Question:
    """One user message."""

    message: Message
    pane_id: int
    siblings: Siblings | None = None


@dataclass(frozen=True)
class Row:
    """What a pane shows of one turn."""

    number: int
    question: Question
    answer: Answer | None
    why: str = ""  # the limit for which the pane was not asked; "" without an answer: it had no model


@dataclass(frozen=True)
class PaneView:
    """One column."""

    pane: Pane
    hue: int  # 1 to 8: its colour
    name: str  # the model's label, or what to do when there is none
    endpoint_name: str
    note: str  # the endpoint's note, e.g. that it is a demo
    has_model: bool
    why_not: str  # why its model cannot answer; "" when it can, and when there is none
    state: str  # empty, queued, streaming, done, stopped, failed, interrupted
    state_label: str
    chips: list[str]  # params that differ from the other panes', and "System prompt"
    settings: list[str]  # all that is set
    seen: str  # what a page shows with it, see `seen.py`
    rows: list[Row]
    metrics: Metrics
    is_live: bool = False
    is_only: bool = False  # the last open pane cannot be removed

    @property
    def letter(self) -> str:
        """Tells it from panes with the same model: A to H, as lasting as its colour."""
        return "ABCDEFGH"[self.hue - 1]


@dataclass(frozen=True)
class Snippet:
    """Where a search found something in a message."""

    before: str
    found: str
    after: str


@dataclass(frozen=True)
class SidebarGroup:
    """Conversations of one stretch of time."""

    label: str
    conversations: list[Conversation]


@dataclass(frozen=True)
class Screen:
    """The whole page."""

    conversation: Conversation
    title: str
    panes: list[PaneView]
    sidebar: list[SidebarGroup]
    is_live: bool  # any pane is answering
    can_add_pane: bool
    nonce: str  # of the composer's next submission
    examples: list[str] = field(default_factory=list)  # questions to start with; empty after the first turn
    no_models: bool = False  # a new one without anything to choose: say what to do
