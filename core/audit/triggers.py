"""The database's own refusal to change or delete entries of the ledger, for both databases; used by a migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("core_entry", "core_checkpoint")

REFUSE = """
CREATE FUNCTION core_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$
"""


def creating(vendor: str) -> list[str]:
    """SQL that installs the triggers."""
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            for table in TABLES
            for verb in ("UPDATE", "DELETE")
        ]
    rows = [REFUSE]
    for table in TABLES:
        rows.append(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION core_ledger_refuse()"
        )
        rows.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_ledger_refuse()"
        )
    return rows


def dropping(vendor: str) -> list[str]:
    """SQL that removes the triggers."""
    if vendor != "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]
    return ["DROP FUNCTION IF EXISTS core_ledger_refuse() CASCADE"]


def install(apps: Any, schema_editor: Any) -> None:
    """Forward step of the migration."""
    for sql in creating(schema_editor.connection.vendor):
        schema_editor.execute(sql)


def remove(apps: Any, schema_editor: Any) -> None:
    """Backward step of the migration."""
    for sql in dropping(schema_editor.connection.vendor):
        schema_editor.execute(sql)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers, so that a test database can be emptied.

    Raises ImproperlyConfigured unless LEDGER_MAY_BE_EMPTIED, which only test settings turn on.
    """
    if not settings.LEDGER_MAY_BE_EMPTIED:
        raise ImproperlyConfigured("Księgi zdarzeń nie wolno opróżniać.")
    with connection.cursor() as cursor:
        for sql in dropping(connection.vendor):
            cursor.execute(sql)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for sql in creating(connection.vendor):
                cursor.execute(sql)
