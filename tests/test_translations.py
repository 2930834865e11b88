"""Every sentence that a user can read exists in simplified Chinese. Needs no gettext tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
MARKED = re.compile(r"""\b(?:_|gettext)\(\s*(u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*')""")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


@pytest.fixture(scope="module")
def catalog() -> polib.POFile:
    return polib.pofile(str(SOURCE))


def in_python() -> Iterator[str]:
    """What is marked for translation in Python files."""
    for path in (ROOT / "playground").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(), str(path))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
                yield from (
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                )


def in_templates() -> Iterator[str]:
    """What is marked for translation in templates."""
    for path in (ROOT / "templates").rglob("*.html"):
        for literal in MARKED.findall(templatize(path.read_text(), str(path))):
            yield ast.literal_eval(literal)


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_marked_sentence_is_in_the_catalog(catalog: polib.POFile) -> None:
    known = {text for entry in catalog for text in (entry.msgid, entry.msgid_plural) if text}
    assert {*in_python(), *in_templates()} - known == set()


def test_every_entry_is_translated(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in catalog if entry.fuzzy or entry.obsolete or not all(texts(entry))] == []


def test_placeholders_are_the_same(catalog: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in catalog
        for text in texts(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
    ]
    assert wrong == []


def test_the_compiled_catalog_is_up_to_date(catalog: polib.POFile) -> None:
    compiled = polib.mofile(str(SOURCE.with_suffix(".mo")))
    assert {entry.msgid: texts(entry) for entry in compiled} == {entry.msgid: texts(entry) for entry in catalog}
