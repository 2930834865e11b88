"""Queries that are compiled once.

Django builds the SQL of a query each time that it is run, which takes it ten times as long as the database takes to
answer a small one. What every message asks is built once here and then only filled in.
"""

import copy
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Slot(Value):
    """A place in a query for a value that is given when the query is run.

    Args:
        name: what the value is called then.
        field: of values that the database wants written in its own way, such as a UUID.
    """

    def __init__(self, name: str, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(name)
        self.written_as = field

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def fill(self, values: dict[str, Any]) -> Any:
        """The value as the database takes it. Raises KeyError when none was given."""
        value = values[self.value]
        return self.written_as.get_db_prep_value(value, connections[DEFAULT_DB_ALIAS]) if self.written_as else value


class Prepared(Generic[Row]):
    """A query with slots, run as often as wanted, in any thread.

    Args:
        build: makes the queryset, once. Whatever is not a `Slot` in it is the same for ever: no "now", no language.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    @cached_property
    def _queryset(self) -> QuerySet[Any, Row]:
        return self._build()

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _expressions: converters
        return compiler, sql, params

    def rows(self, **values: Any) -> list[Row]:
        """What the queryset has for these values of its slots."""
        compiled, sql, params = self._compiled
        compiler = copy.copy(compiled)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        filled = [param.fill(values) if isinstance(param, Slot) else param for param in params]
        compiler.as_sql = lambda *_args, **_options: (sql, filled)  # type: ignore[method-assign, assignment]
        queryset = self._queryset.all()
        queryset.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(queryset)

    def first(self, **values: Any) -> Row | None:
        """The first of the rows, None when there is none. The queryset had better end with `[:1]`."""
        rows = self.rows(**values)
        return rows[0] if rows else None
