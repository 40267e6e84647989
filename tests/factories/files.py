"""Files that people bring, made of nothing."""

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile


def pdf(name: str = "Statut.pdf", *, pages: int = 1) -> SimpleUploadedFile:
    """A PDF of empty pages as a browser sends it."""
    out = io.BytesIO()
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page()
    # By default the file carries the moment in its ID, so the same PDF made twice would be two files.
    document.save(out, deterministic_id=True)
    return SimpleUploadedFile(name, out.getvalue())
