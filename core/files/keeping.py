"""Keeping an upload: checked, then stored under its content; what a row of KeptFile says of it."""

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from core.files.check import check
from core.files.kinds import TEXTS, Kind


def keep(upload: UploadedFile, *, folder: str, kinds: Sequence[Kind] = TEXTS) -> dict[str, Any]:
    """Check an upload and store it; the same content in the same folder is stored once. Raises RefusedFile.

    To be called before the transaction begins: a scanner may take seconds, and no other writer waits for it.
    """
    found = check(cast(BinaryIO, upload.file), upload.name or "", kinds=kinds, max_mb=settings.UPLOAD_MAX_MB)
    path = f"{folder}/{found.sha256}{found.kind.suffix}"
    if not default_storage.exists(path):
        path = default_storage.save(path, upload)
    return {"name": found.name, "mime": found.kind.mime, "size": found.size, "sha256": found.sha256, "file": path}
