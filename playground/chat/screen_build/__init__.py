"""Builds what templates print, in a bounded number of queries."""

from .answers import answer_view
from .labels import endpoint_words
from .nonce import new_nonce
from .page import finished_context, row_strips, screen_of, title_of, view_of_pane
from .sent import sent_views
from .sidebar import sidebar_of

__all__ = [
    "answer_view",
    "endpoint_words",
    "finished_context",
    "new_nonce",
    "row_strips",
    "screen_of",
    "sent_views",
    "sidebar_of",
    "title_of",
    "view_of_pane",
]
