"""What people type to become the first admin and to sign in."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    AuthenticationForm,
    BaseUserCreationForm,
    PasswordChangeForm,
    UserChangeForm,
    UserCreationForm,
)
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from . import brake, people
from .models import RIGHTS, Invitation, User


class Complaints:
    """What is wrong with a password is said where it is typed first, and not below its repetition; the first field with
    something wrong has the focus.
    """

    fields: dict[str, forms.Field]
    errors: Any
    first_field = "password1"

    def full_clean(self) -> None:
        """As Django's, and then moves the focus."""
        super().full_clean()  # type: ignore[misc]
        wrong = [field for name, field in self.fields.items() if name in self.errors]
        if wrong:
            for field in self.fields.values():
                field.widget.attrs.pop("autofocus", None)
            wrong[0].widget.attrs["autofocus"] = True

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        """As Django's, with another place for the errors."""
        super().validate_password_for_user(user, self.first_field)  # type: ignore[misc]


class NewPasswordForm(Complaints, PasswordChangeForm):
    """A new password, and the old one behind the brake: who has stolen a session must not guess it."""

    first_field = "new_password1"

    def __init__(self, user: User, data: Any = None, address: str = "", **kwargs: Any) -> None:
        super().__init__(user, data, **kwargs)
        self.address = address

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        require_password(self.user, self.address, password)
        return password


class SetupForm(Complaints, BaseUserCreationForm):  # type: ignore[type-arg]
    """Name and password of the first admin. The service makes the account, not the form."""

    class Meta(BaseUserCreationForm.Meta):
        model = User


class InvitedForm(Complaints, UserCreationForm):  # type: ignore[type-arg]
    """Name and password of an invited person; the password alone when the name was given."""

    class Meta(UserCreationForm.Meta):
        model = User

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        super().__init__(data, instance=User(username=invitation.username))
        if invitation.username:
            del self.fields["username"]
            self.fields["password1"].widget.attrs["autofocus"] = True


class PasswordOrNone:
    """Of an account without a password, says what that means here."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = gettext(
                "Disabled: the password of now, if there is one, is lost, "
                "and the person cannot sign in until another is set."
            )


class AddedForm(PasswordOrNone, AdminUserCreationForm):  # type: ignore[type-arg]
    """A person whom an admin adds."""


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    """A person, as admins change one. The password has a page of its own."""

    password = None  # type: ignore[assignment]

    class Meta(UserChangeForm.Meta):
        labels = {name: label for name, (label, _text) in RIGHTS.items()}
        help_texts = {
            **{name: text for name, (_label, text) in RIGHTS.items()},
            "is_active": _("Without this, sockets close and answers stop within seconds; everything is kept."),
            "groups": "",
        }

    def clean(self) -> dict[str, Any]:
        """Superusers are staff; and one superuser stays."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_superuser") and "is_staff" in cleaned:
            cleaned["is_staff"] = True
        if "is_superuser" in cleaned and not (cleaned["is_superuser"] and cleaned.get("is_active")):
            _require_another_superuser(self.instance)
        return cleaned


class SetPasswordForm(PasswordOrNone, AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that admins give to somebody, or take away."""

    @property
    def changed_data(self) -> list[str]:
        """The password, always: Django's says nothing when it is taken away."""
        return ["password"]

    def clean(self) -> dict[str, Any]:
        """One superuser stays who can sign in."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned["set_usable_password"]:
            try:
                _require_another_superuser(self.user)
            except forms.ValidationError as error:
                self.add_error("usable_password", error)
        return cleaned


class SignInForm(AuthenticationForm):
    """Name and password, behind the brake."""

    error_messages = {
        "invalid_login": _("The name or the password is wrong. Both distinguish capital letters."),
        # Only who knows the password reads this, and the attempt counts
        "inactive": _("This account is switched off. Ask an admin to switch it on again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # most often it was the password that was mistyped
            self.fields["username"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True

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


class PasswordAgainForm(forms.Form):
    """The password of who is signed in, behind the same brake as the sign-in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, data: Any = None, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        require_password(cast(User, self.request.user), client_address(self.request), password)
        return password


def require_password(user: User, address: str, password: str) -> None:
    """Raises ValidationError unless it is the user's password, or when attempts come too fast."""
    if seconds := brake.take(user.username, address):
        raise forms.ValidationError(_too_early(seconds), code="too_early")
    if not user.check_password(password):
        raise forms.ValidationError(gettext("The password is wrong."), code="wrong")
    brake.release(user.username, address)


def _require_another_superuser(leaving: User) -> None:
    try:
        people.require_another_superuser([leaving.pk])
    except people.LastSuperuser:
        raise forms.ValidationError(gettext("The last superuser stays. Make somebody else one first.")) from None


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
