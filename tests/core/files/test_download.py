"""A kept file goes back as a download that a browser neither opens nor guesses at."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.files.download import attachment


def test_a_file_is_given_back_only_to_be_saved() -> None:
    path = default_storage.save("proba/a.bin", ContentFile(b"<script>"))
    response = attachment(path, name="Uchwała zarządu.pdf", mime="application/pdf")
    assert response.getvalue() == b"<script>"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Uchwa%C5%82a%20zarz")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
