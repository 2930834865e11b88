"""Sums as a table prints them: what is not known is `–`, and what is known in part says of how much."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from playground import numbers

from .sums import Sums


@dataclass(frozen=True)
class Cell:
    """One number.

    note: small, beside it.
    title: the note at length.
    """

    label: str
    text: str
    note: str = ""
    title: str = ""


def cells(sums: Sums) -> list[Cell]:
    """The columns of a table."""
    return [_generations(sums), _failed(sums), _input(sums), _output(sums), _cost(sums)]


def _generations(sums: Sums) -> Cell:
    values = {"stopped": numbers.count(sums.stopped), "interrupted": numbers.count(sums.interrupted)}
    title = _("%(stopped)s of them stopped, %(interrupted)s interrupted") % values
    return Cell(_("Generations"), numbers.count(sums.generations), title=title)


def _failed(sums: Sums) -> Cell:
    note = numbers.share(sums.failed, sums.generations) if sums.failed else ""
    return Cell(_("Failed"), numbers.count(sums.failed), note)


def _input(sums: Sums) -> Cell:
    label = _("Tokens in")
    if sums.estimated and not sums.input_tokens:
        return Cell(label, numbers.UNKNOWN, title=_("The provider did not report it"))
    if sums.estimated:
        return Cell(label, numbers.count(sums.input_tokens), *_known(sums.generations - sums.estimated, sums))
    title = _("%(count)s of them from the provider's cache") % {"count": numbers.count(sums.cached_tokens)}
    return Cell(label, numbers.count(sums.input_tokens), title=title if sums.cached_tokens else "")


def _output(sums: Sums) -> Cell:
    label, text = _("Tokens out"), numbers.count(sums.output_tokens)
    if sums.estimated:
        values = {"count": numbers.count(sums.estimated), "all": numbers.count(sums.generations)}
        title = _("Of %(count)s of %(all)s generations estimated from the text: the provider did not report them")
        return Cell(label, text, _("est."), title % values)
    title = _("%(count)s of them reasoning") % {"count": numbers.count(sums.reasoning_tokens)}
    return Cell(label, text, title=title if sums.reasoning_tokens else "")


def _cost(sums: Sums) -> Cell:
    label = _("Cost")
    if sums.unpriced and not sums.cost:
        return Cell(label, numbers.UNKNOWN, title=_("The model's price or its tokens are not known"))
    if sums.unpriced:
        return Cell(label, numbers.money(sums.cost), *_known(sums.generations - sums.unpriced, sums))
    return Cell(label, numbers.money(sums.cost))


def _known(known: int, sums: Sums) -> tuple[str, str]:
    values = {"known": numbers.count(known), "all": numbers.count(sums.generations)}
    return _("%(known)s of %(all)s") % values, _("Known for %(known)s of %(all)s generations") % values
