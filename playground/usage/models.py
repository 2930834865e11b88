"""Who used what, and how well it went: sums that outlive the conversations they come from.

Rows name users, endpoints and models by number and without a foreign key, so that none of them vanishes or loses its
history when what it names is deleted. Each row is a sum to which every generation adds when it ends.
"""

from django.db import models

GONE = 0  # the number of an endpoint or a model that was deleted before its generation ended


class Used(models.Model):
    """What generations come to."""

    generations = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    stopped = models.PositiveBigIntegerField(default=0)
    interrupted = models.PositiveBigIntegerField(default=0)
    estimated = models.PositiveBigIntegerField(default=0)  # of the generations: tokens counted by us
    unpriced = models.PositiveBigIntegerField(default=0)  # of the generations: answered at a cost that is not known
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    reasoning_tokens = models.PositiveBigIntegerField(default=0)  # of the output
    cached_tokens = models.PositiveBigIntegerField(default=0)  # of the input
    cost = models.DecimalField(max_digits=20, decimal_places=8, default=0)  # USD, as far as it is known
    # What budgets count besides: estimates of what providers did not tell, as of answers that were stopped
    assumed_tokens = models.PositiveBigIntegerField(default=0)
    assumed_cost = models.DecimalField(max_digits=20, decimal_places=8, default=0)

    class Meta:
        abstract = True


class Day(Used):
    """What one user had from one model in one day (of settings.TIME_ZONE)."""

    pk = models.CompositePrimaryKey("day", "user_id", "endpoint_id", "model_id", "own_key")
    day = models.DateField()
    user_id = models.BigIntegerField()
    endpoint_id = models.BigIntegerField()
    model_id = models.BigIntegerField()
    own_key = models.BooleanField()  # paid with the user's own key: no budget of ours counts it

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "day"], name="usage_of_a_user"),
            models.Index(fields=["endpoint_id", "day"], name="usage_of_an_endpoint"),
            models.Index(fields=["model_id", "day"], name="usage_of_a_model"),
        ]


class UserDay(Used):
    """What one user had from all models in one day: a tenth as many rows as Day has, for what asks of users alone."""

    pk = models.CompositePrimaryKey("day", "user_id", "own_key")
    day = models.DateField()
    user_id = models.BigIntegerField()
    own_key = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "day"], name="day_of_a_user")]


class ModelDay(Used):
    """What all users had from one model in one day."""

    pk = models.CompositePrimaryKey("day", "endpoint_id", "model_id", "own_key")
    day = models.DateField()
    endpoint_id = models.BigIntegerField()
    model_id = models.BigIntegerField()
    own_key = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["endpoint_id", "day"], name="day_of_an_endpoint")]


class Calls(models.Model):
    """How one model's calls went in ten minutes: a row for each way they ended and each step of their TTFT.

    Percentiles come from the counts by step, so no call has to be kept or sorted.
    """

    pk = models.CompositePrimaryKey("slot", "endpoint_id", "model_id", "outcome", "ttft_step")
    slot = models.IntegerField()  # tens of minutes since 1970: a number, so that hours and days are divisions
    endpoint_id = models.BigIntegerField()
    model_id = models.BigIntegerField()
    outcome = models.CharField(max_length=40)  # completed, stopped, interrupted, or what failed: the error kind
    ttft_step = models.SmallIntegerField()  # see steps.py; -1 = no token came

    calls = models.PositiveBigIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)  # written in `writing_ms`
    writing_ms = models.PositiveBigIntegerField(default=0)
    delays = models.PositiveBigIntegerField(default=0)  # of the calls: the provider said how long they were queued
    delay_ms = models.PositiveBigIntegerField(default=0)  # of these together
    cold = models.PositiveBigIntegerField(default=0)  # of these: so long that a worker had to start


class Pulse(models.Model):
    """How the last calls of an endpoint (model_id 0) or of one of its models went."""

    pk = models.CompositePrimaryKey("endpoint_id", "model_id")
    endpoint_id = models.BigIntegerField()
    model_id = models.BigIntegerField()
    recent = models.PositiveIntegerField(default=0)  # a bit for each of the last 16 calls, 1 = failed, newest lowest
    last_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # NULL = never
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, null=True)  # the last one's error kind


class Gone(models.Model):
    """The name of a user, an endpoint or a model that was deleted."""

    pk = models.CompositePrimaryKey("kind", "number")
    kind = models.CharField(max_length=10)
    number = models.BigIntegerField()
    name = models.CharField(max_length=200)
