"""Hostile input is shown as it was written, so that it does not hold up everybody else."""

import pytest
from markdown_it.rules_block import StateBlock

from playground.markdown import StreamRenderer, incremental, render
from playground.markdown.budget import BLOCK_BUDGET, DOCUMENT_BUDGET, estimate
from playground.markdown.incremental import REST
from playground.markdown.nesting import quoted_lines
from playground.markdown.parser import PARSER
from tests.cpu import at_most

from .page import Page, read

HOSTILE = {
    "brackets": "[" * 20_000,
    "link pairs": "[a][" * 8_000,
    "stars": "*a " * 20_000,
    "wide table": "|a" * 256 + "|\n" + "|-" * 256 + "|\n" + "a\n" * 4_000,
    "short lines": "a\n" * 30_000,
    "deep lists": "\n".join("  " * depth + "- a" for depth in range(60)),
    "deep quotes": "\n".join("> " * depth + "a" for depth in range(1, 80)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_costly_block_is_shown_whole_and_as_written(name: str) -> None:
    html = render(HOSTILE[name])
    assert html.startswith('<pre class="raw"')
    assert read(html).text.strip() == HOSTILE[name].strip()


def test_its_neighbours_are_rendered() -> None:
    html = render("# Title\n\n" + "[" * 2_000 + "\n\n**end**")
    assert html.startswith("<h1>Title</h1>\n<pre")
    assert html.endswith("<p><strong>end</strong></p>\n")


def test_code_may_be_long() -> None:
    assert render("```json\n" + "[[1], [2]]\n" * 2_000 + "```").startswith("<figure")


def test_a_text_beyond_the_budget_is_shown_as_written() -> None:
    source = "A <b>paragraph</b>.\n\n" * 60_000
    assert estimate(source) > DOCUMENT_BUDGET
    assert render(source).count("<") == 4
    assert read(render(source)).text.strip() == source.strip()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_costly_block_is_appended_as_it_arrives(name: str) -> None:
    page, renderer, source = Page(), StreamRenderer(), HOSTILE[name]
    for start in range(0, len(source), 500):
        renderer.feed(source[start : start + 500])
        page.apply(renderer.flush())
    while renderer.is_behind:
        page.apply(renderer.flush())
    assert read(page.done + page.open).text.split() == read(render(source)).text.split()


def test_an_open_costly_block_shows_all_of_its_text() -> None:
    page, renderer = Page(), StreamRenderer()
    for _ in range(20):
        renderer.feed("[" * 500)
        page.apply(renderer.flush())
    while renderer.is_behind:
        page.apply(renderer.flush())
    assert read(page.open).text.strip() == "[" * 10_000


def test_one_flush_stays_within_the_budget_and_says_that_there_is_more() -> None:
    page, renderer = Page(), StreamRenderer()
    renderer.feed("A paragraph.\n\n" * 20_000)
    flushes = 0
    while renderer.is_behind:
        page.apply(renderer.flush())
        flushes += 1
    assert flushes > 5
    assert page.done.count("<p>") == 20_000


def test_a_long_open_block_is_not_rendered_again_at_every_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    costs: list[float] = []
    to_html = incremental.to_html
    monkeypatch.setattr(incremental, "to_html", lambda text, env: costs.append(estimate(text)) or to_html(text, env))
    renderer = StreamRenderer()
    for _ in range(400):
        renderer.feed("- a loose item\n\n")
        renderer.flush()
    assert max(costs) > 4 * REST
    assert sum(costs) <= 400 * REST + BLOCK_BUDGET


@pytest.mark.parametrize(
    ("head", "part"),
    [("", ("- **An", " item**", " with words\n")), ("| a | b |\n|---|---|\n", ("| o", "ne | **tw", "o** |\n"))],
)
def test_of_a_long_open_series_the_last_parts_are_rendered(
    monkeypatch: pytest.MonkeyPatch, head: str, part: tuple[str, ...]
) -> None:
    sizes: list[int] = []
    to_html = incremental.to_html
    monkeypatch.setattr(incremental, "to_html", lambda text, env: sizes.append(len(text)) or to_html(text, env))
    renderer = StreamRenderer()
    renderer.feed(head)
    for _ in range(400):
        for piece in part:
            renderer.feed(piece)
            renderer.flush()
    assert max(sizes) < len(head) + 3 * len("".join(part))


def test_a_settled_text_costs_what_its_length_says(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    to_html = incremental.to_html
    monkeypatch.setattr(incremental, "to_html", lambda text, env: sizes.append(len(text)) or to_html(text, env))
    renderer = StreamRenderer()
    for _ in range(200):
        for piece in ("A short ", "paragraph.", "\n\n"):
            renderer.feed(piece)
            renderer.flush()
    assert sum(sizes) <= 3 * 200 * len("A short paragraph.\n\n")


NESTED = {
    "quotes that end early": ">" * 20 + "\n=\n",
    "quotes of a heading": "> # a\nb\n",
    "quotes of an indented item": ">> a\n    - b\n",
    "quotes in a list": "  >>\n  =\n",
    "stairs of quotes": "> # a\n>> # b\n>>> # c\nd\n",
    "lists in lists": "- " * 20 + "a\n",
    "one list after another": "- a\n+ b\n",
    "quotes after a fence": "a\n```\n\n```\n" + ">>\n=\n" * 50,
    "lists in quotes": "> - " * 10 + "# a\nb\n",
}


@pytest.mark.parametrize("name", NESTED)
def test_blocks_in_blocks_cost_what_the_length_says(name: str) -> None:
    source = "- a\n" + NESTED[name] * (100_000 // len(NESTED[name]))
    with at_most(3):
        render(source)


@pytest.mark.parametrize("name", NESTED)
def test_a_flush_is_not_held_up_by_blocks_in_blocks(name: str) -> None:
    renderer = StreamRenderer()
    renderer.feed("- a\n" + NESTED[name] * (100_000 // len(NESTED[name])))
    with at_most(1):
        renderer.flush()


def parsed_lines(source: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many lines the parser takes quotes to reach over."""
    sizes: list[int] = []
    tokenize = PARSER.block.tokenize

    def counted(state: StateBlock, start: int, end: int) -> None:
        sizes.append(end - start if state.parentType == "blockquote" else 0)
        tokenize(state, start, end)

    with monkeypatch.context() as patch:
        patch.setattr(PARSER.block, "tokenize", counted)
        PARSER.block.parse(source, PARSER, {}, [])
    return sum(sizes[1:])


@pytest.mark.parametrize("name", NESTED)
def test_no_quote_reaches_farther_than_estimated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = NESTED[name] * 20
    assert parsed_lines(source, monkeypatch) <= quoted_lines(source)


@pytest.mark.parametrize(
    "source",
    [
        "> A long quote, with words.\n" * 900,
        "> A quote\n" + "that goes on without marks\n" * 900,
        "> Dear all,\n>\n> > what was written\n> > before\n>\n> an answer\n>\n" * 60,
        "```python\n" + ">>> [1, 2]\n[1, 2]\n" * 900 + "```\n",
        "- an item\n  - another, with > in it\n" * 400,
    ],
)
def test_ordinary_quotes_are_rendered(source: str) -> None:
    renderer = StreamRenderer()
    renderer.feed(source + "\n\nEnd.\n\n")
    while renderer.is_behind:
        assert 'class="raw"' not in (renderer.flush().open or "")
    assert 'class="raw"' not in render(source)


def test_a_long_address_is_not_repeated() -> None:
    source = f"[a]: https://x.example/{'x' * 50_000}\n\n" + "See [a].\n\n" * 100
    assert len(render(source)) < 2 * len(source)
