"""Lists kept as JSON: whether one holds a text, and how often each text occurs; the same on both databases."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, QuerySet, Value


class Holds(Func):
    """Whether a JSON list has a text in it: `rows.filter(Holds("spheres", "16"))`."""

    output_field = BooleanField()

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, Value(text))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        (field, before), (text, after) = map(compiler.compile, self.source_expressions)
        return f"EXISTS (SELECT 1 FROM json_each({field}) WHERE value = {text})", (*before, *after)  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Written so that an index of the list answers it."""
        (field, before), (text, after) = map(compiler.compile, self.source_expressions)
        return f"({field} @> to_jsonb({text}::text))", (*before, *after)


# What takes a list apart, and what an item of it is then called.
APART = {"postgresql": ("jsonb_array_elements_text", "item"), "sqlite": ("json_each", "item.value")}


def counted(rows: QuerySet[Any], field: str) -> dict[str, int]:
    """How many of the rows have each text in a JSON list of theirs: {"16": 120}."""
    asked, values = rows.order_by().values_list(field).query.sql_with_params()
    apart, item = APART[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {item}, COUNT(*) FROM ({asked}) asked, {apart}(asked.{field}) item GROUP BY 1", values)  # noqa: S608
        return dict(cursor.fetchall())
