"""Adds to sums in one statement, whoever else adds to them at the same time.

Django's ORM can insert or replace, and it can add, but not insert or add; two statements with a race between them
would be the alternative.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

SUM = "{table}.{column} + EXCLUDED.{column}"
LATEST = "COALESCE(EXCLUDED.{column}, {table}.{column})"
SHIFT = "({table}.{column} * 2 + EXCLUDED.{column}) & 65535"  # 16 bits, the newest lowest


def upsert(model: type[models.Model], rows: Sequence[Mapping[str, Any]], rules: Mapping[str, str]) -> None:
    """Inserts rows; one whose key is there already is changed by the rules instead.

    Args:
        rows: all with the same columns. Keep them in one order everywhere, or two processes may wait for each other.
        rules: what happens to each column that is not part of the key: SUM, LATEST or SHIFT.
    """
    fields = [field for field in model._meta.concrete_fields if field.name in rows[0]]
    statement = _statement(model, tuple(field.name for field in fields), len(rows), tuple(rules.items()))
    database = connections[DEFAULT_DB_ALIAS]  # not for each value: the proxy is slow
    values = [_written(field, row[field.name], database) for row in rows for field in fields]
    with database.cursor() as cursor:
        cursor.execute(statement, values)


def _written(field: "models.Field[Any, Any]", value: Any, database: BaseDatabaseWrapper) -> Any:
    """A value as the database takes it; numbers and text are taken as they are."""
    return value if isinstance(value, int | str | None) else field.get_db_prep_save(value, database)


@cache
def _statement(
    model: type[models.Model], columns: tuple[str, ...], rows: int, rules: tuple[tuple[str, str], ...]
) -> str:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    how = dict(rules)
    key = ", ".join(quote(column) for column in columns if column not in how)
    names = ", ".join(map(quote, columns))
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    changes = ", ".join(
        f"{quote(column)} = {rule.format(table=table, column=quote(column))}" for column, rule in how.items()
    )
    return f"INSERT INTO {table} ({names}) VALUES {places} ON CONFLICT ({key}) DO UPDATE SET {changes}"  # noqa: S608
