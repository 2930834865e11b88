"""Moves heads. No message is changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Conversation, Message, Pane, Role
from ..refusal import Refusal
from ..tree import Tree
from .locking import busy_panes, locked, locked_pane, require_idle


@transaction.atomic
def switch(pane: Pane, message: Message) -> None:
    """Moves the pane's head to the newest answer below a message. Raises Refusal while the pane is answering."""
    pane = locked_pane(pane)
    require_idle([pane], busy_panes(pane.conversation.owner_id))
    tree = Tree.of(Message.objects.skeleton(pane.conversation_id))
    own = tree.own(pane.pk, pane.head_id)
    leaf = tree.newest_leaf(message.pk, own)
    if leaf not in own:
        raise Refusal(_("This branch belongs to another pane."), _("Nothing was changed."), status=422)
    Pane.objects.filter(pk=pane.pk).update(head=leaf)


@transaction.atomic
def continue_from(conversation: Conversation, message: Message) -> None:
    """Sets every open pane's head to an answer. Raises Refusal while a pane is answering, or if it says nothing."""
    conversation = locked(conversation.pk)
    panes = list(conversation.panes.open())
    require_idle(panes, busy_panes(conversation.owner_id))
    if message.role != Role.ASSISTANT or not message.text:
        raise Refusal(
            _("Only an answer with text can be continued."), _("Nothing was changed. Choose another one."), status=422
        )
    conversation.panes.filter(closed_at=None).update(head=message)
