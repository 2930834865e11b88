"""Text on its way in."""

from hypothesis import given
from hypothesis import strategies as st

from playground.markdown.boundary import find_boundary
from playground.markdown.clean import normalize
from playground.markdown.intake import Intake

PIECES = st.lists(st.text(alphabet="ab\r\n", max_size=5), max_size=20)


def drained(intake: Intake, size: int | None) -> str:
    taken = ""
    while intake:
        taken += intake.take(size)
    return taken


@given(PIECES, st.one_of(st.none(), st.integers(1, 4)))
def test_everything_comes_out_with_normal_line_ends(pieces: list[str], size: int | None) -> None:
    intake, taken = Intake(), ""
    for piece in pieces:
        intake.feed(piece)
        taken += drained(intake, size)
    assert taken == normalize("".join(pieces).removesuffix("\r"))


def test_what_was_put_back_comes_first() -> None:
    intake = Intake()
    intake.feed("abcdef")
    intake.feed("gh")
    assert intake.take(3) == "abc"
    intake.put_back("bc")
    assert drained(intake, 2) == "bcdefgh"


def test_half_a_line_end_is_nothing_to_take() -> None:
    intake = Intake()
    intake.feed("\r")
    assert not intake
    intake.feed("\n")
    assert intake.take() == "\n"


def test_code_is_read_on_where_it_was_left() -> None:
    lines = ["  ```\n", "  a\n", "\n", "    b\n", " c\n", "   ``", "d\n", "  e"]
    fence = find_boundary(lines[0], {}).fence
    assert fence is not None
    texts = ["".join(lines[:count]) for count in range(1, len(lines) + 1)]
    assert [fence.content(text) for text in texts][-4:] == [
        "a\n\n  b\nc\n",
        "a\n\n  b\nc\n",
        "a\n\n  b\nc\n ``d\n",
        "a\n\n  b\nc\n ``d\ne",
    ]
