"""Words that follow words are appended, without rendering the block again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import More
from tests.markdown.page import read, streamed


@pytest.mark.parametrize(
    "start", ["Some words", "Some **bold** words", "1. An item", "- One\n- Two", "- Outer\n  - Inner", "> Quoted"]
)
def test_words_are_appended(start):
    page, updates = streamed(start, " and more", ", so it goes.")
    assert [update.more and update.more.html for update in updates[1:]] == [" and more", ", so it goes."]
    assert all(update.open is None for update in updates[1:])
    assert "and more, so it goes." in read(page.open).text


def test_words_are_appended_where_none_are_parted_by_blanks():
    page, updates = streamed("令牌桶按固定速率放入令牌，", "桶满即止", "。请求取走一个令牌", "就能通过")
    assert [update.more and update.more.html for update in updates[1:]] == [
        "桶满即止",
        "。请求取走一个令牌",
        "就能通过",
    ]
    assert "令牌，桶满即止。请求取走一个令牌就能通过" in read(page.open).text


def test_an_address_beside_wide_characters_is_rendered():
    _page, updates = streamed("见https://a.exam", "ple 了")
    assert updates[1].more is None


@pytest.mark.parametrize("new", [" *", " `", "\n", " [", " **bo", "\n\nNew", "_", " $"])
def test_what_may_mean_something_is_rendered(new):
    _page, updates = streamed("Some words", new + "x")
    assert updates[1].more is None


@pytest.mark.parametrize(
    "start", ["Some **bo", "`cod", "[lin", "1", "-", "# ", "| a |", "https://a.exam", "www.", "**"]
)
def test_what_is_unfinished_is_rendered(start):
    _page, updates = streamed(start, "x y")
    assert updates[1].more is None


@pytest.mark.parametrize("start", ["- ```some words", "- ~~~\n  some words", "1. # Some words\n\n   ***"])
def test_what_is_no_text_of_its_item_is_rendered(start):
    _page, updates = streamed(start, " and more")
    assert updates[1].more is None or updates[1].more.replaces


@pytest.mark.parametrize(
    ("new", "html"),
    [
        (" **bold** words", " <strong>bold</strong> words"),
        (" <b>", " &lt;b&gt;"),
        (" `a*b`", " <code>a*b</code>"),
        (" a_b &amp; c", " a_b &amp; c"),
    ],
)
def test_complete_marks_are_rendered_by_themselves(new, html):
    _page, updates = streamed("Some words", new)
    assert updates[1].more == More(html, 1)


def test_a_link_is_appended_safely():
    _page, updates = streamed("Some words", " https://a.example/x or javascript:alert(1) ")
    assert read(updates[1].more.html).links == ["https://a.example/x"]


def test_blanks_between_words_are_kept():
    page, _updates = streamed("Some words ", "and ", " more")
    assert read(page.open).text.split() == ["Some", "words", "and", "more"]


@given(
    st.lists(
        st.sampled_from(["tea ", "and", " milk", ". ", ", ", "A", "**", "1", "(", ")", "- ", "\n", "’s "]), max_size=30
    )
)
def test_the_page_shows_what_a_rendering_would_show(pieces):
    page, _updates = streamed(*pieces)
    once, _update = streamed("".join(pieces))
    assert read(page.done + page.open).text.split() == read(once.done + once.open).text.split()
