"""Keeps keys out of whatever a person may read."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ROOM = 3000  # characters
_MASK = "***"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SHAPES = re.compile(r"(?i)\bbearer\s+[^\s\"',;]+|\b(?:sk|rpa|pk|key)[-_][\w-]{8,}[\w*.-]*|\bAIza[\w-]{20,}")


def mask(text: str, secrets: Iterable[str]) -> str:
    """`text` without the known `secrets`."""
    for secret in secrets:
        if len(secret) >= 4:
            text = text.replace(secret, _MASK)
    return text


def redact(text: str, secrets: Iterable[str] = (), *, length: int = 300) -> str:
    """`text` on one line, at most `length` characters, without keys.

    Known `secrets` go first; then whatever has the shape of a key, because vendors echo
    masked and foreign ones too.
    """
    text = _SHAPES.sub(_MASK, mask(text, secrets)[: 20 * length])
    text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= length else text[: length - 1] + "…"


def tidy(text: str) -> str:
    """`text` redacted by one who does not know the keys.

    Far more of it is kept than is shown in the end, so that no key is cut where it could be known.
    """
    return redact(text, length=_ROOM)
