"""What the models say, and what the questions for it look like."""

import re
from collections import Counter

from tests.upstream import Answer, Hang, Held, Request, openai
from tests.upstream.counting import counting
from tests.upstream.server import Step

MARKDOWN = """A **token bucket** holds at most $C$ tokens.

## A small implementation

```python
def take(self, n=1):
    return self.tokens >= n  # a comment that is long enough to need a scroll bar in a narrow pane, and then some
```

| Algorithm | Burst |
|---|---|
| Fixed window | 2 × at the edge |
| Token bucket | `capacity` |

- [x] Bursts pass at once.
- [ ] The rate never exceeds the limit.

> Use a *monotonic* clock.
"""
GROWING: dict[str, list[str | Held]] = {
    "list": [
        "- One **bo",
        "ld** word\n- Two words",
        Held(),
        " and mo",
        "re\n",
        "  - In",
        "ner\n- **Thr",
        "ee** wo",
        "rds",
    ],
    "table": ["| a | b |\n|---|---|\n", "| one | two |\n", Held(), "| thr", "ee | **fo", "ur** |\n| fi", "ve | six"],
}
THOUGHT: list[Step] = [openai.chunk({"reasoning_content": "Hm, "}), openai.chunk({"reasoning_content": "so."})]
LONG_THOUGHT: list[Step] = [openai.chunk({"reasoning_content": "Hm, and then?\n" * 60}), Held()]


class Models:
    """Counts, and understands `say nothing` (of `beta`), `think first`, `think at length` (held before the answer),
    `show markdown` (also after `think first`, and `held` before the last block), `show a list` or `table` (held in the
    middle, and without an end), `cut short`, and (of `beta`) `fail once` and `late`.
    """

    def __init__(self) -> None:
        self.failures: Counter[str] = Counter()

    def __call__(self, request: Request) -> Answer:
        question, model = request.json["messages"][-1]["content"], request.json["model"]
        if counted := counting(question):
            return counted
        if "fail once" in question and model == "beta" and not self.failures[question]:
            self.failures[question] += 1
            return Answer.of_json({"error": {"message": "quota exceeded"}}, 403)
        if "cut short" in question:
            return Answer.of_events([*openai.text(f"{model} says"), *openai.end("length")])
        if "say nothing" in question:
            return Answer.of_events([*openai.text(f"{model} speaks" if model == "alpha" else ""), *openai.end()])
        if "think at length" in question:
            return Answer.of_events([*LONG_THOUGHT, *openai.text("Thought about it."), *openai.end()])
        if "show markdown" in question:
            return markdown(THOUGHT if "think first" in question else [], [Held()] if "held" in question else [])
        if grows := re.search("show a (list|table)", question):
            return Answer.of_events([step for piece in GROWING[grows[1]] for step in spaced(piece)] + [Hang()])
        if "think first" in question:
            return Answer.of_events([*THOUGHT, *openai.text("Thought about it."), *openai.end()])
        answer = openai.stream(f"{model} says: ", question)
        answer.silent = 0.5 if "late" in question and model == "beta" else 0
        return answer


def markdown(thought: list[Step], held: list[Step]) -> Answer:
    """`MARKDOWN`, a few letters at a time."""
    *blocks, last = re.split("(?=^>)", MARKDOWN, flags=re.M)
    first = openai.text(*re.findall(r".{1,12}", "".join(blocks), re.S))
    return Answer.of_events([*thought, *first, *held, *openai.text(last), *openai.end()])


def spaced(piece: str | Held) -> list[Step]:
    """A piece of text that is shown before the next one comes."""
    return [piece] if isinstance(piece, Held) else [*openai.text(piece), 0.15]
