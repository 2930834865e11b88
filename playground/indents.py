"""Templates without their indentation: it is for who reads them, and no page needs to carry it."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENT = re.compile(r"^[ \t]+", re.M)


class Loader(filesystem.Loader):
    """Reads templates as Django's own loader does. What is put into them stays as it is."""

    def get_contents(self, origin: Origin) -> str:
        return _INDENT.sub("", super().get_contents(origin))
