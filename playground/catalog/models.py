"""Whom we may call, with which key, at what price, for whom."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _


class Endpoint(models.Model):
    """A configured place to reach a provider."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    provider = models.CharField(_("provider"), max_length=40)  # a key of providers.PROVIDERS
    base_url = models.CharField(_("base URL"), max_length=500, blank=True)  # "" = the provider's own
    options = models.JSONField(_("options"), default=dict, blank=True, editable=False)  # see options.py
    headers = models.JSONField(_("extra headers"), default=dict, blank=True)  # never secrets
    # By name, encrypted and bound to the endpoint like keys; see custody.py
    secret_headers = models.JSONField(_("secret headers"), default=dict, blank=True, editable=False)
    enabled = models.BooleanField(_("enabled"), default=True)
    private_network = models.BooleanField(
        _("local endpoint"), default=False, help_text=_("May be reached at a private or loopback address.")
    )
    # NULL = no limit. A local model with two slots wants 2, or panes race each other for it.
    max_concurrent = models.PositiveIntegerField(
        _("generations at a time"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    first_token_seconds = models.PositiveIntegerField(
        _("longest wait for the first token, s"), default=120, validators=[MinValueValidator(1)]
    )
    idle_seconds = models.PositiveIntegerField(
        _("longest silence between tokens, s"), default=60, validators=[MinValueValidator(1)]
    )
    # Params used where a pane sets none, and `extra_body` for what only this server knows.
    request_defaults = models.JSONField(_("request defaults"), default=dict, blank=True)
    own_keys = models.BooleanField(
        _("keys of one's own"), default=False, help_text=_("People may enter a key that works for them alone.")
    )
    groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="endpoints",
        verbose_name=_("groups"),
        help_text=_("Only their members may use it. None: everybody may."),
    )
    # True from the first group on; it stays when the last group is deleted, which must not open the endpoint to all
    restricted = models.BooleanField(default=False, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)  # shown beside its models
    managed = models.BooleanField(default=False, editable=False)  # the local demo model: `serve` keeps it up to date
    withdrawn = models.BooleanField(default=False, editable=False)  # of these: off only because it does not answer now
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("endpoint")
        verbose_name_plural = _("endpoints")

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """An API key of one endpoint. It can be written and used, never read back."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="credentials")
    # Whose calls it is for; NULL = everybody's
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, editable=False, related_name="own_keys"
    )
    label = models.CharField(_("label"), max_length=80, default="default")
    secret = models.TextField(editable=False)  # encrypted and bound to the endpoint; see custody.py
    hint = models.CharField(_("ends in"), max_length=4, blank=True, editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    set_at = models.DateTimeField(_("set at"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)  # NULL = never
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)  # NULL = in force

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "label"], name="shared_key_label", condition=Q(owner=None)),
            models.UniqueConstraint(fields=["endpoint", "owner"], name="one_own_key", condition=Q(owner__isnull=False)),
        ]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.endpoint} ({self.label})"


def _price(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        label, max_digits=12, decimal_places=6, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class LanguageModel(models.Model):
    """Something an endpoint serves. Prices are USD per million tokens; NULL means not known."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="models", verbose_name=_("endpoint"))
    name = models.CharField(_("name"), max_length=200)  # as on the wire
    label = models.CharField(_("label"), max_length=120, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Small numbers come first."))
    context_window = models.PositiveIntegerField(_("context window, tokens"), null=True, blank=True)
    max_output_tokens = models.PositiveIntegerField(_("longest answer, tokens"), null=True, blank=True)
    capabilities = models.JSONField(_("capabilities"), default=list, blank=True)  # "tools", "image", "reasoning", …
    input_price = _price(_("input price"))
    output_price = _price(_("output price"))
    cache_read_price = _price(_("cache read price"))
    cache_write_price = _price(_("cache write price"))
    reasoning_price = _price(_("reasoning price"))
    price_sources = models.JSONField(default=dict, editable=False)  # by field: "admin", "provider" or "list"
    params = models.JSONField(_("default params"), default=dict, blank=True)  # go before the endpoint's defaults
    groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="language_models",
        verbose_name=_("groups"),
        help_text=_("Only their members may use it. None: everybody who may use the endpoint."),
    )
    restricted = models.BooleanField(default=False, editable=False)  # as the endpoint's
    enabled = models.BooleanField(_("enabled"), default=True)
    discovered_at = models.DateTimeField(null=True, editable=False)  # NULL = added by hand

    class Meta:
        ordering = ["endpoint__name", "position", "label", "name"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "name"], name="model_name")]
        verbose_name = _("model")
        verbose_name_plural = _("models")

    def __str__(self) -> str:
        return self.label or self.name


class Inquiry(models.Model):
    """A question to an endpoint, asked off the page's path: does it work, what does it serve, what can a model do?"""

    class Kind(models.TextChoices):
        CHECK = "check"
        MODELS = "models"
        PROBE = "probe"

    kind = models.CharField(max_length=10, choices=Kind)
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, null=True, related_name="inquiries"
    )  # NULL: unsaved
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, null=True, related_name="inquiries")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    answered_at = models.DateTimeField(null=True)  # NULL = still asking, or broke off
    result = models.JSONField(default=dict)  # never holds a key

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")

    def __str__(self) -> str:
        return localize(timezone.localtime(self.asked_at))
