"""An endpoint that accepts connections and never answers delays no page: no page calls an endpoint at all."""

import socket
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from playground.accounts.models import User
from playground.chat.models import Status
from tests import factories as rows
from tests.chat import factories as chat

from .factories import failed, record


def patterns(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address that has a name, and its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif entry.name:
            yield ":".join([*spaces, entry.name]), entry


PAGES = dict(patterns(get_resolver()))


@pytest.fixture
def dead():
    """The port of a server that accepts and is silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def ids(admin, dead):
    """A dead endpoint whose last calls failed, and a conversation that waits for it; ids by the names in addresses."""
    endpoint = rows.endpoint(base_url=f"http://127.0.0.1:{dead}/v1")
    conversation = chat.conversation(admin, model := rows.model(endpoint))
    pane = conversation.panes.get()
    answer = chat.answer(pane, status=Status.RUNNING)
    record(*[failed(admin, model, "timeout")] * 3)
    given = {
        "uuid": conversation.uuid,
        "pane_id": pane.pk,
        "message_id": answer.pk,
        "token": "none",
        "app_label": "catalog",
    }
    return {**given, "generation_id": answer.generation.pk, "endpoint_id": endpoint.pk, "model_id": model.pk}


@pytest.fixture
def calls(monkeypatch):
    """What has been called or looked up: nothing may be."""
    made = []

    def note(*args, **kwargs):
        made.append(args)
        raise OSError("a page called somebody")

    for owner, name in ((socket.socket, "connect"), (socket.socket, "connect_ex"), (socket, "getaddrinfo")):
        monkeypatch.setattr(owner, name, note)
    return made


def address(name, ids):
    """The page's address. Ids that are called otherwise are the endpoint's, or in the admin the object's own."""
    names = PAGES[name].pattern.regex.groupindex
    objects = {"accounts_user": User.objects.get().pk, "catalog_languagemodel": ids["model_id"]}
    others = next((pk for kind, pk in objects.items() if kind in name), ids["endpoint_id"])
    return reverse(name, kwargs={key: ids.get(key, others) for key in names} or None)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_calls_it(panel, ids, calls, name):
    answer = panel.get(address(name, ids), follow=True)
    assert answer.status_code < 500
    assert calls == []


def test_the_guard_sees_a_call(calls, dead):
    with pytest.raises(OSError, match="a page called somebody"):
        socket.create_connection(("127.0.0.1", dead))
    assert calls
