"""An import from the upload to the undo in a real browser, wide and narrow: accessible, and no sideways scrolling."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from core.accounts.actor import Actor
from ngo.registry.actions.record import register
from ngo.registry.models import Import, Organisation
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = CHROMIUM_TEST

ROWS = (
    "Numer KRS;Nazwa;Telefon;Miejscowość;Uwagi\n1;Nowa Łąka;42 222 22 22;Łódź;ważne\n2;Żuraw;;;\nx;Zły numer;;;\n"
    + "".join(f"{number};Stowarzyszenie Ślad nr {number};;;\n" for number in range(10, 40))
)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_file_is_looked_at_imported_and_taken_back(
    width: int, people: Any, enter: Any, open_page: Any, run_jobs: Callable[[], int], at: Any, tmp_path: Path
) -> None:
    officer: Actor = people("officer", key="KMIII")
    register({"name": "Dawna Łąka", "krs": "1", "phone": "42 111", "city": "Zgierz"}, actor=officer, at=at)
    source = tmp_path / "wykaz 2026.csv"
    source.write_bytes(ROWS.encode("cp1250"))
    page = open_page(reverse("imports"), width, client=enter(officer))
    page.set_input_files("input[type=file]", source)
    page.get_by_role("button", name="Pokaż podgląd").click()
    run_jobs()
    page.reload()
    check_accessible(page)
    page.get_by_label("Uwagi").select_option("nie wczytuj")
    page.get_by_role("button", name="Wczytaj", exact=True).click()
    page.wait_for_url(f"**{reverse('import-page', args=[Import.objects.get().public_id])}")
    check_accessible(page)
    run_jobs()
    page.reload()
    check_accessible(page)
    page.get_by_role("link", name="Cofnij wczytanie").click()
    check_accessible(page)
    page.get_by_label("Powód cofnięcia").fill("Wczytano nie ten plik.")
    page.get_by_role("button", name="Cofnij wczytanie").click()
    page.wait_for_url("**/importy/*/")
    run_jobs()
    page.reload()
    check_accessible(page)
    assert Organisation.objects.get().name == "Dawna Łąka"
