"""The one-time link makes the first admin and dies."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from playground.accounts import services
from playground.accounts.models import Setup, User

ORIGIN = "http://127.0.0.1:8000"
ANSWERS = {"username": "ada", "password1": "a long enough secret", "password2": "a long enough secret"}


@pytest.fixture
def token(db: None) -> str:
    link = services.setup_link(ORIGIN)
    assert link is not None
    return link.removeprefix(f"{ORIGIN}/setup/").rstrip("/")


def test_the_link_makes_an_admin_who_is_signed_in(client: Client, token: str) -> None:
    assert b"Set up Parley" in client.get(f"/setup/{token}/").content
    assert client.post(f"/setup/{token}/", ANSWERS).headers["Location"] == "/"
    assert User.objects.get().is_superuser
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_a_used_link_is_gone(client: Client, token: str) -> None:
    client.post(f"/setup/{token}/", ANSWERS)
    assert Client().get(f"/setup/{token}/").status_code == 404
    assert Client().post(f"/setup/{token}/", {**ANSWERS, "username": "eve"}).status_code == 404
    assert User.objects.count() == 1


def test_a_wrong_link_is_gone(client: Client, token: str) -> None:
    assert client.get("/setup/wrong/").status_code == 404


def test_a_new_start_makes_a_new_link(client: Client, token: str) -> None:
    services.setup_link(ORIGIN)
    assert client.get(f"/setup/{token}/").status_code == 404


def test_no_link_once_there_is_somebody(alice: User) -> None:
    assert services.setup_link(ORIGIN) is None


def test_a_user_made_elsewhere_kills_the_link(client: Client, token: str) -> None:
    User.objects.create_user("bob")
    assert client.get(f"/setup/{token}/").status_code == 404
    with pytest.raises(services.DeadLink):
        services.create_first_admin(token, "ada", "secret")
    assert Setup.objects.get().used_at is None


def test_only_a_hash_of_the_token_is_kept(token: str) -> None:
    assert token not in Setup.objects.get().token_hash


def test_a_weak_password_is_explained(client: Client, token: str) -> None:
    page = client.post(f"/setup/{token}/", {**ANSWERS, "password1": "password", "password2": "password"})
    assert b"too common" in page.content
    assert not User.objects.exists()


def test_the_focus_is_on_what_is_wrong(client: Client, token: str) -> None:
    typed = {"username": "ada", "password1": "short", "password2": "short"}
    page = client.post(f"/setup/{token}/", typed).content.decode()
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == ["password1"]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_wins() -> None:
    link = services.setup_link(ORIGIN)
    assert link is not None
    token = link.rstrip("/").rpartition("/")[2]

    def attempt(number: int) -> bool:
        try:
            services.create_first_admin(token, f"admin{number}", "secret")
        except services.DeadLink:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    assert User.objects.count() == 1
