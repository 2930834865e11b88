"""What users write, made safe to keep."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Pane
from .refusal import Refusal

TITLE_CHARACTERS = 80
# PostgreSQL cannot keep NUL, and no database or socket can encode half of a surrogate pair.
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """The text with what cannot be stored replaced by U+FFFD, and with one kind of line end."""
    return UNKEEPABLE.sub("\ufffd", text.replace("\r\n", "\n"))


def question(text: str) -> str:
    """The text of a user message. Raises Refusal when it is empty or too long."""
    text = keepable(text).strip("\n").rstrip()
    if not text.strip():
        raise Refusal(_("There is nothing to send."), _("Write a message first."), status=422)
    if len(text) > settings.MESSAGE_CHARACTERS:
        raise Refusal(
            _("This message is too long."),
            _("It has %(count)s characters; %(limit)s are allowed. It was not sent: shorten it and send it again.")
            % {"count": f"{len(text):,}", "limit": f"{settings.MESSAGE_CHARACTERS:,}"},
            status=422,
        )
    return text


def why_not(pane: Pane) -> str:
    """Why a pane's model cannot answer, and what to do; "" when it can, and when there is none."""
    if pane.can_answer or not pane.model:
        return ""
    if pane.is_barred:
        return _("You may not use this model any more: choose another.")
    return _("Switched off by an admin: choose another.")


def title(text: str) -> str:
    """A conversation's title, from its first question: the first line that says something, cut at a word."""
    line = next((line for line in map(str.strip, text.splitlines()) if line.strip("#*`-=> ")), text)
    words = " ".join(line.lstrip("#*>` ").split())
    if len(words) <= TITLE_CHARACTERS:
        return words
    cut = words[:TITLE_CHARACTERS].rpartition(" ")[0] or words[:TITLE_CHARACTERS]
    return f"{cut.rstrip(',.;:')}…"
