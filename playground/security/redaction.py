"""Keeps keys, and characters that could forge a line, out of the log and out of stored errors."""

import logging
import re
import threading
from types import TracebackType
from typing import TypeAlias

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

SHAPES = re.compile(
    r"(?i)\b(?:(?:sk|pk|rpa|gsk|xai|hf|dop_v1|r8)[-_][\w-]{8,}|AIza[\w-]{20,}"
    r"|(?:Bearer|Basic|Api-Key)\s+(?=\S*\d)[\w.~+/=-]{8,}|(?<=://)[^\s/@]+(?=@))"
    r"|(?<=/invitation/)[\w-]{20,}|(?<=/setup/)[\w-]{20,}"  # tokens of one-time links
)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
SHORTEST = 8  # characters; blanking out anything shorter would blank out ordinary words

logger = logging.getLogger(__name__)
_known: set[str] = set()


def know(key: str) -> None:
    """Blanks out this very key from now on, whatever shape it has."""
    if len(key) >= SHORTEST:
        _known.add(key)


def redact(text: str) -> str:
    """The text with every key in use, and everything that looks like a key, blanked out."""
    for key in _known.copy():
        text = text.replace(key, "***")
    return SHAPES.sub("***", text)


def on_one_line(text: str) -> str:
    """The text with control characters written out, so that nobody can forge a line of the log."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Formatter(logging.Formatter):
    """Redacts messages and tracebacks; an exception may quote the request header that it tripped over."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return on_one_line(redact(super().formatMessage(record)))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        return redact(super().formatException(ei))


def log_fault(fault: threading.ExceptHookArgs) -> None:
    """For `threading.excepthook`: Python's own writes what ended a thread beside the log, as it is."""
    error = fault.exc_value or fault.exc_type()
    logger.error("a thread ended: %s", fault.thread and fault.thread.name, exc_info=error)
