"""Who uses Parley, and the one-time links that let people in."""

from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# What they are called, and what they allow
RIGHTS = {
    "is_staff": (_("staff"), _("May enter the admin panel, and do there what the groups allow.")),
    "is_superuser": (_("superuser"), _("May do everything in the admin panel.")),
}


class User(AbstractUser):
    """A person who signs in.

    Superusers may do everything in the admin panel; staff may enter it, and do there what their groups allow.
    """

    # How often all browsers were signed out. It is part of what a session must know, as the password is.
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, with the count; while it is 0, sessions from before stay good."""
        known = f"{self.password}{self.sign_outs or ''}"
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, known, secret=secret, algorithm="sha256").hexdigest()


class Invitation(models.Model):
    """A one-time link with which somebody makes their own account. Only a hash of the link is kept."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hex
    username = models.CharField(
        _("name"),
        max_length=150,
        blank=True,
        validators=[User.username_validator],
        help_text=_("Empty: the invited person chooses it."),
    )
    groups = models.ManyToManyField(Group, verbose_name=_("groups"), blank=True)
    is_staff = models.BooleanField(RIGHTS["is_staff"][0], default=False, help_text=RIGHTS["is_staff"][1])
    is_superuser = models.BooleanField(RIGHTS["is_superuser"][0], default=False, help_text=RIGHTS["is_superuser"][1])
    created_by = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="invitations", editable=False, verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)  # NULL = not revoked
    used_at = models.DateTimeField(_("used at"), null=True, editable=False)  # NULL = not used
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.username or str(_("somebody"))

    def clean(self) -> None:
        """Raises ValidationError if somebody has the name."""
        self.username = User.normalize_username(self.username)
        if self.username and User.objects.filter(username__iexact=self.username).exists():
            raise ValidationError({"username": _("Somebody has this name already.")})


class Setup(models.Model):
    """The one row (id 1) behind the one-time setup link. The link dies when `used_at` is set."""

    token_hash = models.CharField(max_length=64)  # SHA-256, hex
    used_at = models.DateTimeField(null=True)


class SignInAttempts(models.Model):
    """How often somebody lately tried to sign in: under a name from an address, under a name, from an address."""

    key = models.CharField(max_length=64, unique=True)  # SHA-256 of name and address, hex
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    not_before = models.DateTimeField()  # the next attempt may come then
    is_known = models.BooleanField(default=False)  # somebody signed in under this name from this address
