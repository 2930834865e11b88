"""However a text arrives, what has settled on the page is what rendering the whole text at once begins with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.markdown import StreamRenderer, render

from .documents import DOCUMENTS, chunked, soups, texts
from .page import Page, read

END = "\n\n# End\n\n"  # settles whatever came before, except for an open fence


def stream(chunks: list[str]) -> Page:
    page, renderer = Page(), StreamRenderer()
    for chunk in chunks:
        renderer.feed(chunk)
        page.apply(renderer.flush())
    while renderer.is_behind:
        page.apply(renderer.flush())
    return page


@settings(max_examples=400, deadline=None)
@given(chunked(texts.filter(lambda text: "]:" not in text)))
def test_any_chunks(chunks: list[str]) -> None:
    assert render("".join(chunks)).startswith(stream(chunks).done)


@settings(max_examples=300, deadline=None)
@given(chunked(soups.filter(lambda text: "]:" not in text and "```" not in text and "~~~" not in text)))
def test_any_chunks_to_their_end(chunks: list[str]) -> None:
    page = stream([*chunks, END])
    assert (page.done, page.open) == (render("".join(chunks) + END), "")


@settings(max_examples=400, deadline=None)
@given(chunked(), st.integers(0, 30))
def test_what_has_settled_need_not_be_rendered_again(chunks: list[str], shown: int) -> None:
    renderer = StreamRenderer()
    for chunk in chunks[:shown]:
        renderer.feed(chunk)
        renderer.flush()
    whole = "".join(chunks)
    assert render(whole, renderer.settled) == render(whole)


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if "]:" not in document])
def test_character_by_character(document: str) -> None:
    page = stream([*document, END])
    assert page.done + page.open == render(document + END)


def test_a_late_link_definition_waits_for_the_whole_rendering() -> None:
    chunks = ["See [docs].\n\n", "Text.\n\n", "[docs]: https://example.com\n"]
    assert "[docs]" in stream(chunks).done
    assert read(render("".join(chunks))).links == ["https://example.com"]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_rendered_text_is_harmless(text: str) -> None:
    assert read(render(text)).ids == []
