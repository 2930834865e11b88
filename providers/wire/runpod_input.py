"""What RunPod workers take as input.

Source: https://github.com/runpod-workers/worker-vllm, and the conventions of other handlers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import BaseMessage

from providers.wire.content import parts, plain_text

_SAMPLERS = frozenset(
    {
        "frequency_penalty",
        "max_tokens",
        "min_p",
        "n",
        "presence_penalty",
        "repetition_penalty",
        "seed",
        "stop",
        "temperature",
        "top_k",
        "top_p",
    }
)
_ROLES = {"system": "System", "human": "User", "ai": "Assistant", "tool": "Tool"}
_ENVELOPE = {"model", "messages", "stream", "stream_options"}
_NEEDS_OPENAI = {"tools", "response_format", "logprobs"}


def job_input(
    form: str, messages: Sequence[BaseMessage], body: dict[str, Any], extra: dict[str, Any], *, stream: bool
) -> dict[str, Any]:
    """The `input` of a job.

    form: "openai" wraps the whole request, for workers with OpenAI's routes; "messages" and
        "prompt" send one or the other; "auto" sends both, or wraps what only OpenAI's form holds.
    body: the request in OpenAI's form; extra: fields to send as they are besides.
    """
    if form == "openai" or (form == "auto" and _needs_openai(messages, body)):
        return {"openai_route": "/v1/chat/completions", "openai_input": body}
    sampling = {name: value for name, value in body.items() if name in _SAMPLERS}
    flat = {name: value for name, value in body.items() if name not in _ENVELOPE} | extra
    told = {"sampling_params": sampling} if sampling else {}
    shapes: dict[str, Any] = {"stream": stream}
    if form in ("auto", "messages"):
        shapes["messages"] = body["messages"]
    if form in ("auto", "prompt"):
        shapes["prompt"] = as_prompt(messages)
    return {**flat, **told, **shapes}


def as_prompt(messages: Sequence[BaseMessage]) -> str:
    """A conversation as one text, for handlers that know nothing else."""
    if len(messages) == 1:
        return plain_text(messages[0])
    lines = [f"{_ROLES.get(message.type, message.type)}: {plain_text(message)}" for message in messages]
    return "\n".join([*lines, "Assistant:"])


def _needs_openai(messages: Sequence[BaseMessage], body: dict[str, Any]) -> bool:
    calls = any(message.type == "tool" or getattr(message, "tool_calls", None) for message in messages)
    media = any(part.kind != "text" for message in messages for part in parts(message))
    return calls or media or bool(body.keys() & _NEEDS_OPENAI)
