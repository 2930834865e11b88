"""What a check sends, as a line for a shell. The key is a variable there; other secrets are blanked out."""

import json
import shlex
from typing import Any

import providers

from . import rules
from .connection import Connection

KEY = '"$API_KEY"'
MASK = "***"


def line(target: Connection, asked: dict[str, Any]) -> str:
    """The request that `providers.check` makes; "" when there is none.

    Args:
        asked: the arguments of the check.
    """
    try:
        call = providers.sent_by_check(target.provider, **asked)
    except providers.ProviderError:
        return ""
    if call is None:
        return ""
    headers = [_header(name, value, target) for name, value in call.headers.items()]
    words = ["curl", "-N", "-X", call.method, shlex.quote(call.url), *headers]
    if call.body is not None:
        words += ["-H", "'content-type: application/json'", "-d", shlex.quote(json.dumps(call.body))]
    return " ".join(words)


def _header(name: str, value: str, target: Connection) -> str:
    """The key is looked for only where the provider puts it: elsewhere its letters would tell what is beside them."""
    if name.lower() in {each.lower() for each in target.secret_headers}:
        value = MASK
    elif target.key and rules.KEY_HEADER.fullmatch(name) and value.endswith(key := target.key.reveal()):
        return f"-H {shlex.quote(f'{name}: {value.removesuffix(key)}')}{KEY}"
    return f"-H {shlex.quote(f'{name}: {value}')}"
