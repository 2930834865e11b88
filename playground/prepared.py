"""Queries, updates and insertions that are compiled once.

Django builds the SQL of a query each time that it is run, which takes it ten times as long as the database takes to
answer a small one. What every message asks is built once here and then only filled in.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.query import FlatValuesListIterable, ValuesListIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Instance = TypeVar("Instance", bound=Model)


class Slot(Value):
    """A place in a query for a value that is given when the query is run.

    Args:
        name: what the value is called then.
        field: of values that the database wants written in its own way, such as a UUID.
    """

    def __init__(self, name: str, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(name, output_field=field)
        self.written_as = field

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def fill(self, values: dict[str, Any]) -> Any:
        """The value as the database takes it. Raises KeyError when none was given."""
        value = values[self.value]
        return stored(self.written_as, value, connections[DEFAULT_DB_ALIAS]) if self.written_as else value


# The Python type of values that are written as they are, by kind of field
PLAIN = ((str, (CharField, TextField)), (int, (IntegerField, ForeignKey)), (bool, BooleanField))


@cache
def _plain(kind: type[Any]) -> type | None:
    return next((plain for plain, kinds in PLAIN if issubclass(kind, kinds)), None)


def stored(field: "Field[Any, Any]", value: Any, database: BaseDatabaseWrapper) -> Any:
    """A field's value as the database takes it. Most need no conversion, which fields take several calls to find."""
    if value is None or type(value) is _plain(type(field)):  # type: ignore[arg-type] # classes are hashable
        return value
    return field.get_db_prep_save(value, database)


def _filled(params: tuple[Any, ...], values: dict[str, Any]) -> list[Any]:
    return [param.fill(values) if isinstance(param, Slot) else param for param in params]


class Prepared(Generic[Row]):
    """A query with slots, run as often as wanted, in any thread.

    Args:
        build: makes the queryset, once: of plain instances or with `values_list`. Whatever is not a `Slot` in it is the
            same for ever: no "now", no language.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...], Callable[[list[Any]], list[Row]]]:
        queryset = self._build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return sql, params, _reader(compiler, queryset._iterable_class)

    def rows(self, **values: Any) -> list[Row]:
        """What the queryset has for these values of its slots."""
        sql, params, read = self._compiled
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return read(cursor.fetchall())

    def first(self, **values: Any) -> Row | None:
        """The first of the rows, None when there is none. The queryset had better end with `[:1]`."""
        rows = self.rows(**values)
        return rows[0] if rows else None


MAKERS: dict[type[Any], Callable[[Any], Any]] = {ValuesListIterable: tuple, FlatValuesListIterable: itemgetter(0)}


def _reader(compiler: SQLCompiler, kind: type[Any]) -> Callable[[list[Any]], list[Any]]:
    """What makes of the database's rows what a queryset of this kind gives."""
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    make = MAKERS.get(kind) or _instance_maker(compiler)
    return lambda rows: [make(row) for row in (compiler.apply_converters(rows, converters) if converters else rows)]


def _instance_maker(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Model]:
    """What makes an instance of a row, with those that `select_related` names."""
    model, columns = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def make(row: Sequence[Any]) -> Model:
        instance: Model = model.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
        for populator in related:
            populator.populate(row, instance)
        return instance

    return make


class Change:
    """An update with slots.

    Args:
        build: makes, once, the queryset of the rows that change, and their new values by column. A column whose new
            value is a slot gets it as its field writes it.
    """

    def __init__(self, build: Callable[[], tuple[QuerySet[Any, Any], dict[str, Any]]]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        queryset, values = self._build()
        for name, value in values.items():
            if isinstance(value, Slot):
                value.written_as = queryset.model._meta.get_field(name)
        query = cast(UpdateQuery, queryset.query.chain(UpdateQuery))
        query.add_update_values(values)
        sql, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return sql, params

    def run(self, **values: Any) -> int:
        """Changes the rows for these values of the slots; how many there were."""
        sql, params = self._compiled
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return int(cursor.rowcount)


class Insert(Generic[Instance]):
    """Adds rows, in one statement for as many as are given. As `bulk_create`, it sends no signals.

    Args:
        model: whose primary key the database makes.
    """

    def __init__(self, model: type[Instance]) -> None:
        self._model = model

    def run(self, *rows: Instance) -> None:
        """Adds the rows and gives them their primary keys."""
        database, fields = connections[DEFAULT_DB_ALIAS], _fields(self._model)
        values = [stored(field, _value(field, row), database) for row in rows for field in fields]
        with database.cursor() as cursor:
            cursor.execute(_statement(self._model, len(rows)), values)
            for row, [key] in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
                row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    """All but the primary key."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _value(field: "Field[Any, Any]", row: Model) -> Any:
    """What a row has in a field; times may be set by their fields."""
    return field.pre_save(row, add=True) if isinstance(field, DateField) else getattr(row, field.attname)


@cache
def _statement(model: type[Model], rows: int) -> str:
    return f"{insertion(model, _fields(model), rows)} RETURNING {_quoted(model._meta.pk)}"


def insertion(model: type[Model], fields: "Sequence[Field[Any, Any]]", rows: int) -> str:
    """The SQL that inserts so many rows."""
    table = connections[DEFAULT_DB_ALIAS].ops.quote_name(model._meta.db_table)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    return f"INSERT INTO {table} ({', '.join(map(_quoted, fields))}) VALUES {places}"  # noqa: S608 - of names alone


def _quoted(field: "Field[Any, Any]") -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(str(field.column))
