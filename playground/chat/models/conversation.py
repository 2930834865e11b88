"""A conversation, its panes and its turns.

A pane's head points into a tree of immutable messages, the way a git branch points at commits.
"""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from playground.catalog.models import LanguageModel

MAX_PANES = 8


class Conversations(models.QuerySet["Conversation"]):
    def of(self, owner_id: int | None) -> Self:
        """Those that a user has and has not deleted."""
        return self.filter(owner=owner_id, deleted_at=None)


class Conversation(models.Model):
    """A titled tree of messages with one or more panes. Without a turn it is the owner's draft."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=200, blank=True)
    is_draft = models.BooleanField(default=True)  # until its first turn; drafts are not listed
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)  # NULL = not deleted; a deleted one can be restored until purged

    objects = Conversations.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "-updated_at"],
                name="conversation_list",
                condition=Q(deleted_at=None, is_draft=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], name="one_draft_per_owner", condition=Q(is_draft=True, deleted_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.title


class Panes(models.QuerySet["Pane"]):
    def open(self) -> Self:
        """Those on the screen, each with its model and endpoint."""
        return self.filter(closed_at=None).select_related("model__endpoint")


class Pane(models.Model):
    """One column: a model, params, a system prompt and a head."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="panes")
    position = models.PositiveSmallIntegerField()
    model = models.ForeignKey(LanguageModel, on_delete=models.SET_NULL, null=True)  # NULL = none chosen, or deleted
    system_prompt = models.TextField(blank=True)
    params = models.JSONField(default=dict)  # only what is set: temperature, max_tokens, top_p, stop, seed
    preset = models.ForeignKey("Preset", on_delete=models.SET_NULL, null=True)  # planned
    head = models.ForeignKey("Message", on_delete=models.SET_NULL, null=True, related_name="+")  # NULL = empty
    closed_at = models.DateTimeField(null=True)  # NULL = open

    objects = Panes.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "position"], name="pane_position", condition=Q(closed_at=None)
            )
        ]

    is_barred = False  # its model is for groups that the owner is not in; see access.bar
    needs_own_key = False  # no budget leaves room, so its owner has to pay; see services.answering.admit

    @property
    def can_answer(self) -> bool:
        """Whether it has a model that may be used."""
        return self.model is not None and self.model.enabled and self.model.endpoint.enabled and not self.is_barred


class Turn(models.Model):
    """One submission, sent to one or more panes. It ties a row of answers together."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    nonce = models.CharField(max_length=64)  # of the form and its text, so that a form sent twice makes one turn
    created_at = models.DateTimeField(auto_now_add=True)
    skipped = models.JSONField(default=dict)  # by pane's id: the limit for which a pane with a model was not asked

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="turn_number"),
            models.UniqueConstraint(fields=["conversation", "nonce"], name="turn_nonce"),
        ]
