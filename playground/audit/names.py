"""Names that Parley itself gives to things: kept in English, told in the reader's words."""

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

# By kind: what `str` says of such an object where nobody has named it
GIVEN = {
    "accounts.invitation": (gettext_noop("somebody"),),
    "limits.limit": (
        gettext_noop("everybody"),
        gettext_noop("every member of %(group)s"),
        gettext_noop("%(group)s together"),
    ),
}


def in_the_readers_words(kind: str, name: str) -> str:
    """The name of an object of this kind; one that a person gave it stays."""
    for given in GIVEN.get(kind, ()):
        if found := _pattern(given).fullmatch(name):
            return gettext(given) % found.groupdict()
    return name


@cache
def _pattern(given: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"%\((\w+)\)s", r"(?P<\1>.+)", given))
