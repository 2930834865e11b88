"""Builds what templates print, in a bounded number of queries."""

from .answers import answer_view
from .labels import endpoint_words
from .nonce import new_nonce
from .page import changed_context, finished_context, screen_of, title_of
from .sent import sent_views
from .sidebar import sidebar_of

__all__ = [
    "answer_view",
    "changed_context",
    "endpoint_words",
    "finished_context",
    "new_nonce",
    "screen_of",
    "sent_views",
    "sidebar_of",
    "title_of",
]
