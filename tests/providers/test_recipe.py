"""The recipe of providers/README.md holds: the class it shows works as it is printed."""

import re
from pathlib import Path
from typing import Any, ClassVar

from langchain_core.messages import HumanMessage

import providers
from providers.compatible import CompatibleChatModel
from tests.providers.conftest import KEY
from tests.upstream import Upstream
from tests.upstream import openai as wire
from tests.upstream.brain import HELLO

README = Path(providers.__file__).with_name("README.md")


def printed_class() -> Any:
    source = re.findall(r"```python\n(class .*?)```", README.read_text(), re.DOTALL)[0]
    names: dict[str, Any] = {"CompatibleChatModel": CompatibleChatModel, "ClassVar": ClassVar}
    exec(source, {"__name__": __name__, **names}, names)
    return names["ChatOpenRouter"]


async def test_the_printed_class_works(upstream: Upstream) -> None:
    upstream.handler = wire.serve
    model = printed_class()(model="m", openrouter_api_key=KEY, base_url=f"{upstream.url}/v1")
    assert "".join([chunk.text async for chunk in model.astream([HumanMessage("hi")])]) == HELLO
    assert (
        model.bind_tools([{"title": "f", "type": "object", "properties": {}}]).invoke("f").tool_calls[0]["args"] == {}
    )
    assert model._get_ls_params()["ls_provider"] == "openrouter"
    assert [info.id for info in model.list_models()] == ["m"]


def test_every_module_in_the_picture_exists() -> None:
    picture = README.read_text().split("```")[3]
    names = re.findall(r"(\w+\.py)", picture)
    assert names and all(list(README.parent.rglob(name)) for name in names)
