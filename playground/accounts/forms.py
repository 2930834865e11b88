"""What people type to become the first admin and to sign in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import brake
from .models import User


class SetupForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """Name and password of the first admin. The service makes the account, not the form."""

    class Meta(BaseUserCreationForm.Meta):
        model = User


class SignInForm(AuthenticationForm):
    """Name and password, behind the brake."""

    error_messages = {
        "invalid_login": _("The name or the password is wrong. Both distinguish capital letters."),
        "inactive": _("The name or the password is wrong. Both distinguish capital letters."),
    }

    def clean(self) -> dict[str, Any]:
        """Checks the password, unless the attempt comes too early."""
        if not {"username", "password"} <= self.cleaned_data.keys():
            return self.cleaned_data
        name, address = self.cleaned_data["username"], client_address(self.request)
        if seconds := brake.take(name, address):
            raise forms.ValidationError(_too_early(seconds), code="too_early")
        cleaned = super().clean()
        brake.release(name, address)
        return cleaned


def client_address(request: HttpRequest | None) -> str:
    """The address that the request came from. Behind a trusted proxy, the one that the proxy added last."""
    meta = request.META if request else {}
    if settings.TRUST_PROXY and (forwarded := meta.get("HTTP_X_FORWARDED_FOR", "")):
        return str(forwarded).rpartition(",")[2].strip()
    return str(meta.get("REMOTE_ADDR", ""))


def _too_early(seconds: int) -> str:
    return ngettext(
        "Too many attempts. Wait %(seconds)d second, then try again.",
        "Too many attempts. Wait %(seconds)d seconds, then try again.",
        seconds,
    ) % {"seconds": seconds}
