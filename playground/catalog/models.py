"""Whom we may call, with which key, at what price."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Endpoint(models.Model):
    """A configured place to reach a provider."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    provider = models.CharField(_("provider"), max_length=40)  # a key of providers.PROVIDERS
    base_url = models.CharField(_("base URL"), max_length=500, blank=True)  # "" = the provider's own
    headers = models.JSONField(_("extra headers"), default=dict, blank=True)  # never secrets
    enabled = models.BooleanField(_("enabled"), default=True)
    private_network = models.BooleanField(
        _("local endpoint"), default=False, help_text=_("May be reached at a private or loopback address.")
    )
    # NULL = no limit. A local model with two slots wants 2, or panes race each other for it.
    max_concurrent = models.PositiveIntegerField(
        _("generations at a time"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    first_token_seconds = models.PositiveIntegerField(_("longest wait for the first token, s"), default=120)
    idle_seconds = models.PositiveIntegerField(_("longest silence between tokens, s"), default=60)
    # Params used where a pane sets none, and `extra_body` for what only this server knows.
    request_defaults = models.JSONField(_("request defaults"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)  # shown beside its models
    managed = models.BooleanField(default=False, editable=False)  # the local demo model: `serve` keeps it up to date
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
    label = models.CharField(_("label"), max_length=80, default="default")
    secret = models.TextField(editable=False)  # encrypted and bound to the endpoint; see custody.py
    hint = models.CharField(_("ends in"), max_length=4, blank=True, editable=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False)
    set_at = models.DateTimeField(_("set at"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)  # NULL = never
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)  # NULL = in force

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "label"], name="credential_label")]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.endpoint} ({self.label})"


class LanguageModel(models.Model):
    """Something an endpoint serves. Prices are USD per million tokens; NULL means not known."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="models")
    name = models.CharField(_("name"), max_length=200)  # as on the wire
    label = models.CharField(_("label"), max_length=120, blank=True)
    context_window = models.PositiveIntegerField(_("context window, tokens"), null=True, blank=True)
    max_output_tokens = models.PositiveIntegerField(_("longest answer, tokens"), null=True, blank=True)
    capabilities = models.JSONField(_("capabilities"), default=list, blank=True)  # "tools", "image", "reasoning", …
    input_price = models.DecimalField(_("input price"), max_digits=12, decimal_places=6, null=True, blank=True)
    output_price = models.DecimalField(_("output price"), max_digits=12, decimal_places=6, null=True, blank=True)
    cache_read_price = models.DecimalField(
        _("cache read price"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    cache_write_price = models.DecimalField(
        _("cache write price"), max_digits=12, decimal_places=6, null=True, blank=True
    )
    enabled = models.BooleanField(_("enabled"), default=True)
    discovered_at = models.DateTimeField(null=True, editable=False)  # NULL = added by hand

    class Meta:
        ordering = ["endpoint__name", "label", "name"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "name"], name="model_name")]
        verbose_name = _("model")
        verbose_name_plural = _("models")

    def __str__(self) -> str:
        return self.label or self.name
