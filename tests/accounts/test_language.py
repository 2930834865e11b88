"""The panel's pages of people, in Chinese."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from playground.accounts.models import User

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    client.force_login(admin)
    client.cookies["django_language"] = "zh-hans"
    return client


def shown(panel: Client, url: str, **data: object) -> str:
    return (panel.post(url, data) if data else panel.get(url)).content.decode()


@pytest.mark.parametrize("page", ["{}/password/", "add/"])
def test_the_help_of_a_password(panel: Client, bob: User, page: str) -> None:
    text = shown(panel, PEOPLE + page.format(bob.pk))
    assert "此人无法登录" in text
    assert "If disabled" not in text
    assert "Whether the user" not in text


def test_one_word_for_the_first_page(panel: Client, bob: User) -> None:
    chosen = {"action": "delete_selected", "_selected_action": bob.pk}
    pages = [
        shown(panel, f"{PEOPLE}{bob.pk}/password/"),
        shown(panel, PEOPLE, **chosen),
        shown(panel, "/admin/accounts/"),
    ]
    assert all('<a href="/admin/">概览</a>' in page for page in pages)
    assert not any("首页" in page or "Accounts" in page for page in pages)


def test_a_short_password() -> None:
    with override("zh-hans"), pytest.raises(ValidationError) as error:
        validate_password("u7-Qx")
    assert error.value.messages == ["密码太短，至少需要 10 个字符。"]


def order(panel: Client) -> list[str]:
    sections = panel.get("/admin/").context["menu"]
    return [entry.url for section in sections for entry in section.entries]


def test_the_menu_has_one_order(panel: Client) -> None:
    chinese = order(panel)
    panel.cookies["django_language"] = "en"
    assert order(panel) == chinese


def test_the_invited_person_has_a_column(panel: Client, admin: User) -> None:
    admin.invitations.create(token_hash="x", expires_at="2030-01-01T00:00Z")
    assert "column-person" in shown(panel, "/admin/accounts/invitation/")
