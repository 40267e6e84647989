"""A kept file goes back as a download that a browser neither opens nor guesses at; a table goes out as one too."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from core.files.download import attachment, table_file


def test_a_file_is_given_back_only_to_be_saved() -> None:
    path = default_storage.save("proba/a.bin", ContentFile(b"<script>"))
    response = attachment(path, name="Uchwała zarządu.pdf", mime="application/pdf")
    assert response.getvalue() == b"<script>"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Uchwa%C5%82a%20zarz")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_table_goes_out_row_by_row_with_no_formula() -> None:
    taken = []

    def rows():
        for text in ("=1+1", "Łęczyca"):
            taken.append(text)
            yield [text]

    response = table_file("wyjazdy", "csv", title="Wyjazdy", heads=["Cel"], rows=rows())
    assert taken == []
    assert b"".join(response).decode("utf-8-sig").splitlines() == ["Cel", "'=1+1", "Łęczyca"]
    assert response["Content-Disposition"] == 'attachment; filename="wyjazdy.csv"'
    assert b"".join(table_file("wyjazdy", "xlsx", title="Wyjazdy", heads=["Cel"], rows=[])).startswith(b"PK")


def test_no_other_kind_of_table_is_made() -> None:
    with pytest.raises(Http404):
        table_file("wyjazdy", "exe", title="", heads=[], rows=[])
