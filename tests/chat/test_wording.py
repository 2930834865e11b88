"""Texts and titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.chat import wording


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Why?", "Why?"),
        ("\n\n  Why is   the sky blue?\nBecause?", "Why is the sky blue?"),
        ("## A heading\ntext", "A heading"),
        ("```\nprint(1)\n```", "print(1)"),
        ("- one\n- two", "- one"),
        ("word " * 40, ("word " * 16).strip() + "…"),
        ("x" * 100, "x" * 80 + "…"),
        ("天空为什么是蓝色的？", "天空为什么是蓝色的？"),
    ],
)
def test_titles(question, title):
    assert wording.title(question) == title


@given(st.text(st.characters(), min_size=1))
def test_a_title_is_short_and_on_one_line(text):
    title = wording.title(text)
    assert len(title) <= wording.TITLE_CHARACTERS + 1
    assert "\n" not in title


@given(st.text(st.characters()))
def test_what_is_kept_can_be_encoded_and_has_no_nul(text):
    assert b"\0" not in wording.keepable(text).encode()


def test_indentation_and_blank_lines_inside_stay():
    assert wording.question("\n    code\n\n  more  \n") == "    code\n\n  more"
