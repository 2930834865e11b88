"""Admins add colleagues, lift them and end their access; staff cannot lift themselves."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from playground.accounts.models import User
from playground.accounts.permissions import offered
from playground.audit.changes import HIDDEN
from playground.audit.models import Entry
from playground.catalog import panel as panel_pages
from tests import factories
from tests.factories import PASSWORD

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def clerk(db: None) -> Client:
    """Somebody from staff who may do everything with people, groups and invitations."""
    clerk = factories.user("clerk", is_staff=True)
    names = ("user", "group", "invitation")
    clerk.user_permissions.set(Permission.objects.filter(content_type__model__in=names))
    browser = Client()
    browser.force_login(clerk)
    return browser


def change(browser: Client, person: User, **fields: str) -> str:
    answers = {"username": person.username, "is_active": "on", **fields}
    answers = {name: value for name, value in answers.items() if value}
    return browser.post(f"{PEOPLE}{person.pk}/change/", answers, follow=True).content.decode()


def act(browser: Client, action: str, *people: User) -> str:
    chosen = {"action": action, "_selected_action": [person.pk for person in people], "post": "yes"}
    return browser.post(PEOPLE, chosen, follow=True).content.decode()


def test_an_admin_adds_a_colleague_who_can_sign_in(panel: Client) -> None:
    panel.post(
        f"{PEOPLE}add/", {"username": "dora", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert Client().login(username="dora", password=PASSWORD)
    assert not User.objects.get(username="dora").is_superuser


def test_the_page_of_a_person_opens(panel: Client, bob: User) -> None:
    page = panel.get(f"{PEOPLE}{bob.pk}/change/")
    assert page.status_code == 200
    assert bob.password.encode() not in page.content


def test_the_list_costs_the_same_few_queries(panel: Client, django_assert_max_num_queries) -> None:
    for _ in range(20):
        factories.user()
    with django_assert_max_num_queries(10):
        panel.get(PEOPLE)


def test_access_ends_at_once_and_comes_back(panel: Client, bob: User) -> None:
    session = Client()
    session.force_login(bob)
    assert "1 person was changed." in act(panel, "deactivate", bob)
    assert session.get("/password/").status_code == 302
    act(panel, "activate", bob)
    session.login(username="bob", password=PASSWORD)
    assert session.get("/password/").status_code == 200
    assert [entry.changes for entry in Entry.objects.all()] == [
        {"is_active": [False, True]},
        {"is_active": [True, False]},
    ]


def switch(panel: Client, person: User, by: str, is_active: bool) -> None:
    if by == "form":
        change(panel, person, is_active="on" if is_active else "")
    else:
        act(panel, "activate" if is_active else "deactivate", person)


@pytest.mark.parametrize("back", ["action", "form"])
@pytest.mark.parametrize("off", ["action", "form", "database"])
def test_access_comes_back_without_the_old_sessions(panel: Client, bob: User, off: str, back: str) -> None:
    session = Client()
    session.force_login(bob)
    if off == "database":
        User.objects.filter(pk=bob.pk).update(is_active=False)
    else:
        switch(panel, bob, off, False)
    switch(panel, bob, back, True)
    assert User.objects.get(pk=bob.pk).is_active
    assert session.get("/password/").status_code == 302


def test_somebody_is_signed_out_everywhere(panel: Client, bob: User) -> None:
    session = Client()
    session.force_login(bob)
    act(panel, "sign_out", bob)
    assert session.get("/password/").status_code == 302


def test_a_superuser_is_staff(panel: Client, bob: User) -> None:
    change(panel, bob, is_superuser="on")
    assert User.objects.get(pk=bob.pk).is_staff


def test_deleting_shows_no_titles(panel: Client, bob: User, model) -> None:
    factories.conversation(bob, model, title="A private matter")
    page = panel.get(f"{PEOPLE}{bob.pk}/delete/").content.decode()
    assert "With their conversations" in page
    assert "A private matter" not in page


def test_deleting(panel: Client, bob: User) -> None:
    panel.post(f"{PEOPLE}{bob.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=bob.pk).exists()


LOSSES = [{"is_active": "", "is_superuser": "on"}, {"is_superuser": ""}]


@pytest.mark.parametrize("loss", LOSSES)
def test_the_last_superuser_keeps_the_right(panel: Client, admin: User, loss: dict[str, str]) -> None:
    factories.user("other", is_superuser=True, is_active=False)
    assert "The last superuser stays." in change(panel, admin, **loss)
    assert User.objects.filter(is_superuser=True, is_active=True).exists()


@pytest.mark.parametrize("loss", LOSSES)
def test_one_of_two_may_lose_it(panel: Client, loss: dict[str, str]) -> None:
    other = factories.user("other", is_superuser=True, is_staff=True)
    change(panel, other, **loss)
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.parametrize("action", ["deactivate", "delete_selected"])
def test_no_action_takes_the_last_superuser(panel: Client, admin: User, bob: User, action: str) -> None:
    act(panel, action, admin, bob)
    assert User.objects.filter(is_active=True).count() == 2
    assert not Entry.objects.exists()


def test_nor_does_the_page(panel: Client, admin: User) -> None:
    assert panel.post(f"{PEOPLE}{admin.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=admin.pk).exists()


def unset_password(browser: Client, person: User) -> str:
    answers = {"usable_password": "false", "unset-password": "1"}
    return browser.post(f"{PEOPLE}{person.pk}/password/", answers, follow=True).content.decode()


def test_the_last_superuser_keeps_a_password(panel: Client, admin: User) -> None:
    assert "The last superuser stays." in unset_password(panel, admin)
    assert User.objects.get(pk=admin.pk).has_usable_password()


def test_who_cannot_sign_in_is_no_other_superuser(panel: Client, admin: User) -> None:
    unset_password(panel, factories.user("other", is_superuser=True))
    assert "The last superuser stays." in change(panel, admin, is_superuser="")


def test_taking_a_password_away_is_in_the_audit(panel: Client, bob: User) -> None:
    unset_password(panel, bob)
    assert not User.objects.get(pk=bob.pk).has_usable_password()
    assert Entry.objects.get().changes == {"password": [HIDDEN, HIDDEN]}


def test_staff_change_ordinary_people(clerk: Client, bob: User) -> None:
    change(clerk, bob, email="bob@example.com")
    assert User.objects.get(pk=bob.pk).email == "bob@example.com"


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_staff_lift_nobody(clerk: Client, bob: User, right: str) -> None:
    change(clerk, bob, **{right: "on"})
    assert not getattr(User.objects.get(pk=bob.pk), right)
    clerk.post("/admin/accounts/invitation/add/", {right: "on"})
    assert not bob.invitations.model.objects.filter(**{right: True}).exists()


@pytest.mark.parametrize("page", ["change", "password", "delete"])
@pytest.mark.parametrize("who", ["clerk", "root"])
def test_staff_touch_neither_staff_nor_superusers(clerk: Client, admin: User, who: str, page: str) -> None:
    person = User.objects.get(username=who)
    answers = {"username": "x", "password1": "another long secret", "password2": "another long secret", "post": "yes"}
    assert clerk.post(f"{PEOPLE}{person.pk}/{page}/", answers).status_code == 403
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


@pytest.mark.parametrize("action", ["deactivate", "sign_out", "delete_selected"])
def test_nor_by_an_action(clerk: Client, admin: User, action: str) -> None:
    act(clerk, action, admin)
    assert User.objects.filter(pk=admin.pk, is_active=True, sign_outs=0).exists()


def test_staff_give_groups_no_permissions(clerk: Client) -> None:
    lab = Group.objects.create(name="Lab")
    permission = Permission.objects.first()
    clerk.post(f"/admin/auth/group/{lab.pk}/change/", {"name": "Laboratory", "permissions": [permission.pk]})
    assert (Group.objects.get().name, lab.permissions.count()) == ("Laboratory", 0)


def test_without_the_permission_staff_see_nobody(clerk: Client) -> None:
    User.objects.get(username="clerk").user_permissions.clear()
    assert clerk.get(PEOPLE).status_code == 403


def test_permissions_are_told_in_plain_words(panel: Client) -> None:
    lab = Group.objects.create(name="Lab")
    page = panel.get(f"/admin/auth/group/{lab.pk}/change/").content.decode()
    assert "Endpoint · change" in page
    assert "Change · view" in page
    assert "session" not in page.lower().split("permissions")[-1]


def test_every_page_of_the_panel_can_be_opened_to_a_group(db: None) -> None:
    names = {f"{each.content_type.app_label}.{each.codename}" for each in offered()}
    assert {page.permission for page in panel_pages.pages if page.permission} <= names


def test_a_group_lets_staff_in(panel: Client, clerk: Client) -> None:
    lab = Group.objects.create(name="Lab")
    allowed = Permission.objects.get(codename="view_entry")
    panel.post(f"/admin/auth/group/{lab.pk}/change/", {"name": "Lab", "permissions": [allowed.pk]})
    assert clerk.get("/admin/audit/entry/").status_code == 403
    User.objects.get(username="clerk").groups.add(lab)
    assert clerk.get("/admin/audit/entry/").status_code == 200
