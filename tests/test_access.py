"""Every address and every socket verb, as owner, colleague, stranger and nobody.

The addresses come from the URL configuration, so a new one is tested without being added here. What is somebody
else's answers exactly as what does not exist.
"""

import json
import secrets

import pytest
from django.urls import URLPattern, get_resolver, reverse

from playground.chat.models import Conversation, Generation, Message, Pane
from playground.chat.services import conversations, turns
from tests.live.client import Client, close_code
from tests.live.conftest import alice_alone, alice_there, arena, shared_server, shared_upstream, upstream  # noqa: F401

RANDOM = {"uuid": "5b8ad3a5-6a8e-4c3e-9d5c-6f0b3f9a3f10", "int": 999_999_999}


def patterns() -> list[URLPattern]:
    """The addresses of chat, which hold what belongs to somebody."""
    chat = next(part for part in get_resolver().url_patterns if getattr(part, "namespace", "") == "chat")
    return chat.url_patterns


OWNED = [pattern.name for pattern in patterns() if pattern.pattern.converters]
LISTS = [f"chat:{pattern.name}" for pattern in patterns() if not pattern.pattern.converters]
LISTS += ["usage:own"]


@pytest.fixture
def owned(alice, model):
    """Alice's conversation with one answer; its ids by the names that addresses use."""
    conversation = conversations.draft_for(alice)
    Pane.objects.filter(conversation=conversation).update(model=model)
    turns.send(conversation, "Hello", secrets.token_hex(4))
    Generation.objects.update(status="completed")
    answer = Message.objects.filter(role="assistant").first()
    question = Message.objects.filter(role="user").first()
    return {
        "uuid": Conversation.objects.get().uuid,
        "pane_id": answer.generation.pane_id,
        "model_id": model.pk,
        "generation_id": answer.generation.pk,
        "message_id": answer.pk,
        "question_id": question.pk,
    }


def address(name, ids):
    """The address of a pattern, with the owner's ids or random ones."""
    pattern = next(pattern for pattern in patterns() if pattern.name == name)
    kwargs = {key: ids[key] for key in pattern.pattern.converters}
    if name == "edit":
        kwargs["message_id"] = ids["question_id"]
    return reverse(f"chat:{name}", kwargs=kwargs)


def nobodys():
    """Ids that do not exist."""
    ids = dict.fromkeys(("pane_id", "generation_id", "message_id", "question_id"), RANDOM["int"])
    return {**ids, "uuid": RANDOM["uuid"]}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OWNED)
def test_the_owner_is_let_in(client, alice, owned, name, method):
    client.force_login(alice)
    data = (
        {"message": owned["message_id"], "text": "Hi", "nonce": "n", "title": "T", "model": owned["model_id"]}
        if method == "post"
        else {}
    )
    assert getattr(client, method)(address(name, owned), data).status_code not in {403, 404, 500}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["bob", "charlie"])
@pytest.mark.parametrize("name", OWNED)
def test_others_find_nothing(client, request, owned, name, who, method):
    client.force_login(request.getfixturevalue(who))
    theirs = getattr(client, method)(address(name, owned))
    nothing = getattr(client, method)(address(name, nobodys()))
    assert theirs.status_code == nothing.status_code in {404, 405}
    assert theirs.content == nothing.content


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OWNED)
def test_nobody_is_asked_to_sign_in(client, owned, name, method):
    answer = getattr(client, method)(address(name, owned))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("accounts:sign-in"))


@pytest.mark.parametrize("name", ["edit", "switch", "regenerate"])
def test_a_message_of_others_is_not_found_in_an_own_pane(client, bob, owned, model, name):
    client.force_login(bob)
    own = conversations.draft_for(bob).panes.first()
    answer = client.post(address(name, {**owned, "pane_id": own.pk}), {"text": "Hi", "nonce": "n"})
    assert answer.status_code == 404


def test_a_form_cannot_name_what_belongs_to_others(client, bob, owned, model):
    client.force_login(bob)
    own = conversations.draft_for(bob)
    ids = {"uuid": own.uuid}
    assert client.post(address("continue", ids), {"message": owned["message_id"]}).status_code == 404
    client.post(address("add-pane", ids), {"copy": owned["pane_id"]})
    client.post(address("send", ids), {"text": "Hi", "nonce": "n", "pane": owned["pane_id"]})
    assert Pane.objects.get(pk=owned["pane_id"]).head_id == owned["message_id"]
    assert not own.panes.filter(head__conversation__owner__username="alice").exists()


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_nothing_of_others(client, bob, owned, name):
    client.force_login(bob)
    answer = client.get(reverse(name), {"q": "Hello"}, follow=True)
    assert str(owned["uuid"]) not in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_forms_without_an_id_change_nothing_of_others(client, bob, owned, model, name):
    before = list(Pane.objects.values())
    client.force_login(bob)
    assert client.post(reverse(name), {"endpoint": model.endpoint_id}).status_code in {302, 405}
    assert list(Pane.objects.exclude(conversation__owner=bob).values()) == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", LISTS)
def test_nobody_is_asked_to_sign_in_for_lists_either(client, owned, name, method):
    answer = getattr(client, method)(reverse(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("accounts:sign-in"))


@pytest.mark.parametrize("name", [*OWNED, *LISTS])
def test_a_form_without_its_token_is_refused(alice, owned, name):
    from django.test import Client as Browser

    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(alice)
    at = reverse(name) if name in LISTS else address(name, owned)
    assert browser.post(at).status_code in {403, 405}


@pytest.mark.parametrize("verb", ["follow", "stop"])
@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_a_socket_shows_nothing_of_others(alice_there, verb, who):  # noqa: F811
    generation = alice_there.send(alice_there.open(), "Hello", pane=alice_there.panes[0])[0]
    for wanted in (generation, RANDOM["int"]):
        with Client(alice_there.server, who).socket() as socket:
            socket.send(json.dumps({verb: wanted}))
            assert close_code(socket) == 4404


def test_a_socket_of_nobody_is_closed(alice_there):  # noqa: F811
    with Client(alice_there.server, None).socket() as socket:
        assert close_code(socket) == 4401


def test_a_socket_from_another_origin_is_refused(alice_there):  # noqa: F811
    from websockets.exceptions import InvalidStatus

    for origin in ("http://127.0.0.1:1", "https://evil.example", "null", "http://localhost:99999"):
        with pytest.raises(InvalidStatus):
            alice_there.socket(origin=origin)


def test_signing_out_closes_the_socket(alice_alone):  # noqa: F811
    alice_alone.open()
    with alice_alone.socket() as socket:
        alice_alone.post("/sign-out/")
        assert close_code(socket) == 4401


def test_what_a_socket_does_not_understand_does_no_harm(alice_there):  # noqa: F811
    alice_there.open()
    with alice_there.socket() as socket:
        for nonsense in ("", "{", "[]", "null", '{"follow": "x"}', '{"follow": [1]}', '{"follow": -1}', "é" * 1000):
            socket.send(nonsense)
        socket.send(b"\x00\xff")
        assert socket.ping().wait(60)
