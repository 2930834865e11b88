"""Tools and the choice among them in Anthropic's form.

Source: https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview
"""

from __future__ import annotations

from typing import Any

from providers.wire.tools import ToolLike, described, wire_tool_choice


def anthropic_tool(tool: ToolLike, strict: bool | None) -> dict[str, Any]:
    """A tool in Anthropic's form; one that has it already, or runs at Anthropic, as it is."""
    if isinstance(tool, dict) and (
        "input_schema" in tool or ("function" not in tool and "type" in tool and "name" in tool)
    ):
        return tool
    function = described(tool, strict)["function"]
    known = {
        "name": function["name"],
        "description": function.get("description"),
        "input_schema": function.get("parameters") or {"type": "object", "properties": {}},
        "strict": function.get("strict"),
    }
    return {name: value for name, value in known.items() if value is not None}


def tool_fields(chosen: dict[str, Any]) -> dict[str, Any]:
    """`tools` and `tool_choice` in Anthropic's form, from either form."""
    if not chosen.get("tools"):
        return {"tools": None, "tool_choice": None, "parallel_tool_calls": None}
    tools = [anthropic_tool(tool, None) for tool in chosen["tools"]]
    choice = _choice(wire_tool_choice(chosen.get("tool_choice"), tools))
    if chosen.get("parallel_tool_calls") is False:
        choice = {**(choice or {"type": "auto"}), "disable_parallel_tool_use": True}
    return {"tools": tools, "tool_choice": choice, "parallel_tool_calls": None}


def _choice(choice: Any) -> dict[str, Any] | None:
    if isinstance(choice, dict):
        name = choice.get("function", {}).get("name")
        return {"type": "tool", "name": name} if name else choice
    return {"type": "any" if choice == "required" else choice} if choice else None
