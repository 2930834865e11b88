"""A long run of the same marks costs what its length says: no step of the way tries every place within it."""

import pytest

from playground.markdown import StreamRenderer, render
from tests.cpu import at_most

RUNS = {
    "blanks before a letter": "hello\n" + " " * 50_000 + "x",
    "quotes before a letter": "hello\n" + "> " * 8_000 + "x",
    "blanks before half a row": "| a |\n" + " " * 50_000 + "|x",
    "blanks in code": "```\n" + " " * 50_000 + "x",
    "marks in code": "````\n" + "```\t" * 12_000 + "x",
    "formulas without an end": "\\[ a\n" * 4_000,
    "quoted formulas without an end": "> \\[ a\n" * 4_000,
    "dollars without an end": "$$ a\n" * 4_000,
    "dashes below a bar": "|a\n" + "-" * 50_000 + "x",
    "items": "- an *item*\n" * 1_500,
    "items within items": "- an item\n" + "  - another\n" * 1_500,
    "items beside each other": "- an item\n - another\n" * 700,
    "loose items": "- an *item*\n\n" * 1_000,
    "rows": "| a | b |\n|---|---|\n" + "| c | *d* |\n" * 700,
    "tables in an item": "- an item\n- another\n" + "  | a |\n  |---|\n  | b |\n  text\n" * 250,
}


@pytest.mark.parametrize("name", RUNS)
def test_whole(name: str) -> None:
    with at_most(2):
        render(RUNS[name])


@pytest.mark.parametrize("name", RUNS)
def test_as_it_arrives(name: str) -> None:
    renderer = StreamRenderer()
    renderer.feed(RUNS[name])
    with at_most(2):
        renderer.flush()
        while renderer.is_behind:
            renderer.flush()


@pytest.mark.parametrize("name", RUNS)
def test_as_it_is_shown(name: str) -> None:
    renderer, text = StreamRenderer(), RUNS[name]
    with at_most(4):
        for start in range(0, len(text), 100):
            renderer.feed(text[start : start + 100])
            renderer.flush()


def test_a_formula_has_its_lines() -> None:
    for lines, count in ((90, 1), (110, 0)):
        assert render("\\[\n" + "a + b\n" * lines + "\\]\n").count('<div class="math block">') == count
