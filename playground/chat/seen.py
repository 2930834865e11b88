"""What a page shows of a conversation, in one word for each pane, so that an old page can be told from a fresh one.

A word is `pane.head.settings`: two ids and a checksum. Pages send theirs along; nothing is kept of them.
"""

from collections.abc import Collection, Iterable
from zlib import crc32

from .models import Generation, Pane


def word(pane: Pane) -> str:
    """What a page shows of a pane as it is now."""
    settings = repr((pane.model_id, pane.system_prompt, sorted(pane.params.items())))
    return f"{_start(pane.pk, pane.head_id)}{crc32(settings.encode()):x}"


def is_old(seen: Collection[str], panes: Iterable[Pane]) -> bool:
    """Whether a page with these words shows something else than the open panes."""
    return set(seen) != {word(pane) for pane in panes}


def was_old(seen: Collection[str], panes: Collection[Pane], generations: Iterable[Generation]) -> bool:
    """The same of a page from which a question was sent, told from what that made; of heads and panes alone."""
    shown = {text.rpartition(".")[0] + "." for text in seen}
    before = {_start(each.pane_id, each.message.parent.parent_id) for each in generations if each.message.parent}
    return bool(shown) and (len(shown) != len(panes) or not before <= shown)


def _start(pane_id: int | None, head_id: int | None) -> str:
    return f"{pane_id}.{head_id or 0}."
