"""Ids in forms and queries."""

from django.http import Http404, QueryDict


def ids_in(data: QueryDict, name: str) -> list[int]:
    """Every id under a name. Raises Http404 for what cannot be one: it is the id of nothing."""
    texts = data.getlist(name)
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts):
        raise Http404
    return [int(text) for text in texts]


def id_in(data: QueryDict, name: str) -> int:
    """The one id under a name. Raises Http404 when there is none."""
    ids = ids_in(data, name)
    if not ids:
        raise Http404
    return ids[-1]
