"""Whether the installation is whole: the ledger's chains, the file of every issued document, the database itself."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from core.audit import ledger
from core.documents.models import Document
from core.operations import databases


def faults() -> Iterator[str]:
    """Every fault as a sentence that names the row."""
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield _("Baza: brakuje zmiany %(name)s; uruchom manage.py prepare.") % {"name": migration}
    yield from (_("Baza: %(fault)s") % {"fault": fault} for fault in databases.faults())
    yield from (_("Księga: %(fault)s") % {"fault": fault} for fault in ledger.faults())
    yield from document_faults()


def document_faults() -> Iterator[str]:
    """Issued documents whose file is missing or is not the one that was issued."""
    rows = Document.objects.order_by("pk").values_list("public_id", "title", "file", "sha256")
    for public_id, title, name, sha256 in rows.iterator():
        if (what := _file_fault(name, sha256)) is not None:
            yield _("Dokument %(id)s („%(title)s”): plik %(file)s %(what)s.") % {
                "id": public_id,
                "title": title,
                "file": name,
                "what": what,
            }


def _file_fault(name: str, sha256: str) -> str | None:
    try:
        with default_storage.open(name) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return _("nie istnieje")
    except OSError as error:
        return _("nie daje się odczytać (%(error)s)") % {"error": error.strerror}
    return None if found == sha256 else _("ma inną treść niż wydany dokument (SHA-256 się nie zgadza)")
