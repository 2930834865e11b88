"""Answers that count: `count 30 0.02` is `w1 w2 … w30`, with so many seconds between two words.

`count 30 held` and `count 30 0.02 held` say the second half when the test sets the server's `rest`: what has to be seen
unfinished is unfinished for as long as the test looks, on any machine.
"""

import re

from tests.upstream import openai
from tests.upstream.server import Answer, Held, Step

COUNT = re.compile(r"count (\d+)(?: ([\d.]+))?( held)?$")


def counting(question: str) -> Answer | None:
    """The answer to such a question; None to another one."""
    if not (asked := COUNT.search(question)):
        return None
    count, pause = int(asked[1]), float(asked[2] or 0)
    steps: list[Step] = []
    for number in range(1, count + 1):
        steps += [openai.chunk({"content": f"w{number} "}), pause]
        if asked[3] and number == count // 2:
            steps.append(Held())
    return Answer.of_events([*steps, *openai.end()])
