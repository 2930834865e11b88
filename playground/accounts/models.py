"""Who uses Parley, and the one-time link that makes the first admin."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. Admins are superusers."""


class Setup(models.Model):
    """The one row (id 1) behind the one-time setup link. The link dies when `used_at` is set."""

    token_hash = models.CharField(max_length=64)  # SHA-256, hex
    used_at = models.DateTimeField(null=True)
