"""Giving a kept file back, always as a download that no browser opens in our name; giving a table as a file."""

from collections.abc import Iterable, Sequence

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from core.files.kinds import XLSX
from core.tables.spreadsheet import csv_lines, xlsx_lines

# How the name of a table's file ends → its media type.
TABLES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX.mime}


def attachment(path: str, *, name: str, mime: str) -> FileResponse:
    """The file at a path of the storage, to be saved under a name; it is sent as it is read, however large it is."""
    response = FileResponse(default_storage.open(path), content_type=mime)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def table_file(
    name: str, ending: str, *, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> StreamingHttpResponse:
    """A table as CSV or XLSX under `name.ending`, sent as its rows are read; no cell is a formula. Raises Http404 for another ending."""
    if ending not in TABLES:
        raise Http404
    lines = csv_lines(heads, rows) if ending == "csv" else xlsx_lines(title, heads, rows)
    response = StreamingHttpResponse(lines, content_type=TABLES[ending])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}")
    return response
