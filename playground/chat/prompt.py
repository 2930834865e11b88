"""What is sent to a model: the system prompt and the path to the question."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast

import orjson
from django.db import connection
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from .models import Generation, Role, Status

# The database walks the path, so that the cost does not grow with the other panes and branches.
PATH = """
WITH RECURSIVE path(id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM chat_message WHERE id = (SELECT parent_id FROM chat_message WHERE id = %s)
    UNION ALL
    SELECT above.id, above.parent_id, path.depth + 1 FROM chat_message above JOIN path ON above.id = path.parent_id
)
SELECT message.role, message.text, message.blocks, generation.status
FROM path
JOIN chat_message message ON message.id = path.id
LEFT JOIN chat_generation generation ON generation.message_id = message.id
ORDER BY path.depth DESC
"""


class Step(NamedTuple):
    """One message of the path; `content` is its text, or its blocks when text alone does not say it."""

    role: str
    content: str | list[dict[str, Any]]


def prompt_for(generation: Generation) -> list[BaseMessage]:
    """The messages that a generation answers.

    Failed and empty answers are left out: an error never enters the history. Questions that then follow each
    other become one, because several providers insist on alternating roles.
    """
    start: list[BaseMessage] = [SystemMessage(generation.system_prompt)] if generation.system_prompt else []
    path = _path(generation.message_id)
    return start + [_message(role, steps) for role, steps in groupby(path, key=attrgetter("role"))]


def _path(answer_id: int) -> Iterable[Step]:
    """From the first message to the question of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(PATH, [answer_id])
        rows = cursor.fetchall()
    for role, text, blocks, status in rows:
        content = _content(text, orjson.loads(blocks))
        if role == Role.USER or (content and status != Status.FAILED):
            yield Step(role, content)


def _content(text: str, blocks: list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    sent = [block for block in blocks if block["type"] != "reasoning" or _is_signed(block)]
    return text if all(block["type"] == "text" for block in sent) else sent


def _is_signed(block: dict[str, Any]) -> bool:
    """Reasoning goes back only to a provider that signed it; others refuse it or pay for it twice."""
    return "signature" in block or "signature" in block.get("extras", {})


def _message(role: str, steps: Iterable[Step]) -> BaseMessage:
    contents = [step.content for step in steps]
    kind = HumanMessage if role == Role.USER else AIMessage
    return kind(cast(Any, contents[0] if len(contents) == 1 else _merged(contents)))


def _merged(contents: list[str | list[dict[str, Any]]]) -> str | list[dict[str, Any]]:
    if all(isinstance(content, str) for content in contents):
        return "\n\n".join(cast(list[str], contents))
    return [
        block
        for content in contents
        for block in ([{"type": "text", "text": content}] if isinstance(content, str) else content)
    ]
