"""A node of the tree."""

from typing import TypeAlias

from django.db import models

from playground.prepared import Slot

from .attachment import Attachment


class Role(models.TextChoices):
    """Who says it. Planned: no message is of the system or a tool yet."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


Skeleton: TypeAlias = models.QuerySet["Message", tuple[int, int | None, int | None, int]]


class Messages(models.QuerySet["Message"]):
    def skeleton(self, conversation_id: int | Slot) -> Skeleton:
        """A conversation's tree without any text: id, parent, the pane that wrote it, its turn's number."""
        rows = self.filter(conversation=conversation_id).order_by()
        return rows.values_list("id", "parent_id", "generation__pane_id", "turn__number")


class Message(models.Model):
    """Immutable once its generation has ended.

    `blocks` holds LangChain standard content blocks; `text` is their plain text, for lists and search. `html` is
    `text` rendered, kept so that a page of 200 messages renders none of them; it is good as long as
    `html_version` is the renderer's version.
    """

    conversation = models.ForeignKey("Conversation", on_delete=models.CASCADE, related_name="messages")
    turn = models.ForeignKey("Turn", on_delete=models.CASCADE, related_name="messages")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")  # NULL = root
    role = models.CharField(max_length=10, choices=Role)
    blocks = models.JSONField(default=list)
    text = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)  # plain text of the reasoning blocks
    html = models.TextField(blank=True)
    html_version = models.PositiveSmallIntegerField(default=0)
    attachments = models.ManyToManyField(Attachment, related_name="messages")  # planned
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Messages.as_manager()

    class Meta:
        ordering = ["id"]
