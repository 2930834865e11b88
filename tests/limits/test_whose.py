"""Whose use a limit counts, and which of several holds."""

import pytest

from playground.chat.refusal import Refusal
from playground.chat.services import turns
from tests import factories

from .conftest import limit, used


@pytest.fixture
def bobs(bob, model):
    return factories.conversation(bob, model)


def title(ask, conversation) -> str:
    with pytest.raises(Refusal) as refusal:
        ask(conversation)
    return refusal.value.title


def test_everybody_has_their_own(ask, conversation, bobs):
    limit(per_minute=1)
    ask(conversation)
    ask(bobs)


def test_a_persons_own_takes_the_place_of_everybodys(ask, conversation, alice, bobs):
    limit(per_minute=1)
    limit(user=alice, per_minute=3)
    assert [ask(conversation) for _ in range(3)] == [1] * 3
    ask(bobs)
    assert "1 answer per minute" in title(ask, bobs)


def test_number_by_number(ask, conversation, alice):
    limit(tokens_per_day=100)
    limit(user=alice, per_minute=30)
    used(alice, output_tokens=100)
    assert "100 tokens per day" in title(ask, conversation)


def test_each_member_of_a_group(ask, conversation, alice, bob, bobs, lab):
    limit(group=lab, per_minute=1)
    lab.user_set.add(alice, bob)
    ask(conversation)
    ask(bobs)
    assert title(ask, bobs) == "Your limit is reached: 1 answer per minute."


def test_members_together(ask, conversation, alice, bob, bobs, lab):
    limit(group=lab, kind="together", per_minute=1)
    lab.user_set.add(alice, bob)
    ask(conversation)
    assert title(ask, bobs) == "The limit of the group Lab together is reached: 1 answer per minute."


def test_members_together_have_one_budget(ask, conversation, alice, bob, lab):
    limit(group=lab, kind="together", usd_per_day=5)
    lab.user_set.add(alice, bob)
    used(bob, cost=5)
    assert "$5.00 per day" in title(ask, conversation)


def test_members_together_run_so_many(ask, conversation, alice, bob, bobs, lab):
    limit(group=lab, kind="together", at_once=1)
    lab.user_set.add(alice, bob)
    ask(conversation, goes_on=True)
    assert "1 answer at a time" in title(ask, bobs)


def test_others_are_not_concerned(ask, conversation, alice, bobs, lab):
    limit(group=lab, per_minute=0)
    limit(group=lab, kind="together", per_minute=0)
    limit(user=alice, per_minute=0)
    limit(endpoint=factories.endpoint(), per_minute=0)
    ask(bobs)


@pytest.mark.parametrize("number", [{"per_minute": 1}, {"usd_per_day": 5}, {"tokens_per_month": 10}])
def test_an_endpoint_whoever_uses_it(ask, conversation, alice, bobs, model, number):
    limit(endpoint=model.endpoint, **number)
    ask(conversation)
    used(alice, model.endpoint, output_tokens=10, cost=5)
    assert title(ask, bobs).startswith(f"The limit of the endpoint {model.endpoint} is reached")


def test_only_what_goes_there_counts(ask, alice, model):
    limit(endpoint=model.endpoint, per_minute=1)
    elsewhere = factories.model()
    assert ask(factories.conversation(alice, model, elsewhere, elsewhere)) == 3


def test_the_strictest_wins(ask, conversation, alice, lab):
    lab.user_set.add(alice)
    limit(per_minute=5)
    limit(group=lab, per_minute=1)
    ask(conversation)
    assert "1 answer per minute" in title(ask, conversation)


def test_of_several_that_are_reached_the_one_that_ends_last_is_told(ask, conversation, alice):
    limit(per_minute=1, tokens_per_day=10, tokens_per_month=10)
    ask(conversation)
    used(alice, output_tokens=10)
    assert "tokens per month" in title(ask, conversation)


def test_an_endpoint_that_is_full_keeps_no_other_from_answering(alice, model):
    elsewhere, full = factories.model(), limit(endpoint=model.endpoint, per_minute=0)
    conversation = factories.conversation(alice, model, elsewhere)
    sent = turns.send(conversation, "Why?", "n")
    assert [each.model for each in sent.generations] == [elsewhere]
    assert sent.full.rule.who.pk == full.endpoint_id
    [skipped] = sent.skipped
    assert (skipped.model, skipped.head.text) == (model, "Why?")


def test_each_pane_says_which_limit_kept_it_also_after_a_reload(client, alice, model):
    full = [model, factories.model()]
    for each in full:
        limit(endpoint=each.endpoint, tokens_per_day=0 if each is model else 10)
    used(alice, full[1].endpoint, output_tokens=10)
    conversation = factories.conversation(alice, *full, factories.model())
    client.force_login(alice)
    data, htmx = {"text": "Why?", "nonce": "n"}, {"HX-Request": "true"}
    sent = client.post(f"/c/{conversation.uuid}/send/", data, headers=htmx).content.decode()
    page = client.get(f"/c/{conversation.uuid}/").content.decode()
    for each in full:
        reason = f"Not asked here. The limit of the endpoint {each.endpoint.name} is reached: "
        assert sent.count(reason) == page.count(reason) == 1
    assert sent.count("There is room again on ") == page.count("There is room again on ") >= 1
    assert "could answer then" not in sent + page


def test_and_the_page_says_so(client, alice, model):
    limit(endpoint=model.endpoint, per_minute=0)
    conversation = factories.conversation(alice, model, factories.model())
    client.force_login(alice)
    data, htmx = {"text": "Why?", "nonce": "n"}, {"HX-Request": "true"}
    page = client.post(f"/c/{conversation.uuid}/send/", data, headers=htmx).content.decode()
    assert f"The limit of the endpoint {model.endpoint} is reached" in page
    assert "The other models are answering" in page
    assert "Nothing was sent" not in page


def test_with_two_full_endpoints_the_third_answers(alice, model):
    second, third = factories.model(), factories.model()
    for full in (model, second):
        limit(endpoint=full.endpoint, per_minute=0)
    sent = turns.send(factories.conversation(alice, model, second, third), "Why?", "n")
    assert [each.model for each in sent.generations] == [third]
    assert len(sent.skipped) == 2


def test_a_limit_of_ones_own_stops_all(alice, model):
    limit(endpoint=model.endpoint, per_minute=0)
    limit(user=alice, per_minute=0)
    with pytest.raises(Refusal, match="Your limit is reached"):
        turns.send(factories.conversation(alice, model, factories.model()), "Why?", "n")
