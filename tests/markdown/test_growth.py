"""Words that follow words are appended, without rendering the block again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.markdown import More, StreamRenderer
from tests.markdown.page import Page, read


def streamed(*pieces):
    """The page after all pieces, and the updates that made it."""
    renderer, page, updates = StreamRenderer(), Page(), []
    for piece in pieces:
        renderer.feed(piece)
        updates.append(renderer.flush())
        page.apply(updates[-1])
    return page, updates


@pytest.mark.parametrize(
    "start", ["Some words", "Some **bold** words", "1. An item", "- One\n- Two", "- Outer\n  - Inner", "> Quoted"]
)
def test_words_are_appended(start):
    page, updates = streamed(start, " and more", ", so it goes.")
    assert [update.more and update.more.html for update in updates[1:]] == [" and more", ", so it goes."]
    assert all(update.open is None for update in updates[1:])
    assert "and more, so it goes." in read(page.open).text


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


LISTS = ["\n- ", "\n1. ", "\n2. ", "\n* ", "\n  - ", "\n", "\n\n", "**", "`", "[", "](u", ")", "# ", "> ", "```", "| "]


@given(st.lists(st.sampled_from([*LISTS, *["tea", " and", " milk", " so ", "x"] * 2]), max_size=40))
@example(["\n- ", "x", "\n- ", "x", "tea", " and", "\n- ", "tea"])
@example(["\n- ", "tea", "\n- ", "milk", "\n- ", "**", "\n- ", "so"])
def test_a_list_shows_what_a_rendering_would_show(pieces):
    page, _updates = streamed(*pieces)
    once, _update = streamed("".join(pieces))
    assert read(page.done + page.open).text.split() == read(once.done + once.open).text.split()


def test_another_item_joins_its_list():
    page, updates = streamed("- One **bo", "ld**", "\n- Tw", "o words", "\n  - In", "ner", "\n- Three")
    assert [update.open for update in updates[3:]] == [None] * 4
    assert all(update.more.html.count("<li>") <= 3 for update in updates[3:])
    assert page.open == streamed("- One **bold**\n- Two words\n  - Inner\n- Three")[0].open


@pytest.mark.parametrize("next_line", ["\n* Another list", "\n1. Another list", "\n\n- A loose list", "\n# Heading\n"])
def test_what_is_no_item_of_the_list_is_rendered_with_it(next_line):
    _page, updates = streamed("- One\n- Two words", next_line)
    assert updates[1].open is not None
