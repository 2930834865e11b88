"""A one-time link makes an account and dies."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.utils import timezone

from playground.accounts import invitations
from playground.accounts.models import Invitation, User
from playground.accounts.services import DeadLink
from playground.audit.models import Entry
from tests import factories
from tests.factories import PASSWORD

ADD = "/admin/accounts/invitation/add/"
ANSWERS = {"username": "dora", "password1": "a long enough secret", "password2": "a long enough secret"}


def invite(by: User, **fields) -> str:
    """A link's token."""
    invitation = Invitation(**fields)
    token = invitations.prepare(invitation, by)
    invitation.save()
    return token


@pytest.fixture
def token(admin: User) -> str:
    return invite(admin)


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def test_the_link_makes_an_account_that_is_signed_in(client: Client, token: str) -> None:
    assert b"Welcome" in client.get(f"/invitation/{token}/").content
    assert client.post(f"/invitation/{token}/", ANSWERS).headers["Location"] == "/"
    dora = User.objects.get(username="dora")
    assert client.session["_auth_user_id"] == str(dora.pk)
    assert not dora.is_staff
    assert not dora.is_superuser


def test_a_used_link_is_gone(client: Client, token: str) -> None:
    client.post(f"/invitation/{token}/", ANSWERS)
    again = Client().post(f"/invitation/{token}/", {**ANSWERS, "username": "eve"})
    assert again.status_code == 404
    assert "has ended" in again.content.decode()
    assert not User.objects.filter(username="eve").exists()


def test_a_wrong_link_says_the_same(client: Client, token: str) -> None:
    client.post(f"/invitation/{token}/", ANSWERS)
    pages = [Client().get(f"/invitation/{each}/") for each in (token, "wrong")]
    assert pages[0].status_code == pages[1].status_code == 404
    assert pages[0].content == pages[1].content


DEAD = {
    "expired": lambda: Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
    "revoked": lambda: invitations.revoke(Invitation.objects.all(), None),
    "void": lambda: User.objects.filter(username="root").update(is_active=False),
}


@pytest.mark.parametrize("how", DEAD)
def test_a_link_dies(client: Client, token: str, how: str) -> None:
    DEAD[how]()
    assert client.post(f"/invitation/{token}/", ANSWERS).status_code == 404
    assert how in invitations.state_of(invitations.listed(Invitation.objects.all()).get())


def inviting() -> Permission:
    return Permission.objects.get(codename="add_invitation")


LOSSES = {
    "staff": lambda clerk: User.objects.filter(pk=clerk.pk).update(is_staff=False),
    "permission": lambda clerk: clerk.user_permissions.clear(),
    "group": lambda clerk: clerk.groups.clear(),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_link_dies_with_the_right_of_who_made_it(client: Client, db: None, loss: str) -> None:
    clerk = factories.user("clerk", is_staff=True)
    if loss == "group":
        clerk.groups.add(Group.objects.create(name="Office"))
        Group.objects.get().permissions.add(inviting())
    else:
        clerk.user_permissions.add(inviting())
    token = invite(clerk)
    assert client.get(f"/invitation/{token}/").status_code == 200
    LOSSES[loss](clerk)
    assert client.post(f"/invitation/{token}/", ANSWERS).status_code == 404
    assert "void" in invitations.state_of(invitations.listed(Invitation.objects.all()).get())


def test_it_is_good_for_seven_days(token: str) -> None:
    assert Invitation.objects.get().expires_at - timezone.now() > timedelta(days=6, hours=23)


def test_who_may_not_make_superusers_any_more_has_made_none(client: Client, admin: User) -> None:
    token = invite(admin, is_superuser=True)
    User.objects.update(is_superuser=False)
    assert client.get(f"/invitation/{token}/").status_code == 404


def test_name_groups_and_rights_can_be_given(client: Client, admin: User) -> None:
    token = invite(admin, username="erin", is_superuser=True)
    Invitation.objects.get().groups.add(Group.objects.create(name="Lab"))
    client.post(f"/invitation/{token}/", {**ANSWERS, "username": "other"})
    erin = User.objects.get(username="erin")
    assert (erin.is_superuser, erin.is_staff, erin.groups.get().name) == (True, True, "Lab")


@pytest.mark.parametrize("name", ["alice", "Alice"])
def test_a_name_that_is_taken_is_explained_and_the_link_stays(
    client: Client, token: str, alice: User, name: str
) -> None:
    page = client.post(f"/invitation/{token}/", {**ANSWERS, "username": name})
    assert "already exists" in page.content.decode()
    assert client.post(f"/invitation/{token}/", ANSWERS).status_code == 302


def test_a_given_name_that_was_taken_since_is_explained(client: Client, admin: User) -> None:
    token = invite(admin, username="dora")
    User.objects.create_user("dora")
    assert "by now" in client.post(f"/invitation/{token}/", ANSWERS).content.decode()
    assert Invitation.objects.get().used_at is None


def test_a_weak_password_is_explained(client: Client, token: str) -> None:
    page = client.post(f"/invitation/{token}/", {**ANSWERS, "password1": "password", "password2": "password"})
    assert "too common" in page.content.decode()


def test_the_account_is_in_the_audit(client: Client, token: str) -> None:
    client.post(f"/invitation/{token}/", ANSWERS)
    entry = Entry.objects.get(kind="accounts.user")
    assert (entry.who, entry.name, entry.changes["invited by"]) == ("dora", "dora", [None, "root"])


def test_the_panel_shows_the_link_once(panel: Client) -> None:
    page = panel.post(ADD, {"username": "dora"}).content.decode()
    token = re.search(r'value="http://testserver/invitation/([\w-]+)/"', page)[1]
    assert invitations.find(token).username == "dora"
    for path in ("/admin/accounts/invitation/", f"/admin/accounts/invitation/{Invitation.objects.get().pk}/change/"):
        assert token not in panel.get(path).content.decode()
    assert token not in str(list(Entry.objects.values())) + str(list(Invitation.objects.values()))


def test_the_panel_revokes(panel: Client, token: str) -> None:
    chosen = {"action": "revoke", "_selected_action": [Invitation.objects.get().pk]}
    assert (
        "1 invitation was revoked." in panel.post("/admin/accounts/invitation/", chosen, follow=True).content.decode()
    )
    with pytest.raises(DeadLink):
        invitations.find(token)
    assert Entry.objects.get().changes["revoked_at"][0] is None


def test_the_panel_refuses_a_name_that_is_taken(panel: Client, alice: User) -> None:
    assert "has this name already" in panel.post(ADD, {"username": "ALICE"}).content.decode()


def test_the_list_costs_the_same_few_queries(panel: Client, admin: User, django_assert_max_num_queries) -> None:
    for _ in range(20):
        invite(admin)
    with django_assert_max_num_queries(10):
        panel.get("/admin/accounts/invitation/")


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_wins(admin: User) -> None:
    token = invite(admin)

    def attempt(number: int) -> bool:
        try:
            invitations.accept(token, f"person{number}", PASSWORD)
        except DeadLink:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    assert User.objects.count() == 2
