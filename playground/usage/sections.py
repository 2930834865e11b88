"""What other apps add to each user's own page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Args:
        template: draws it.
        values: the template's context for a user, None = leave the section out.
    """

    template: str
    values: Callable[[Any], dict[str, Any] | None]


sections: list[Section] = []


def sections_for(user: Any) -> list[str]:
    """The sections' HTML."""
    chosen = [(section.template, section.values(user)) for section in sections]
    return [render_to_string(template, values) for template, values in chosen if values is not None]
