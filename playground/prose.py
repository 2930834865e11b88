"""Sentences of the pages."""

from functools import reduce

from django.utils.functional import Promise
from django.utils.translation import gettext as _


def joined(*sentences: str | Promise) -> str:
    """Sentences one after another, those that say something; Chinese has no blank between them."""
    both = _("%(first)s %(second)s")
    told = [str(sentence) for sentence in sentences if sentence]
    return reduce(lambda first, second: both % {"first": first, "second": second}, told) if told else ""
