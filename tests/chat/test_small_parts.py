"""Parts of pages that lead nowhere where they do not belong, and that have names."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from playground.accounts.models import User
from playground.chat.models import Conversation

from .test_view_conversations import HTMX, at

MENU = re.compile(r'<button[^>]* popovertarget="conversation-menu" aria-label="[^"]*: Tea"')


def test_a_list_without_the_menu_has_no_buttons_for_it(browser: Client, conversation: Conversation) -> None:
    page = browser.get(at("conversations"), {"q": "Tea", "current": conversation.uuid}).content.decode()
    assert str(conversation.uuid) in page
    assert "popovertarget" not in page


def test_beside_the_panes_it_has_them(browser: Client, conversation: Conversation) -> None:
    whole = browser.get(at("conversation", conversation.uuid))
    part = browser.get(at("conversations"), headers=HTMX)
    renamed = browser.post(at("rename", conversation.uuid), {"title": "Tea"}, headers=HTMX)
    assert all(MENU.search(response.content.decode()) for response in (whole, part, renamed))


@pytest.mark.parametrize("permitted", [True, False])
def test_who_may_not_add_an_endpoint_is_not_sent_there(client: Client, alice: User, permitted: bool) -> None:
    User.objects.update(is_staff=True)
    if permitted:
        alice.user_permissions.add(Permission.objects.get(codename="add_endpoint"))
    client.force_login(alice)
    page = client.get("/", follow=True).content.decode()
    assert "No models yet" in page
    assert ("/admin/catalog/endpoint/add/" in page) == permitted
    assert ("An admin has to add" in page) != permitted


def test_the_choice_of_languages_has_a_name(browser: Client) -> None:
    page = browser.get("/", follow=True).content.decode()
    assert re.search(r'<fieldset class="seg">\s*<legend class="sr">Language</legend>\s*<button', page)
