"""Everybody sees their own limits and what is left."""

from playground.limits.section import lines_for

from .conftest import limit, used


def test_who_has_none_sees_nothing_of_it(client, alice):
    client.force_login(alice)
    assert "Your limits" not in client.get("/usage/").content.decode()


def test_the_page_says_what_is_used(client, alice, lab):
    lab.user_set.add(alice)
    limit(usd_per_day=5)
    limit(group=lab, kind="together", tokens_per_month=10_000)
    used(alice, output_tokens=2500, cost="1.25")
    client.force_login(alice)
    page = client.get("/usage/").content.decode()
    for text in ("Your limits", "$1.25 of $5.00", "Lab together", "2,500 of 10,000"):
        assert text in page


def test_shares_and_what_is_full(alice):
    limit(usd_per_day=5, tokens_per_day=100, per_minute=0)
    used(alice, output_tokens=100, cost="1.25")
    lines = {line.limit: (line.share, line.is_full) for line in lines_for(alice)}
    assert lines == {
        "0 answers per minute": (100, True),
        "100 tokens per day": (100, True),
        "$5.00 per day": (25, False),
    }


def test_other_peoples_and_endpoints_limits_are_not_shown(alice, bob, model):
    limit(user=bob, per_minute=1)
    limit(endpoint=model.endpoint, per_minute=1)
    assert lines_for(alice) == []


def test_it_costs_the_same_few_queries(alice, django_assert_num_queries):
    limit(per_minute=1, at_once=1, tokens_per_day=1, tokens_per_month=1, usd_per_day=1, usd_per_month=1)
    with django_assert_num_queries(4):
        lines_for(alice)
