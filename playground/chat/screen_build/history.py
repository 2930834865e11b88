"""What a screen is built from, in three queries however long the conversation is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from ..access import bar
from ..models import Conversation, Generation, Message, Pane, Role
from ..tree import Tree

# Large, and on no screen
UNSEEN = ("blocks", "generation__logprobs", "generation__params", "generation__system_prompt")


@dataclass(frozen=True)
class History:
    """A conversation's tree, its open panes, and the messages that are to be shown."""

    conversation: Conversation
    panes: list[Pane]
    tree: Tree
    messages: dict[int, Message]  # with generation and model

    @classmethod
    def of(cls, conversation: Conversation, whole: Collection[int] | None = None) -> Self:
        """Everything that the open panes show; with `whole`, only the last message of panes that are not in it."""
        panes = bar(list(conversation.panes.open()), conversation.owner_id)
        tree = Tree.of(Message.objects.skeleton(conversation.pk))
        shown: set[int] = set()
        for pane in panes:
            path = tree.path(pane.head_id)
            shown.update(path if whole is None or pane.pk in whole else path[-1:])
        return cls(conversation, panes, tree, _messages(conversation, shown))

    def path(self, pane: Pane) -> Iterator[Message]:
        """The messages that a pane shows."""
        return (self.messages[message_id] for message_id in self.tree.path(pane.head_id))

    def last(self, pane: Pane) -> Generation | None:
        """The generation at a pane's head, None when the pane is empty."""
        message = self.messages[pane.head_id] if pane.head_id else None
        return message.generation if message and message.role == Role.ASSISTANT else None

    def turn(self, pane: Pane) -> int | None:
        """The number of a pane's last turn, None when it is empty."""
        return self.tree.nodes[pane.head_id].turn if pane.head_id else None


def _messages(conversation: Conversation, ids: set[int]) -> dict[int, Message]:
    if not ids:
        return {}
    found = Message.objects.filter(pk__in=ids).select_related("turn", "generation__model").defer(*UNSEEN)
    messages = {message.pk: message for message in found}
    for message in messages.values():
        message.conversation = conversation
    return messages
