"""Giving a kept file back: always as a download that no browser opens in our name."""

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.http import content_disposition_header


def attachment(path: str, *, name: str, mime: str) -> FileResponse:
    """The file at a path of the storage, to be saved under a name; it is sent as it is read, however large it is."""
    response = FileResponse(default_storage.open(path), content_type=mime)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
