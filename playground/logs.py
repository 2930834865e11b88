"""What is worth a line in the log."""

import logging
from http import HTTPStatus

SAID_TO_THE_READER = {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}


def is_news(record: logging.LogRecord) -> bool:
    """False for a form that was refused: the reader was told in words, and nobody has to do anything."""
    return getattr(record, "status_code", None) not in SAID_TO_THE_READER
