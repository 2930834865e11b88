"""Inline thoughts arrive as reasoning wherever their tags are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.wire.think import ThinkSplitter


def split(pieces: list[str]) -> tuple[str, str]:
    splitter = ThinkSplitter()
    found = [splitter.feed(piece) for piece in pieces] + [splitter.finish()]
    return "".join(text for text, _ in found), "".join(reasoning for _, reasoning in found)


@pytest.mark.parametrize(
    ("answer", "text", "reasoning"),
    [
        ("<think>hm</think>yes", "yes", "hm"),
        ("\n <think>a < b</think>\n\nyes", "\n\nyes", "a < b"),
        ("plain <think>no</think>", "plain <think>no</think>", ""),
        ("<thin air", "<thin air", ""),
        ("<think>never closed </thi", "", "never closed </thi"),
        ("  ", "  ", ""),
        ("", "", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_tags_may_be_cut_anywhere(answer: str, text: str, reasoning: str, size: int) -> None:
    assert split([answer[i : i + size] for i in range(0, len(answer), size)]) == (text, reasoning)


def test_blanks_without_end_are_text_soon_and_whole() -> None:
    splitter = ThinkSplitter()
    assert "".join(splitter.feed(" " * 600)[0] for _ in range(4)) == " " * 2400
    assert (splitter.feed("<think>x"), splitter.finish()) == (("<think>x", ""), ("", ""))


@pytest.mark.parametrize("size", [1, 7, 5000])
@pytest.mark.parametrize(("blanks", "thinks"), [(1000, True), (1001, False)])
def test_how_many_blanks_may_come_first_does_not_depend_on_the_cuts(blanks: int, thinks: bool, size: int) -> None:
    answer = " " * blanks + "<think>hm</think>yes"
    found = split([answer[i : i + size] for i in range(0, len(answer), size)])
    assert found == (("yes", "hm") if thinks else (answer, ""))


@given(st.lists(st.text(alphabet="<think/> x", max_size=4)))
def test_nothing_is_lost(pieces: list[str]) -> None:
    whole = "".join(pieces)
    text, reasoning = split(pieces)
    assert len(text) + len(reasoning) >= len(whole.replace("<think>", "").replace("</think>", "").strip())
    assert text in whole and reasoning in whole
