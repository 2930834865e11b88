"""Other apps add pages to the admin panel."""

from types import ModuleType
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from playground.accounts.models import User
from playground.catalog import panel


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello.")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two more pages, one of which nobody but superusers may open."""
    more = [panel.Page("one", "one/", hello, "One"), panel.Page("two", "two/", hello, "Two", "accounts.never")]
    monkeypatch.setattr(panel, "pages", more)
    urls = ModuleType("urls")
    urls.urlpatterns = [path("admin/", admin.site.urls), path("", include("playground.accounts.urls"))]
    with override_settings(ROOT_URLCONF=urls):
        yield


def test_a_page_is_served_inside_the_panel(client: Client, admin: User, pages: None) -> None:
    client.force_login(admin)
    assert client.get("/admin/one/").content == b"Hello."


def test_strangers_do_not_get_there(client: Client, bob: User, pages: None) -> None:
    client.force_login(bob)
    assert b"Hello" not in client.get("/admin/one/").content


def test_a_page_with_a_permission_is_for_those_who_have_it(bob: User) -> None:
    assert not panel.Page("two", "two/", hello, "Two", "accounts.never").may_open(bob)
    assert panel.Page("one", "one/", hello, "One").may_open(bob)


def test_marks_come_from_whoever_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "health", [lambda ids: {1: panel.Mark("ok", "Fine.")}, lambda ids: {}])
    assert panel.marks([1, 2])[1].state == "ok"
