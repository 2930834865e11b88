"""Who uses Parley, and the one-time link that makes the first admin."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. Admins are superusers."""


class Setup(models.Model):
    """The one row (id 1) behind the one-time setup link. The link dies when `used_at` is set."""

    token_hash = models.CharField(max_length=64)  # SHA-256, hex
    used_at = models.DateTimeField(null=True)


class SignInAttempts(models.Model):
    """How often somebody at one address lately tried to sign in under one name."""

    key = models.CharField(max_length=64, unique=True)  # SHA-256 of both, hex
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    not_before = models.DateTimeField()  # the next attempt may come then
