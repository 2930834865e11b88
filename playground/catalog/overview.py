"""The panel's first page and its menu."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from playground.audit.models import Entry

from . import panel, standing
from .models import Endpoint
from .vendors import vendor_of

LATELY = 8  # changes on the first page
SECTIONS = {
    "catalog": _("Models"),
    "accounts": _("People"),
    "auth": _("People"),
    "limits": _("People"),
    "audit": _("Records"),
}
RECORDS = _("Records")
IDLE = panel.Mark("idle", _("not called lately"))
OFF = panel.Mark("idle", _("switched off"))


@dataclass(frozen=True)
class Link:
    label: panel.Text
    url: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    """Links under one heading."""

    label: panel.Text
    entries: list[Link]


@dataclass(frozen=True)
class Row:
    """An endpoint at a glance."""

    endpoint: Endpoint
    mark: panel.Mark
    provider: panel.Text
    keys: str


def menu(apps: list[dict[str, Any]], pages: list[panel.Page], path: str) -> list[Section]:
    """What the reader may open: models' lists and added pages, by subject.

    Args:
        apps: of Django's admin, with the models that the reader may see.
        path: of the page that is open.
    """
    sections: dict[panel.Text, list[Link]] = {"": [_link(_("Overview"), reverse("admin:index"), path, exact=True)]}
    for app in sorted(apps, key=lambda app: [*SECTIONS, app["app_label"]].index(app["app_label"])):
        links = [_link(model["name"], model["admin_url"], path) for model in _in_order(app) if model["admin_url"]]
        sections.setdefault(SECTIONS.get(app["app_label"], app["name"]), []).extend(links)
    for page in pages:
        sections.setdefault(RECORDS, []).append(_link(page.label, reverse(f"admin:{page.name}"), path))
    return [Section(label, links) for label, links in sections.items() if links]


def _in_order(app: dict[str, Any]) -> list[dict[str, Any]]:
    """Its models; Django has them by their names, in another order in each language."""
    return sorted(app["models"], key=lambda model: str(model["object_name"]))


def _link(label: panel.Text, url: str, path: str, *, exact: bool = False) -> Link:
    text = str(label)
    return Link(text[:1].upper() + text[1:], url, path == url if exact else path.startswith(url))


def overview(user: Any) -> dict[str, Any]:
    """The first page: what needs attention, the endpoints at a glance, what was changed lately."""
    sees = user.has_perm("catalog.view_endpoint")
    return {
        "concerns": [concern for each in panel.concerns for concern in each()] if sees else [],
        "endpoints": _rows() if sees else [],
        "changes": list(Entry.objects.all()[:LATELY]) if user.has_perm("audit.view_entry") else [],
    }


def _rows() -> list[Row]:
    endpoints = list(standing.at_a_glance(Endpoint.objects.all()))
    marks = panel.marks([endpoint.pk for endpoint in endpoints])
    return [
        Row(
            endpoint,
            marks.get(endpoint.pk, IDLE) if endpoint.enabled else OFF,
            vendor_of(endpoint.provider, endpoint.base_url).label,
            standing.keys_in_words(endpoint, endpoint.shared_keys),
        )
        for endpoint in endpoints
    ]
