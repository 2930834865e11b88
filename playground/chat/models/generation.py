"""One model call that writes one assistant message, with its metrics.

    queued → running → completed | stopped | failed | interrupted

Every arrow is a compare-and-set: an UPDATE whose WHERE names the state it leaves (and, from `running` on, the
owner). Whoever changed one row did it; everybody else lost quietly.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from playground.catalog.models import LanguageModel

from .conversation import Pane
from .message import Message


class Status(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


LIVE = (Status.QUEUED, Status.RUNNING)


class Generations(models.QuerySet["Generation"]):
    def live(self) -> Self:
        """Those that are queued or running."""
        return self.filter(status__in=LIVE)


class Generation(models.Model):
    """What was asked, how it went, and what came back. NULL means not known or not reported."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="generation")
    pane = models.ForeignKey(Pane, on_delete=models.SET_NULL, null=True, related_name="generations")
    model = models.ForeignKey(LanguageModel, on_delete=models.SET_NULL, null=True)
    # Who asked: the conversation's owner, here as well because limits count by it
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="generations")

    # What was asked, as it was then
    provider = models.CharField(max_length=40, blank=True)
    endpoint_name = models.CharField(max_length=80, blank=True)
    model_name = models.CharField(max_length=200, blank=True)
    system_prompt = models.TextField(blank=True)
    params = models.JSONField(default=dict)

    own_key = models.BooleanField(default=False)  # called with the user's own key, or admitted for it alone

    # Who runs it
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    owner = models.CharField(max_length=64, blank=True)  # fencing token of the process that claimed it
    lease = models.DateTimeField(null=True)  # in the database's time; lapsed = the owner is gone
    stop_requested = models.BooleanField(default=False)
    seq = models.PositiveIntegerField(default=0)  # the last event that the message's text contains

    # How it went
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    first_token_at = models.DateTimeField(null=True)  # kept for questions to the database; pages show `ttft_ms`
    finished_at = models.DateTimeField(null=True)
    ttft_ms = models.PositiveIntegerField(null=True)  # from the request to the first text or reasoning
    duration_ms = models.PositiveIntegerField(null=True)  # from the request to the end, by a monotonic clock
    finish_reason = models.CharField(max_length=40, blank=True)
    error_kind = models.CharField(max_length=40, blank=True)
    error_message = models.CharField(max_length=600, blank=True)  # redacted
    http_status = models.PositiveSmallIntegerField(null=True)
    request_id = models.CharField(max_length=200, blank=True)

    # What came back
    resolved_model = models.CharField(max_length=200, blank=True)  # the name that the provider answered with
    input_tokens = models.PositiveIntegerField(null=True)
    output_tokens = models.PositiveIntegerField(null=True)
    reasoning_tokens = models.PositiveIntegerField(null=True)
    cache_read_tokens = models.PositiveIntegerField(null=True)
    cache_write_tokens = models.PositiveIntegerField(null=True)
    tokens_estimated = models.BooleanField(default=False)  # counted by us because the provider reported none
    cost = models.DecimalField(max_digits=14, decimal_places=8, null=True)  # USD
    logprobs = models.JSONField(null=True)

    objects = Generations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pane"], name="one_live_generation_per_pane", condition=Q(status__in=["queued", "running"])
            )
        ]
        # The first without a condition: SQLite never uses a partial index for a status that is passed as a parameter.
        indexes = [
            models.Index(fields=["status", "lease"], name="live_generations"),
            models.Index(fields=["user", "queued_at"], name="generations_of_a_user"),
            models.Index(fields=["model", "queued_at"], name="generations_of_a_model"),
        ]

    @property
    def is_live(self) -> bool:
        return self.status in LIVE
