"""What is changed in the admin panel leaves an entry."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from playground.accounts.models import User
from playground.audit.changes import HIDDEN
from playground.audit.models import Entry
from playground.limits.models import Limit
from tests.factories import PASSWORD

GROUPS = "/admin/auth/group/"


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def last() -> tuple[str, str, str, str, dict[str, list]]:
    entry = Entry.objects.all()[0]
    return entry.who, entry.action, entry.kind, entry.name, entry.changes


def test_adding(panel: Client) -> None:
    panel.post(f"{GROUPS}add/", {"name": "Lab"})
    assert last() == ("root", "added", "auth.group", "Lab", {"name": [None, "Lab"]})


def test_changing(panel: Client) -> None:
    lab = Group.objects.create(name="Lab")
    panel.post(f"{GROUPS}{lab.pk}/change/", {"name": "Laboratory"})
    assert last() == ("root", "changed", "auth.group", "Laboratory", {"name": ["Lab", "Laboratory"]})


def test_saving_without_a_change_leaves_nothing(panel: Client) -> None:
    lab = Group.objects.create(name="Lab")
    panel.post(f"{GROUPS}{lab.pk}/change/", {"name": "Lab"})
    assert not Entry.objects.exists()


def test_deleting(panel: Client) -> None:
    lab = Group.objects.create(name="Lab")
    panel.post(f"{GROUPS}{lab.pk}/delete/", {"post": "yes"})
    assert last() == ("root", "deleted", "auth.group", "Lab", {"name": ["Lab", None]})
    assert Entry.objects.get().object_id == str(lab.pk)


def test_deleting_several(panel: Client) -> None:
    ids = [Group.objects.create(name=name).pk for name in "AB"]
    panel.post(GROUPS, {"action": "delete_selected", "_selected_action": ids, "post": "yes"})
    assert {entry.name for entry in Entry.objects.all()} == {"A", "B"}


def test_what_goes_with_it(panel: Client) -> None:
    lab = Group.objects.create(name="Lab")
    Limit.objects.create(kind="together", group=lab, per_minute=3)
    panel.post(f"{GROUPS}{lab.pk}/delete/", {"post": "yes"})
    gone = {(entry.kind, entry.name): entry.changes for entry in Entry.objects.all()}
    assert gone["limits.limit", "Lab together"]["per_minute"] == [3, None]
    assert not Limit.objects.exists()


def test_who_belongs_to_a_group(panel: Client, bob: User) -> None:
    lab = Group.objects.create(name="Lab")
    panel.post(f"/admin/accounts/user/{bob.pk}/change/", {"username": "bob", "is_active": "on", "groups": [lab.pk]})
    assert last()[-1] == {"groups": ["", "Lab"]}


def test_a_new_person_and_no_word_of_the_password(panel: Client) -> None:
    answers = {"username": "dora", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    panel.post("/admin/accounts/user/add/", answers)
    changes = last()[-1]
    assert changes["username"] == [None, "dora"]
    assert changes["password1"] == [HIDDEN, HIDDEN]
    assert PASSWORD not in str(changes)


def test_a_new_password(panel: Client, bob: User) -> None:
    answers = {"usable_password": "true", "password1": "another long secret", "password2": "another long secret"}
    panel.post(f"/admin/accounts/user/{bob.pk}/password/", answers)
    assert last() == ("root", "changed", "accounts.user", "bob", {"password": [HIDDEN, HIDDEN]})


def test_the_history_of_an_object_is_its_entries(panel: Client, bob: User) -> None:
    page = panel.get(f"/admin/accounts/user/{bob.pk}/history/", follow=True)
    assert page.redirect_chain[0][0] == f"/admin/audit/entry/?kind=accounts.user&object_id={bob.pk}"
    assert page.status_code == 200
