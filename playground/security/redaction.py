"""Keeps keys out of the log."""

import logging
import re

SHAPES = re.compile(r"(?i)\b(sk-[\w-]{8,}|AIza[\w-]{20,}|Bearer\s+[\w.~+/=-]{8,}|Api-Key\s+[\w.-]{8,})")


def redact(text: str) -> str:
    """The text with everything that looks like a key blanked out."""
    return SHAPES.sub("***", text)


class Redact(logging.Filter):
    """Blanks out keys, and control characters that could forge a line, in each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage()).replace("\r", "\\r").replace("\n", "\\n")
        record.args = ()
        return True
