"""One user's changes happen one after another."""

from django.utils.translation import gettext as _

from playground.prepared import Prepared, Slot

from ..access import bar
from ..models import Conversation, Generation, Pane
from ..refusal import Refusal


def locked(conversation_id: int) -> Conversation:
    """The conversation as it is now, until the end of the transaction. Raises Refusal when it was deleted.

    The owner's row is locked as well, because limits are counted per user. SQLite has no row locks and needs
    none: its transactions are IMMEDIATE, so there is one writer at a time.
    """
    conversation = LOCKED.first(conversation=conversation_id)
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
    bar([fresh], conversation.owner_id)
    return fresh


def busy_panes(owner_id: int) -> list[int]:
    """The panes in which a user's live generations run, one entry for each generation."""
    return [pane_id for pane_id in BUSY.rows(owner=owner_id) if pane_id is not None]


def require_idle(panes: list[Pane], busy: list[int]) -> None:
    """Raises Refusal when one of the panes is still answering."""
    if any(pane.pk in busy for pane in panes):
        raise Refusal(
            _("A pane is still answering."),
            _("Nothing was sent or changed. Wait for the answer or stop it, then try again."),
        )


LOCKED = Prepared(
    lambda: (
        Conversation.objects.select_related("owner")
        .select_for_update(of=("self", "owner"), no_key=True)
        .filter(pk=Slot("conversation"), deleted_at=None)
    )
)
BUSY = Prepared(lambda: Generation.objects.live().filter(user=Slot("owner")).values_list("pane_id", flat=True))
