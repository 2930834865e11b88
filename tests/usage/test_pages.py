"""Everybody sees their own usage, admins everybody's."""

import asyncio
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone, translation

from playground.usage.export import as_csv
from playground.usage.selection import Selection
from tests import factories as rows

from .factories import ended, record


def test_nobody_sees_what_others_used(browser, alice, bob, model, endpoint):
    secret = rows.model(endpoint, label="Bob's model")
    record(ended(alice, model), ended(bob, secret))
    page = browser.get("/usage/", {"user": bob.pk, "by": "user", "model": secret.pk}).content.decode()
    assert "Nothing was generated" in page
    assert "1" in browser.get("/usage/").context["report"].total[0].text


def test_names_of_what_one_has_not_used_are_not_told(browser, alice, bob, model):
    record(ended(bob, model))
    path, query = "/usage/", {"endpoint": model.endpoint_id, "model": model.pk}
    endpoint = f"Endpoints: {model.endpoint.name}"
    assert [chip.label for chip in browser.get(path, query).context["report"].chips] == [
        f"Models: #{model.pk}",
        f"Endpoints: #{model.endpoint_id}",
    ]
    record(ended(alice, model))
    chips = browser.get(path, query).context["report"].chips
    assert [chip.label for chip in chips] == ["Models: Small model", endpoint]


def test_the_admin_s_page_is_for_admins(browser):
    for path in ("/admin/usage/", "/admin/usage/usage.csv"):
        assert browser.get(path, follow=True).status_code == 403


@pytest.mark.parametrize("path", ["/usage/", "/usage/usage.csv", "/admin/usage/", "/admin/usage/usage.csv"])
def test_nobody_is_asked_to_sign_in(client: Client, db, path):
    assert client.get(path, follow=True).redirect_chain[-1][0].startswith("/sign-in/")


def test_an_admin_sees_everybody(panel, alice, bob, model):
    record(ended(alice, model), ended(bob, model))
    page = panel.get("/admin/usage/", {"by": "user"}).content.decode()
    assert "alice" in page
    assert "bob" in page


def test_it_says_so_when_there_is_nothing(panel):
    assert "Nothing was generated in this period" in panel.get("/admin/usage/").content.decode()


@pytest.mark.parametrize(("by", "queries"), [("model", 6), ("endpoint", 6), ("user", 6), ("group", 7), ("day", 5)])
def test_a_page_costs_the_same_few_queries(panel, endpoint, by, queries, django_assert_num_queries):
    for number in range(12):
        user = rows.user()
        user.groups.add(Group.objects.create(name=str(number)))
        record(*[ended(user, rows.model(endpoint)) for _ in range(number)])
    panel.get("/admin/usage/")
    with django_assert_num_queries(queries):
        assert panel.get("/admin/usage/", {"by": by}).status_code == 200


def test_one_s_own_page_too(browser, alice, model, django_assert_num_queries):
    record(ended(alice, model))
    with django_assert_num_queries(7):  # one of them for the limits
        assert browser.get("/usage/").status_code == 200


async def whole(selection):
    return "".join([part async for part in as_csv(selection)])


@pytest.mark.django_db(transaction=True)
def test_the_export_has_a_line_for_each_day_and_name(alice, bob):
    record(ended(alice, rows.model(label="=HYPERLINK(1)")), ended(bob, rows.model(label="B", name="b"), cost=None))
    today = timezone.localdate()
    _head, first, second = asyncio.run(whole(Selection.of({"period": "7"}, today))).splitlines()
    assert first.startswith(f"{today},")
    assert ",'=HYPERLINK(1)," in first
    assert second.endswith(",100,20,0,0,")


@pytest.mark.parametrize("by", ["model", "endpoint", "user", "group", "day"])
def test_the_export_s_head_is_in_the_reader_s_language(db, by):
    selection = Selection.of({"by": by}, timezone.localdate())
    with translation.override("zh-hans"):
        head = asyncio.run(anext_of(as_csv(selection)))
    assert head.strip("\ufeff").startswith("日期,")
    assert not re.search("[a-z]", head.replace("token", ""))


async def anext_of(parts):
    return await anext(parts)


@pytest.mark.django_db(transaction=True)
def test_the_export_of_one_s_own_page_is_one_s_own(alice, bob, model):
    record(ended(alice, model), ended(bob, model))
    text = asyncio.run(whole(Selection.of({"by": "day"}, timezone.localdate(), alice.pk)))
    assert f"{timezone.localdate()},1,0" in text


def test_its_dates_are_what_a_date_field_understands(panel):
    with translation.override("en"):  # afterwards the next test's language is as it was
        page = panel.get("/admin/usage/", headers={"accept-language": "zh-hans"})
    assert f'value="{timezone.localdate()}"' in page.content.decode()
