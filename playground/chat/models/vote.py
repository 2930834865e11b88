"""A judgement on a turn. Planned: nothing makes any yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .conversation import Turn
from .generation import Generation


class Verdict(models.TextChoices):
    WINNER = "winner"
    TIE = "tie"
    NEITHER = "neither"


class Vote(models.Model):
    """One user's verdict on one turn; a winner is named exactly when the verdict says so."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    verdict = models.CharField(max_length=8, choices=Verdict)
    winner = models.ForeignKey(Generation, on_delete=models.CASCADE, null=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn", "voter"], name="one_vote_per_turn"),
            models.CheckConstraint(
                condition=Q(verdict="winner", winner__isnull=False) | (~Q(verdict="winner") & Q(winner__isnull=True)),
                name="winner_when_verdict_says_so",
            ),
        ]
