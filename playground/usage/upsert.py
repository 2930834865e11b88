"""Adds to sums in one statement, whoever else adds to them at the same time.

Django's ORM can insert or replace, and it can add, but not insert or add; two statements with a race between them
would be the alternative.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from playground.prepared import insertion, stored

SUM = "{table}.{column} + EXCLUDED.{column}"
LATEST = "COALESCE(EXCLUDED.{column}, {table}.{column})"
SHIFT = "({table}.{column} * 2 + EXCLUDED.{column}) & 65535"  # 16 bits, the newest lowest


def upsert(model: type[models.Model], rows: Sequence[Mapping[str, Any]], rules: Mapping[str, str]) -> None:
    """Inserts rows; one whose key is there already is changed by the rules instead.

    Args:
        rows: all with the same columns. Keep them in one order everywhere, or two processes may wait for each other.
        rules: what happens to each column that is not part of the key: SUM, LATEST or SHIFT.
    """
    statement, fields = _statement(model, tuple(rows[0]), len(rows), tuple(rules.items()))
    database = connections[DEFAULT_DB_ALIAS]  # not for each value: the proxy is slow
    values = [stored(field, row[field.name], database) for row in rows for field in fields]
    with database.cursor() as cursor:
        cursor.execute(statement, values)


@cache
def _statement(
    model: type[models.Model], names: tuple[str, ...], rows: int, rules: tuple[tuple[str, str], ...]
) -> "tuple[str, list[models.Field[Any, Any]]]":
    """The SQL, and what its values are written as."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    fields = [field for field in model._meta.concrete_fields if field.name in names]
    how = dict(rules)
    key = ", ".join(quote(name) for name in names if name not in how)
    changes = ", ".join(f"{quote(column)} = {rule.format(table=table, column=quote(column))}" for column, rule in rules)
    return f"{insertion(model, fields, rows)} ON CONFLICT ({key}) DO UPDATE SET {changes}", fields
