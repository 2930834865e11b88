"""Colours for code, and when there are none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name

from playground.markdown import highlight as module
from playground.markdown.highlight import LANGUAGES, highlight

from .page import read

CODE = 'def f(x: int) -> str:\n    return "s"  # why\n'


def test_colours() -> None:
    html = highlight(CODE, "python")
    assert '<span class="k">def</span>' in html
    assert '<span class="f">f</span>' in html
    assert '<span class="s">"s"</span>' in html
    assert '<span class="c"># why</span>' in html


@pytest.mark.parametrize("name", sorted(LANGUAGES))
def test_every_language_exists_and_keeps_the_text(name: str) -> None:
    assert get_lexer_by_name(name)
    assert read(highlight(CODE, name)).text == CODE


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n\t\"'`<>&/*#={}()$\\", max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_no_text_is_lost_or_acts(code: str, language: str) -> None:
    assert read(highlight(code, language)).text == code


def test_case_of_the_name_does_not_matter() -> None:
    assert "<span" in highlight(CODE, "Python")


@pytest.mark.parametrize(
    ("code", "language"),
    [(CODE, ""), (CODE, "no-such-language"), ("x = 1\n" * 5_000, "python"), ("x" * 2_000, "python")],
)
def test_plain_where_it_cannot_be_coloured(code: str, language: str) -> None:
    assert highlight(code, language) == code.replace(">", "&gt;")


def test_a_lexer_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SECONDS", -1)
    assert highlight("given_up = '<'", "python") == "given_up = '&lt;'"
