"""A named system prompt with params. Planned: nothing makes any yet."""

from django.conf import settings
from django.db import models

from playground.catalog.models import LanguageModel


class Preset(models.Model):
    """Settings to give a pane. Without an owner it is offered to everyone."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="presets")
    name = models.CharField(max_length=80)
    system_prompt = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    model = models.ForeignKey(LanguageModel, on_delete=models.SET_NULL, null=True)  # NULL = keeps the pane's
    updated_at = models.DateTimeField(auto_now=True)
