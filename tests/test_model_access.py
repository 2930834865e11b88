"""A model that was given to a group: no address makes it answer somebody else, whichever it is.

The addresses come from the URL configuration, so that a new way to start a generation is tested without being added.
"""

import secrets

import pytest
from django.contrib.auth.models import Group

from playground.catalog.errors import NotAllowed
from playground.chat.models import Conversation, Generation, Pane
from playground.chat.services import conversations, turns
from playground.live.job import job_of
from tests import factories
from tests.test_access import OWNED, address, owned, patterns  # noqa: F401

STARTS = {"send", "edit", "regenerate"}  # besides these nothing asks a model, or this list is told
FORM = {"text": "Hi", "title": "T"}


@pytest.fixture
def lab(model):
    """The group that the model is for."""
    group = Group.objects.create(name="lab")
    model.groups.add(group)
    return group


def started(client, alice, owned, name):  # noqa: F811
    """How many generations a form that is sent to an address queues."""
    client.force_login(alice)
    before = Generation.objects.count()
    form = {**FORM, "message": owned["message_id"], "model": owned["model_id"], "nonce": secrets.token_hex(4)}
    client.post(address(name, owned), form)
    return Generation.objects.count() - before


@pytest.mark.parametrize("name", OWNED)
def test_a_stranger_s_form_starts_nothing(client, alice, owned, lab, name):  # noqa: F811
    assert started(client, alice, owned, name) == 0


@pytest.mark.parametrize("name", OWNED)
def test_a_member_s_form_starts_what_it_always_does(client, alice, owned, lab, name):  # noqa: F811
    alice.groups.add(lab)
    assert bool(started(client, alice, owned, name)) == (name in STARTS)


def test_the_picker_does_not_show_it(client, alice, owned, lab, model):  # noqa: F811
    client.force_login(alice)
    assert str(model).encode() not in client.get(address("models", owned)).content


def test_it_cannot_be_chosen_by_its_number(client, alice, owned, lab, model):  # noqa: F811
    Pane.objects.update(model=None)
    client.force_login(alice)
    assert client.post(address("pane-model", owned), {"model": model.pk}).status_code == 404
    assert not Pane.objects.exclude(model=None).exists()


def test_its_pane_says_why_and_the_others_answer(client, alice, owned, lab):  # noqa: F811
    conversation = Conversation.objects.get()
    open_to_all = factories.model()
    Pane.objects.filter(pk=conversation.panes.first().pk).update(model=open_to_all)
    sent = turns.send(conversation, "And?", secrets.token_hex(4))
    assert [generation.model for generation in sent.generations] == [open_to_all]
    assert sent.skipped
    client.force_login(alice)
    page = client.get(f"/c/{conversation.uuid}/").content.decode()
    assert "You may not use this model any more" in page


def test_a_pane_with_history_says_why_in_its_head_and_below_its_answers(client, alice, owned, lab):  # noqa: F811
    client.force_login(alice)
    page = client.get(f"/c/{Conversation.objects.get().uuid}/").content.decode()
    head, _log, rest = page.partition("<scroll-log")
    assert "You may not use this model any more: choose another." in head
    assert "You may not use this model any more: choose another." in rest.partition('<div class="remark">')[2]


def test_one_that_waits_is_not_run(alice, owned, lab):  # noqa: F811
    with pytest.raises(NotAllowed):
        job_of(Generation.objects.first(), on_wait=lambda *_: None)


def test_a_new_conversation_starts_with_what_is_open(alice, lab, model):
    other = factories.model()
    draft = conversations.draft_for(alice)
    assert {pane.model for pane in draft.panes.all()} == {other}


def test_superusers_use_all(client, admin, lab, model):
    draft = conversations.draft_for(admin)
    assert turns.send(draft, "Hello", "n").generations
