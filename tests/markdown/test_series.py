"""Of an open list or table the page gets the last part again, and nothing else."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.markdown.page import read, streamed

LISTS = ["\n- ", "\n1. ", "\n2. ", "\n* ", "\n  - ", "\n", "\n\n", "**", "`", "[", "](u", ")", "# ", "> ", "| "]


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


DOCUMENTS = [
    "- one two\n- three four\n - five six\n - seven eight\n  - in eight\n- nine",
    "9. Item nine\n10. Item ten\n   1. beside ten\n   2. beside it\n11. Item eleven\n    1. in eleven",
    "1. Do this:\n   ```py\n   def take(the, thing):\n       pass\n   ```\n2. Then\n   ### Title here\n3. | a | b |",
    "- [ ] one task\n\n- [ ] two tasks",
    "- Use *args and\n- Another item\n  goes on here\n- `code` and **bold words** here\n  - in **there** too\n- out",
    "| a | b |\n|---|--:|\n| one | **two** |\n| three | `fo\\|ur` |\nfive six\n| seven |",
]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("size", [1, 3, 7])
def test_the_page_looks_as_if_all_had_come_at_once(document, size):
    pieces = [document[start : start + size] for start in range(0, len(document), size)]
    for count in range(1, len(pieces) + 1):
        page, _updates = streamed(*pieces[:count])
        once, _update = streamed("".join(pieces[:count]))
        assert plain(page.done + page.open) == plain(once.done + once.open)


def plain(html):
    """Without what makes no difference to the eye."""
    return re.sub(r"\s+", " ", html.replace("</tbody>\n<tbody>", "")).replace(" <", "<").replace("> ", ">")
