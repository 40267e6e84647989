"""Files that people bring, made of nothing."""

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile


def pdf(name: str = "Statut.pdf") -> SimpleUploadedFile:
    """A PDF of one empty page as a browser sends it."""
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())
