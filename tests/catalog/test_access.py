"""Which models somebody may choose."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from playground.accounts.models import User
from playground.catalog.access import barred, models_for
from playground.catalog.errors import NotAllowed
from playground.catalog.models import Endpoint, LanguageModel
from playground.catalog.services import resolve
from tests import factories

from .pages import answers


@pytest.fixture
def lab(db: None) -> Group:
    return Group.objects.create(name="lab")


def test_everybody_who_is_signed_in_sees_enabled_models(alice: User, model: LanguageModel) -> None:
    assert list(models_for(alice)) == [model]


def test_switched_off_models_and_endpoints_are_hidden(alice: User, endpoint: Endpoint) -> None:
    factories.model(endpoint, enabled=False)
    factories.model(factories.endpoint(enabled=False))
    assert not models_for(alice).exists()


@pytest.mark.parametrize("stranger", [AnonymousUser(), User(is_active=False)])
def test_nobody_else_sees_any(stranger, model: LanguageModel) -> None:
    assert not models_for(stranger).exists()


@pytest.mark.parametrize("what", ["model", "endpoint"])
def test_what_has_groups_is_for_their_members(alice, bob, admin, model, lab, what) -> None:
    (model if what == "model" else model.endpoint).groups.add(lab)
    alice.groups.add(lab)
    assert list(models_for(alice)) == list(models_for(admin)) == [model]
    assert not models_for(bob).exists()


def test_both_have_to_let_one_in(alice: User, model: LanguageModel, lab: Group) -> None:
    model.groups.add(lab)
    model.endpoint.groups.add(Group.objects.create(name="others"))
    alice.groups.add(lab)
    assert not models_for(alice).exists()


@pytest.mark.parametrize("who", ["alice", "bob", "admin"])
@pytest.mark.parametrize("where", [(), ("model",), ("endpoint",), ("model", "endpoint")])
def test_the_picker_and_the_run_agree(request, alice, model, lab, who, where) -> None:
    user = request.getfixturevalue(who)
    alice.groups.add(lab)
    for what in where:
        (model if what == "model" else model.endpoint).groups.add(lab)
    fresh = LanguageModel.objects.select_related("endpoint").get()
    is_shown = models_for(user).exists()
    assert (not barred(user.pk, [fresh])) == is_shown
    if is_shown:
        resolve(fresh, user.pk)
    else:
        with pytest.raises(NotAllowed):
            resolve(fresh, user.pk)


def test_deleting_the_last_group_opens_nothing(alice: User, model: LanguageModel, lab: Group) -> None:
    model.groups.add(lab)
    lab.delete()
    assert not models_for(alice).exists()


def test_taking_the_last_group_out_does(alice: User, model: LanguageModel, lab: Group) -> None:
    model.groups.add(lab)
    model.groups.remove(lab)
    assert models_for(alice).exists()


def test_it_is_the_same_from_the_group_s_side(alice: User, model: LanguageModel, lab: Group) -> None:
    lab.language_models.add(model)
    assert not models_for(alice).exists()
    lab.language_models.remove(model)
    assert models_for(alice).exists()


def test_an_admin_sees_who_may_use_it(panel, model, lab) -> None:
    model.groups.add(lab)
    assert "lab" in panel.get("/admin/catalog/languagemodel/").content.decode()
    lab.delete()
    assert "nobody" in panel.get("/admin/catalog/languagemodel/").content.decode()


def saved(panel, thing: Endpoint | LanguageModel, **changes: str) -> None:
    """Saves it on its page, with nothing changed but this."""
    sent = answers(base_url="http://127.0.0.1:9/v1", private_network="on", position="0", params="{}", name=thing.name)
    answer = panel.post(f"/admin/catalog/{thing._meta.model_name}/{thing.pk}/change/", {**sent, **changes})
    assert answer.status_code == 302


@pytest.mark.parametrize("what", ["model", "endpoint"])
def test_after_that_only_a_tick_opens_it(panel, alice, model, lab, what) -> None:
    thing = model if what == "model" else model.endpoint
    thing.groups.add(lab)
    lab.delete()
    saved(panel, thing, note="changed", label="Changed")
    assert not models_for(alice).exists()
    saved(panel, thing, for_everybody="on")
    assert models_for(alice).exists()


@pytest.mark.parametrize("what", ["model", "endpoint"])
def test_the_tick_is_there_only_when_it_is_needed(panel, model, lab, what) -> None:
    thing = model if what == "model" else model.endpoint
    url = f"/admin/catalog/{thing._meta.model_name}/{thing.pk}/change/"
    thing.groups.add(lab)
    assert "for_everybody" not in panel.get(url).content.decode()
    lab.delete()
    assert "for_everybody" in panel.get(url).content.decode()


def test_endpoints_come_in_the_same_query(alice: User, model: LanguageModel, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert [found.endpoint.name for found in models_for(alice)] == [model.endpoint.name]


def test_without_groups_nothing_is_asked(alice: User, model: LanguageModel, django_assert_num_queries) -> None:
    fresh = LanguageModel.objects.select_related("endpoint").get()
    with django_assert_num_queries(0):
        assert barred(alice.pk, [fresh]) == set()
