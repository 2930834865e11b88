"""Limits in sentences: which, how much is used, when there is room again."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playground import numbers
from playground.prose import joined

from .admission import Reached
from .models import Limit
from .rules import SPEEDS, Number, Rule, numbers_of
from .use import Standing

NEAR = 90  # seconds within which an end is told in seconds


def title_of(reached: Reached) -> str:
    """Whose limit is reached, and what it is."""
    names = {"limit": limit_text(reached.standing.measure, reached.standing.limit), "name": reached.rule.name}
    if reached.rule.who.kind == "group":
        return _("The limit of the group %(name)s together is reached: %(limit)s.") % names
    if reached.rule.who.kind == "endpoint":
        return _("The limit of the endpoint %(name)s is reached: %(limit)s.") % names
    return _("Your limit is reached: %(limit)s.") % names


def text_of(reached: Reached) -> str:
    """What is used, that nothing is lost, and what to do."""
    wanted = _("This question asks %(count)s models.") % {"count": reached.wanted} if reached.wanted > 1 else ""
    kept = _("Nothing was sent, and nothing is lost.")
    return joined(used_text(reached.standing), wanted, kept, _advice(reached))


def others_text(reached: Reached) -> str:
    """As `text_of`, where the models of other endpoints were asked all the same."""
    kept = _("The other models are answering; ask here again when there is room.")
    return joined(used_text(reached.standing), kept, _advice(reached))


def lasting_text(reached: Reached) -> str:
    """As `title_of`, with the moment when there is room, in words that are true later too."""
    at = reached.standing.free_at
    end = _("There is room again on %(moment)s.") % {"moment": moment_text(at)} if at else ""
    return joined(title_of(reached), end)


def limit_text(measure: str, limit: Number) -> str:
    """`20 answers per minute`."""
    if measure in {"usd_per_day", "usd_per_month"}:
        money = _("%(money)s per day") if measure == "usd_per_day" else _("%(money)s per month")
        return money % {"money": amount_text(measure, limit)}
    number = int(limit)
    texts = {
        "per_minute": ngettext("%(number)s answer per minute", "%(number)s answers per minute", number),
        "at_once": ngettext("%(number)s answer at a time", "%(number)s answers at a time", number),
        "tokens_per_day": _("%(number)s tokens per day"),
        "tokens_per_month": _("%(number)s tokens per month"),
    }
    return texts[measure] % {"number": numbers.count(number)}


def used_text(standing: Standing) -> str:
    """`Used: 4,812 of 5,000, and about 300 by answers that are running.`"""
    values = {
        "used": spent_text(standing.measure, standing.used, standing.is_estimated),
        "limit": amount_text(standing.measure, standing.limit),
        "pending": amount_text(standing.measure, standing.pending),
    }
    if standing.measure == "at_once":
        return _("Running: %(used)s of %(limit)s.") % values
    if standing.pending:
        return _("Used: %(used)s of %(limit)s, and about %(pending)s by answers that are running.") % values
    return _("Used: %(used)s of %(limit)s.") % values


def amount_text(measure: str, number: Number) -> str:
    """What is counted, as a number of its kind."""
    if measure.startswith("usd"):
        return numbers.money(Decimal(number))
    return numbers.count(round(number))


def spent_text(measure: str, number: Number, is_estimated: bool) -> str:
    """The same, with a word for what is known only in part."""
    text = amount_text(measure, number)
    return _("about %(amount)s") % {"amount": text} if is_estimated else text


def end_text(at: datetime) -> str:
    """`14:05 (in 34 seconds)`; of another day, with the date and the time zone."""
    seconds = max(1, round((at - timezone.now()).total_seconds()))
    if seconds <= NEAR:
        return ngettext("in %(seconds)s second", "in %(seconds)s seconds", seconds) % {"seconds": seconds}
    return _("on %(moment)s, in %(time)s") % {"moment": moment_text(at), "time": timeuntil(at)}


def moment_text(at: datetime) -> str:
    """With the date and the time zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


def summary(limit: Limit) -> str:
    """What a row sets, in one line."""
    return " · ".join(limit_text(measure, number) for measure, number in numbers_of(limit).items())


def rule_name(rule: Rule) -> str:
    """Whose limit, for the person's own page."""
    if rule.who.kind == "group":
        return _("%(group)s together") % {"group": rule.name}
    return rule.name or _("You")


def _advice(reached: Reached) -> str:
    standing = reached.standing
    if reached.wanted > standing.limit > 0 and standing.measure in SPEEDS:
        return _("Ask fewer models at a time.")
    if standing.limit == 0:
        return _("Ask an admin if you need more.")
    if standing.free_at is None:
        return _("Wait for an answer to end, or stop one.")
    if standing.pending and standing.used < standing.limit:
        return _("There may be room when the running answers have ended; otherwise it begins anew %(end)s.") % {
            "end": end_text(standing.free_at)
        }
    if standing.measure == "per_minute":
        return _("You can go on %(end)s.") % {"end": end_text(standing.free_at)}
    return _("It begins anew %(end)s.") % {"end": end_text(standing.free_at)}
