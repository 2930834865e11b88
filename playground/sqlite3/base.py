"""Django's SQLite backend, with two additions.

It remembers how SQL reads with SQLite's placeholders: Django rewrites `%s` to `?` each time that a statement is
executed, and what Parley asks is the same again and again. And it searches without regard to case in any alphabet:
SQLite's own LIKE knows ASCII letters only, and a regular expression takes query times text.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base


class Cursor(base.SQLiteCursorWrapper):
    """As Django's."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return _converted(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def _holds(text: str | None, part: str) -> bool:
    return text is not None and part.lower() in text.lower()


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, with that cursor, and a function `holds(text, part)`."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.create_function("holds", 2, _holds, deterministic=True)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
