"""The updates a page gets while a text is being written."""

import pytest

from playground.markdown import More, StreamRenderer, Update, render

from .page import Page


def updates(*chunks: str) -> list[Update]:
    renderer, collected = StreamRenderer(), []
    for chunk in chunks:
        renderer.feed(chunk)
        collected.append(renderer.flush())
    return collected


def test_an_open_paragraph_is_replaced() -> None:
    assert [update.open for update in updates("one", " [two](https://a.b/)")] == [
        "<p>one</p>\n",
        '<p>one <a href="https://a.b/" target="_blank" rel="noopener noreferrer nofollow">two</a></p>\n',
    ]


def test_a_settled_paragraph_moves() -> None:
    assert updates("one", "\n\n")[1] == Update(done="<p>one</p>\n", open="")


def test_nothing_new_changes_nothing() -> None:
    assert updates("one", "") == [Update(open="<p>one</p>\n"), Update()]


def test_a_list_waits_for_what_follows() -> None:
    assert updates("- a\n\n", "- b\n\n", "after")[1].done == ""
    assert updates("- a\n\n", "- b\n\n", "after\n")[2].done.count("<li>") == 2


def test_an_open_fence_only_grows() -> None:
    first, *rest = updates("```py\nx <", " 1", "\ny\n", "``", "`\n")
    assert first.open is not None
    assert "<code>x &lt;</code>" in first.open
    assert [update.more for update in rest] == [More(" 1", 3), More("\ny\n", 3), None, None]
    assert rest[-1].open == ""
    assert "<span" in rest[-1].done
    assert "id=" not in rest[-1].done


def test_an_indented_fence_grows_without_its_indent() -> None:
    page, renderer = Page(), StreamRenderer()
    for character in "  ```\n  a\n    b\n c\n":
        renderer.feed(character)
        page.apply(renderer.flush())
    assert ">a\n  b\nc\n</code>" in page.open


def test_code_that_looks_like_its_end_is_shown_when_it_is_not() -> None:
    assert [update.more for update in updates("````\na\n", "```", "\n")[1:]] == [None, More("```\n", 3)]


def test_text_after_a_fence_is_rendered_at_once() -> None:
    assert updates("```\na\n", "```\nand")[1].open == "<p>and</p>\n"


def test_two_fences_in_one_flush() -> None:
    update = updates("```\na\n```\n```\nb")[0]
    assert "a\n" in update.done
    assert update.open is not None
    assert "b</code>" in update.open


def test_half_a_line_end_waits() -> None:
    first, second = updates("a\r", "\nb")
    assert first.open == "<p>a</p>\n"
    assert second.open == "<p>a\nb</p>\n"


def test_a_definition_serves_the_blocks_after_it() -> None:
    assert 'href="https://example.com"' in updates("[d]: https://example.com\n\n", "see [d]\n\n")[1].done


def test_half_a_definition_serves_nobody() -> None:
    assert 'href="https://example.com"' in updates("[d]: https://exa", "mple.com\n\n[d]\n\n")[1].done


@pytest.mark.parametrize("line", ["# a | b", "``` a | b", "> a | b", "a | b"])
def test_a_line_with_a_bar_may_become_the_header_of_a_table(line: str) -> None:
    chunks = [f"{line}\n", "|---|---|\n", "| c | d |\n", "```\n", "\nAfter.\n\n", "# End\n\n"]
    page = Page()
    renderer = StreamRenderer()
    for chunk in chunks:
        renderer.feed(chunk)
        page.apply(renderer.flush())
    assert render("".join(chunks)).startswith(page.done)
    assert "<th>" in render("".join(chunks))


def test_a_heading_is_settled_at_once() -> None:
    assert updates("# A | B\n")[0].done == ""
    assert updates("# A\n")[0].done == "<h1>A</h1>\n"
