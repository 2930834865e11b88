"""How much whom may use."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from playground.catalog.models import Endpoint


class Kind(models.TextChoices):
    EVERYBODY = "everybody", _("everybody, each for themselves")
    USER = "user", _("one person, instead of what holds for everybody")
    EACH = "each", _("every member of a group, each for themselves")
    TOGETHER = "together", _("all members of a group together")
    ENDPOINT = "endpoint", _("an endpoint, whoever uses it")


# The column that names whom a kind concerns
SUBJECTS = {Kind.USER: "user", Kind.EACH: "group", Kind.TOGETHER: "group", Kind.ENDPOINT: "endpoint"}


def _count(label: Any) -> "models.PositiveBigIntegerField[int | None, int | None]":
    return models.PositiveBigIntegerField(label, null=True, blank=True)


def _money(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


def _names_its_subject(kind: Kind) -> Q:
    wanted = SUBJECTS.get(kind)
    return Q(kind=kind, **{f"{name}__isnull": name != wanted for name in ("user", "group", "endpoint")})


class Limit(models.Model):
    """What may be used, at most. NULL is no limit; days and months are those of TIME_ZONE."""

    kind = models.CharField(_("holds for"), max_length=9, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("person")
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("group"))
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("endpoint"), related_name="limits"
    )
    per_minute = _count(_("answers per minute"))
    at_once = _count(_("answers at a time"))
    tokens_per_day = _count(_("tokens per day"))
    tokens_per_month = _count(_("tokens per month"))
    usd_per_day = _money(_("USD per day"))
    usd_per_month = _money(_("USD per month"))

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="one_limit_for_everybody", condition=Q(kind="everybody")),
            models.UniqueConstraint(fields=["user"], name="one_limit_of_a_user", condition=Q(kind="user")),
            models.UniqueConstraint(
                fields=["group", "kind"], name="one_limit_of_a_group", condition=Q(user=None, endpoint=None)
            ),
            models.UniqueConstraint(fields=["endpoint"], name="one_limit_of_an_endpoint", condition=Q(kind="endpoint")),
            models.CheckConstraint(
                name="limit_names_its_subject",
                condition=Q(*map(_names_its_subject, Kind), _connector=Q.OR),
            ),
        ]
        verbose_name = _("limit")
        verbose_name_plural = _("limits")

    def __str__(self) -> str:
        names = {
            Kind.EVERYBODY: gettext("everybody"),
            Kind.USER: str(self.user),
            Kind.EACH: gettext("every member of %(group)s") % {"group": self.group},
            Kind.TOGETHER: gettext("%(group)s together") % {"group": self.group},
            Kind.ENDPOINT: str(self.endpoint),
        }
        return names[Kind(self.kind)]
