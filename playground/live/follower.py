"""One viewer's view of one generation: events in, fragments of HTML out."""

import time
from math import ceil

from django.template.loader import get_template

from playground.chat.problems import waiting_sentence
from playground.markdown import More, StreamRenderer
from playground.mould import HOLE, Mould

from .events import END, START, TEXT, WAIT, Event, decode
from .log import Tail
from .renderers import RENDERERS
from .strip import live_strip
from .transcript import estimated_tokens

METRICS_INTERVAL = 1.0  # seconds


class Follower:
    """Renders what arrives. The first fragment replaces what the page shows, later ones add to it."""

    def __init__(self, generation_id: int, pane_id: int | None, tail: Tail) -> None:
        self.generation_id = generation_id
        self.pane_id = pane_id
        self.tail = tail
        self._key = str(generation_id)  # templates format numbers, which takes longer
        self._renderer = RENDERERS[generation_id] = StreamRenderer()
        self._reasoning: list[str] = []
        self._is_first = True
        self._is_writing = False  # the answer itself has begun
        self._has_box = False  # the page shows the box for reasoning
        self._is_named = False  # and the box says that it is about what came before the answer
        self._ttft_ms: int | None = None
        self._tokens = 0.0
        self._began = time.monotonic()  # when the request was sent, as far as it is known
        self._metrics_due = self._began + METRICS_INTERVAL  # or when the first token has come
        self._again: tuple[str, float] | None = None  # the provider is asked again: why, and when
        self._told = -1  # seconds until then that the page shows

    @property
    def ended(self) -> bool:
        return self.tail.ended

    @property
    def is_waiting(self) -> bool:
        """Nothing of the answer has come yet."""
        return self._ttft_ms is None

    @property
    def is_urgent(self) -> bool:
        """What comes next is not to wait for the beat: the first of the answer, or its end."""
        return self.is_waiting or self.tail.is_over

    @property
    def is_behind(self) -> bool:
        """Text has come that is not on the page yet, because rendering it took too long."""
        return self._renderer.is_behind

    @property
    def shown(self) -> str:
        """HTML of the answer's text that stands on the page and does not change any more."""
        return self._renderer.settled.html

    def advance(self) -> str:
        """The fragments of everything since the last call; empty when nothing changed."""
        shows_waiting = self.is_waiting and not self._is_first
        events = [decode(line) for line in self.tail.take()]
        for event in events:
            self._add(event)
        if self.ended:
            return self._last_thought()
        fragment = self._delta() if events or self.is_behind else ""
        if shows_waiting and not self.is_waiting:
            fragment += BEGUN.render({"id": self._key, "pane_id": self.pane_id})
        return fragment + self._heading() + self._patience() + self._metrics()

    def _add(self, event: Event) -> None:
        now = time.monotonic()
        if event.kind == START:
            self._began = now - max(0.0, time.time() - float(event.text))
        self._began = min(self._began, now - event.ms / 1000)
        if event.kind in {START, END}:
            return
        if event.kind == WAIT:
            kind, moment = event.text.split()
            self._again = kind, float(moment)
            return
        if self._ttft_ms is None:
            self._ttft_ms, self._metrics_due = event.ms, 0.0
        self._tokens += estimated_tokens(event.text)
        if event.kind == TEXT:
            self._is_writing = True
            self._renderer.feed(event.text)
        else:
            self._reasoning.append(event.text)

    def _delta(self) -> str:
        update = self._renderer.flush()
        reasoning, self._reasoning = "".join(self._reasoning), []
        first, self._is_first = self._is_first, False
        if not (first or reasoning):
            parts = ((DONE, update.done or None), (OPEN, update.open))
            fragments = [mould.fill((self._key, html)) for mould, html in parts if html is not None]
            if more := update.more:
                fragments.append(MORE[more.replaces, more.parent].fill((self._key, LAST_CHILD * more.depth, more.html)))
            return "".join(fragments)
        context = {
            "id": self._key,
            "pane_id": self.pane_id,
            "waiting": self.is_waiting,
            "done": update.done,
            "open": update.open,
            "more": update.more,
            "place": LAST_CHILD * update.more.depth if update.more else "",
            "reasoning": reasoning,
            "has_box": self._has_box,
            "writing": self._is_writing,
        }
        if reasoning and not self._has_box:
            self._has_box, self._is_named = True, self._is_writing
        return (SNAPSHOT if first else DELTA).render(context)

    def _heading(self) -> str:
        """The new name of the box for reasoning, when the answer itself begins."""
        if self._is_named or not (self._has_box and self._is_writing):
            return ""
        self._is_named = True
        return HEADING.render({"id": self._key, "writing": True, "oob": True})

    def _last_thought(self) -> str:
        """The rest of the reasoning: the end of an answer brings all else, but not to who is reading it."""
        if not self._has_box:
            return ""
        reasoning, self._reasoning = "".join(self._reasoning), []
        more = DELTA.render({"id": self._key, "reasoning": reasoning, "has_box": True}) if reasoning else ""
        return more + self._heading()

    def _patience(self) -> str:
        """How long it is until the provider is asked again, whenever that has changed."""
        if self._again is None or not self.is_waiting or self._is_first:
            return ""
        seconds = max(0, ceil(self._again[1] - time.time()))
        if seconds == self._told:
            return ""
        self._told = seconds
        return WAITING.render({"id": self._key, "sentence": waiting_sentence(self._again[0], seconds)})

    def _metrics(self) -> str:
        now = time.monotonic()
        if self.pane_id is None or now < self._metrics_due or self._is_first:
            return ""
        self._metrics_due = now + METRICS_INTERVAL
        elapsed_ms = round((now - self._began) * 1000)
        return live_strip(self.pane_id, self._ttft_ms, elapsed_ms, round(self._tokens))


SNAPSHOT = get_template("live/snapshot.html")
DELTA = get_template("live/delta.html")
LAST_CHILD = " > :last-child"
DONE, OPEN = (Mould(DELTA.render({"id": HOLE, part: HOLE})) for part in ("done", "open"))
MORE = {
    kind: Mould(DELTA.render({"id": HOLE, "place": HOLE, "more": More(HOLE, 0, *kind)}))
    for kind in ((False, "div"), (True, "div"), (True, "table"))
}
HEADING = get_template("live/_thinking.html")
WAITING = get_template("live/waiting.html")
BEGUN = get_template("live/_streaming.html")
