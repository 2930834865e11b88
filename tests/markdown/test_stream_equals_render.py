"""However a text arrives, the page ends up with exactly what rendering it at once gives."""

import pytest
from hypothesis import given, settings

from playground.markdown import StreamRenderer, render

from .documents import DOCUMENTS, chunked, soups, texts
from .page import Page, read


def stream(chunks: list[str]) -> tuple[Page, bool, str]:
    page, renderer = Page(), StreamRenderer("7")
    for chunk in chunks:
        renderer.feed(chunk)
        page.apply(renderer.flush())
    final = renderer.finish()
    return page, final.exact, page.end(final)


@settings(max_examples=400, deadline=None)
@given(chunked())
def test_any_chunks(chunks: list[str]) -> None:
    assert stream(chunks)[2] == render("".join(chunks))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_character_by_character(document: str) -> None:
    assert stream(list(document))[2] == render(document)


@settings(max_examples=300, deadline=None)
@given(chunked(soups.filter(lambda text: "]:" not in text)))
def test_appending_is_exact_without_link_definitions(chunks: list[str]) -> None:
    assert stream(chunks)[1]


def test_a_late_link_definition_repairs_the_page() -> None:
    page, exact, html = stream(["See [docs].\n\n", "Text.\n\n", "[docs]: https://example.com\n"])
    assert not exact
    assert "[docs]" in page.done
    assert read(html).links == ["https://example.com"]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_rendered_text_is_harmless(text: str) -> None:
    assert read(render(text)).ids == []
