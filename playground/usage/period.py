"""The days that a page of usage is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 366  # days
DAILY = 92  # days; a longer period has a bar for each week


ISO = "%Y-%m-%d"  # the one format of <input type="date">, whatever the language


def _date_input() -> forms.DateInput:
    return forms.DateInput(format=ISO, attrs={"type": "date"})


class DatesForm(forms.Form):
    """From one day to another, as the reader chose them."""

    since = forms.DateField(label=_("From"), input_formats=[ISO], widget=_date_input())
    until = forms.DateField(label=_("to"), input_formats=[ISO], widget=_date_input())

    def clean(self) -> None:
        """Raises ValidationError for dates that are not a period of at most a year."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if not (since and until):
            return
        if since > until:
            self.add_error("until", _("This day is before the first one."))
        elif (until - since).days >= LONGEST:
            self.add_error("until", _("At most a year at a time: choose an earlier day, or a later first one."))


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both included."""

    name: str  # a key of NAMES, or "custom"
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def step(self) -> int:
        """Days for each bar of a plot."""
        return 1 if len(self.days) <= DAILY else 7

    @property
    def query(self) -> dict[str, str]:
        """What an address says to mean this period."""
        if self.name == "custom":
            return {"since": str(self.first), "until": str(self.last)}
        return {"period": self.name}


NAMES = {
    "7": _("7 days"),
    "30": _("30 days"),
    "90": _("90 days"),
    "month": _("This month"),
    "last-month": _("Last month"),
}
USUAL = "30"


def named(name: str, today: date) -> Period:
    """One of NAMES; 30 days when it is none of them."""
    first_of_month = today.replace(day=1)
    if name == "month":
        return Period(name, first_of_month, today)
    if name == "last-month":
        last = first_of_month - timedelta(days=1)
        return Period(name, last.replace(day=1), last)
    name = name if name in NAMES else USUAL
    return Period(name, today - timedelta(days=int(name) - 1), today)


def chosen(query: Mapping[str, str], today: date) -> tuple[Period, DatesForm]:
    """The period that an address names, and the form to choose another. Dates that cannot be used: 30 days."""
    if "since" not in query and "until" not in query:
        period = named(query.get("period", ""), today)
        return period, DatesForm(initial={"since": period.first, "until": period.last})
    form = DatesForm(query)
    if not form.is_valid():
        return named(USUAL, today), form
    return Period("custom", form.cleaned_data["since"], form.cleaned_data["until"]), form
