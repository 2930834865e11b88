"""Numbers as people read them. None is not known and prints as `–`."""

from decimal import Decimal

from django.utils.translation import gettext as _

UNKNOWN = "–"


def count(number: int | None) -> str:
    """`1,234`."""
    return UNKNOWN if number is None else f"{number:,}"


def time(milliseconds: int | None) -> str:
    """`412 ms`, `1.24 s`, `12.4 s`, `2 min 05 s`."""
    if milliseconds is None:
        return UNKNOWN
    if milliseconds < 1000:
        return _("%(ms)s ms") % {"ms": milliseconds}
    seconds = milliseconds / 1000
    if seconds < 59.95:
        return _("%(s)s s") % {"s": f"{seconds:.2f}" if seconds < 9.995 else f"{seconds:.1f}"}
    minutes, rest = divmod(round(seconds), 60)
    return _("%(min)s min %(s)s s") % {"min": minutes, "s": f"{rest:02}"}


def rate(per_second: float | None) -> str:
    """`94.2`, from 1,000 on without a decimal."""
    if per_second is None:
        return UNKNOWN
    return f"{per_second:,.1f}" if per_second < 999.95 else f"{per_second:,.0f}"


def money(usd: Decimal | None) -> str:
    """`$0`, `<$0.0001`, `$0.0004`, `$0.031`, `$1.25`."""
    if usd is None:
        return UNKNOWN
    if not usd:
        return "$0"
    if usd < Decimal("0.00005"):
        return "<$0.0001"
    digits = 4 if usd < Decimal("0.00995") else 3 if usd < Decimal("0.9995") else 2
    return f"${usd:,.{digits}f}"


def plain(number: float | str) -> str:
    """A param as it was entered: `0.7`, `1`."""
    return f"{number:g}" if isinstance(number, float) else str(number)


def short(number: int) -> str:
    """`940`, `12.5k`, `3.1M`."""
    for size, letter in ((1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")):
        if number >= size:
            return f"{number / size:.3g}{letter}" if number < 1000 * size else f"{number // size:,}{letter}"
    return str(number)


def share(part: int, whole: int) -> str:
    """`3.5%`; `–` of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else UNKNOWN
