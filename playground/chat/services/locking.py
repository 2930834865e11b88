"""One user's changes happen one after another."""

from django.utils.translation import gettext as _

from ..models import Conversation, Generation, Pane
from ..refusal import Refusal


def locked(conversation_id: int) -> Conversation:
    """The conversation as it is now, until the end of the transaction. Raises Refusal when it was deleted.

    The owner's row is locked as well, because limits are counted per user. SQLite has no row locks and needs
    none: its transactions are IMMEDIATE, so there is one writer at a time.
    """
    fresh = Conversation.objects.select_related("owner").select_for_update(of=("self", "owner"), no_key=True)
    conversation = fresh.filter(pk=conversation_id, deleted_at=None).first()
    if conversation is None:
        raise Refusal(_("This conversation was deleted."), _("Nothing was changed. Start a new one."))
    return conversation


def locked_pane(pane: Pane) -> Pane:
    """The pane as it is now, with its conversation locked. Raises Refusal when it was removed."""
    conversation = locked(pane.conversation_id)
    fresh = Pane.objects.open().filter(pk=pane.pk).first()
    if fresh is None:
        raise Refusal(_("This pane was removed."), _("Nothing was changed. Reload the page."))
    fresh.conversation = conversation
    return fresh


def busy_panes(owner_id: int) -> list[int]:
    """The panes in which a user's live generations run, one entry for each generation."""
    live = Generation.objects.live().filter(pane__conversation__owner=owner_id)
    return [pane_id for pane_id in live.values_list("pane_id", flat=True) if pane_id is not None]


def require_idle(panes: list[Pane], busy: list[int]) -> None:
    """Raises Refusal when one of the panes is still answering."""
    if any(pane.pk in busy for pane in panes):
        raise Refusal(
            _("A pane is still answering."),
            _("Nothing was sent or changed. Wait for the answer or stop it, then try again."),
        )
