"""Which limit, how much is used, when there is room again: in both languages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from playground.limits.activity import Who
from playground.limits.admission import Reached
from playground.limits.models import Limit
from playground.limits.rules import Rule
from playground.limits.use import Standing, next_month, tomorrow
from playground.limits.wording import end_text, summary, text_of, title_of

USER, LAB, PLACE = Who("user", 1), Who("group", 1), Who("endpoint", 1)


def reached(measure, limit, used, who=USER, name="", wanted=1, **more) -> Reached:
    return Reached(Rule(who, name, {measure: limit}), Standing(measure, limit, used, **more), wanted)


def soon(seconds: float):
    return timezone.now() + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (reached("per_minute", 20, 20), "Your limit is reached: 20 answers per minute."),
        (reached("at_once", 1, 1), "Your limit is reached: 1 answer at a time."),
        (
            reached("tokens_per_day", 50_000, 1, LAB, "Lab"),
            "The limit of the group Lab together is reached: 50,000 tokens per day.",
        ),
        (
            reached("usd_per_month", Decimal(5), 1, PLACE, "Box"),
            "The limit of the endpoint Box is reached: $5.00 per month.",
        ),
    ],
)
def test_the_title_says_whose_and_what(found, title):
    assert title_of(found) == title


def test_seconds_are_told_as_seconds():
    text = text_of(reached("per_minute", 20, 20, free_at=soon(34.2)))
    assert text == "Used: 20 of 20. Nothing was sent, and nothing is lost. You can go on in 34 seconds."


def test_a_question_to_several_models_says_so():
    text = text_of(reached("per_minute", 3, 2, wanted=2, free_at=soon(34)))
    assert text.startswith("Used: 2 of 3. This question asks 2 models. Nothing was sent")


def test_days_are_told_with_date_zone_and_distance():
    text = text_of(reached("usd_per_day", Decimal(5), Decimal("5.013"), free_at=soon(3 * 3600 + 20)))
    assert "Used: $5.01 of $5.00." in text
    assert "It begins anew on " in text
    assert "UTC, in 3\xa0hours." in text


def test_what_runs_may_leave_room():
    text = text_of(reached("tokens_per_day", 1000, 900, pending=450, free_at=soon(7200)))
    assert "Used: 900 of 1,000, and about 450 by answers that are running." in text
    assert "There may be room when the running answers have ended" in text


def test_in_chinese():
    with translation.override("zh-hans"):
        found = reached("per_minute", 20, 20, free_at=soon(34))
        assert "你" in title_of(found)
        assert "34 秒" in text_of(found)
        assert "answer" not in title_of(found) + text_of(found)


def test_periods_begin_at_midnight_of_the_servers_zone(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    for moment in (tomorrow(), next_month()):
        local = timezone.localtime(moment)
        assert (local.hour, local.minute, local.tzname()) == (0, 0, "CST")
    assert timezone.localtime(next_month()).day == 1


def test_a_row_in_one_line():
    row = Limit(per_minute=20, tokens_per_day=50_000, usd_per_month=Decimal("7.5"))
    assert summary(row) == "20 answers per minute · 50,000 tokens per day · $7.50 per month"


def test_an_end_that_is_past_is_now():
    assert end_text(soon(-5)) == "in 1 second"
