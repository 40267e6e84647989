"""Copying the whole database out of the running one and back: SQLite by its backup API, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from core.operations.refusals import Unfit

# One transaction from the empty schema to the last row: what fails leaves the database as it was.
EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


def dump(folder: Path) -> Path:
    """Write a consistent copy of the database into the folder while others go on working; gives the file."""
    if connection.vendor == "postgresql":
        file = folder / "database.sql"
        _tool("pg_dump", "--no-owner", "--no-privileges", "--file", str(file))
        return file
    file = folder / "database.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        # The copy is one file: no journal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    return file


def load(file: Path) -> None:
    """Put the copy in place of all that the database holds."""
    if connection.vendor == "postgresql":
        connection.close()
        _tool("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1",
              "--output", os.devnull, "--command", EMPTY_SCHEMA, "--file", str(file))  # fmt: skip
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        copy.backup(connection.connection)


def faults() -> Iterator[str]:
    """What the database itself finds broken: damaged pages, rows that point to nothing, rows that cannot be read."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            yield from (row[0] for row in cursor.fetchall() if row[0] != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            for table, rowid, parent, _number in cursor.fetchall():
                yield _("%(table)s, wiersz %(row)s: wskazuje na wiersz tabeli %(parent)s, którego nie ma") % {
                    "table": table,
                    "row": rowid,
                    "parent": parent,
                }
            return
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
        for table, name in cursor.fetchall():
            yield _("%(table)s: więz %(name)s nie jest sprawdzony") % {"table": table, "name": name}
        for table in connection.introspection.table_names(cursor):
            try:
                # Reads every value of every row, also those kept outside the table.
                cursor.execute(f"SELECT sum(length(t::text)) FROM {connection.ops.quote_name(table)} t")  # noqa: S608
            except DatabaseError as error:
                yield f"{table}: {error}"


def _tool(name: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL on our database; raises Unfit with what it said."""
    if shutil.which(name) is None:
        raise Unfit(_("Nie ma programu %(name)s: zainstaluj pakiet postgresql-client.") % {"name": name})
    known: tuple[list[str], dict[str, Any] | None] = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    (_client, *where), extra = known
    done = subprocess.run(  # noqa: S603
        [name, *arguments, *where], env={**os.environ, **(extra or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unfit(_("%(name)s zakończył się błędem: %(text)s") % {"name": name, "text": done.stderr.strip()})
