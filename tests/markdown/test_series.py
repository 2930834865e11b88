"""Of an open list or table the page gets the last part again, and nothing else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.markdown.page import read, streamed

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


TABLES = ["| a | b |\n|---|:-:|\n", "\n| ", " | ", "|", "\n", "\n\n", "**", "`", "\\|", "--", "# ", "- "]


@given(st.lists(st.sampled_from([*TABLES, *["tea", " and", "x", "5"] * 2]), max_size=40))
@example(["| a | b |\n|---|:-:|\n", "| tea", " | x", " |\n| ", "and"])
def test_a_table_shows_what_a_rendering_would_show(pieces):
    page, _updates = streamed(*pieces)
    once, _update = streamed("".join(pieces))
    assert read(page.done + page.open).text.split() == read(once.done + once.open).text.split()


def test_another_row_joins_its_table():
    page, updates = streamed("| a | b |\n|---|---|\n| one | t", "wo |\n", "| **thr", "ee** | four |\n| fi", "ve |")
    assert [update.open for update in updates[1:]] == [None] * 4
    assert [update.more and update.more.html.count("<tr>") for update in updates[1:]] == [1, 2, 2, 1]
    assert page.open.count("<tbody>") == 3
    assert read(page.open).text.split() == ["a", "b", "one", "two", "three", "four", "five"]
