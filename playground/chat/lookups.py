"""Whether a text has another one in it, whatever the case."""

from typing import Any

from django.db.models.lookups import IContains, Lookup


class Holds(IContains):
    """As `icontains`, which knows the letters of every alphabet on PostgreSQL; on SQLite by a function of ours."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        text, text_params = self.process_lhs(compiler, connection)
        part, part_params = Lookup.process_rhs(self, compiler, connection)
        return f"holds({text}, {part})", [*text_params, *part_params]
