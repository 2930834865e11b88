"""Our SQLite backend reads SQL as Django's does."""

import sqlite3

import pytest
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from playground.sqlite3.base import Cursor

STATEMENTS = [
    ("SELECT %s, %s", (1, "a%s")),
    ("SELECT '100%%', '%%s', %s", (1,)),
    ("SELECT %(a)s, %(b)s, %(a)s", {"a": 1, "b": 2}),
    ("SELECT '%s'", None),
    ("SELECT '100%%'", ()),
    ("SELECT '100%%'", {}),
]


@pytest.mark.parametrize(("statement", "params"), STATEMENTS)
def test_a_statement_gives_what_it_gives_in_django(statement, params):
    connection = sqlite3.connect(":memory:")
    ours, theirs = (connection.cursor(factory=kind) for kind in (Cursor, SQLiteCursorWrapper))
    expected = theirs.execute(statement, params).fetchall()
    assert [ours.execute(statement, params).fetchall() for _ in range(2)] == [expected] * 2
