"""Markdown to sanitised HTML, at once or as it arrives. Imports nothing of the project and no Django.

    render(source) ............ the page's HTML for a whole text
    StreamRenderer ............ the same HTML in pieces, while the text is still being written

Grammar: CommonMark with tables, strikethrough, task lists, bare links and math; raw HTML is shown as text.
"""

from .incremental import StreamRenderer
from .opening import More, Update
from .render import NOTHING, RENDERER_VERSION, Settled, render

__all__ = ["NOTHING", "RENDERER_VERSION", "More", "Settled", "StreamRenderer", "Update", "render"]
