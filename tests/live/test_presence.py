"""Who may still be here is asked in two queries, however many are."""

from django.test import Client

from playground.live import admission
from playground.live.sockets import Visitor
from tests import factories


def visitors(count: int) -> dict[str, Visitor]:
    """People who are signed in, by session."""
    found = {}
    for _ in range(count):
        browser = Client()
        browser.force_login(factories.user())
        key = browser.session.session_key
        found[key] = admission.arrive(key)
    return found


def test_two_queries(db, django_assert_num_queries):
    there = visitors(12)
    with django_assert_num_queries(2):
        assert admission.signed_out(there) == set()


def test_who_was_deleted_is_out(db):
    there = visitors(3)
    gone = next(iter(there))
    factories.User.objects.filter(pk=there[gone].user_id).delete()
    assert admission.signed_out(there) == {gone}
