"""The published mandate: every unit and every numbered task is loaded, and each says what carries it."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from office.structure.mandate import UnreadableMandate, read
from office.structure.models import MandateTask, Post, PublishedPage, Unit
from office.structure.reference import SOURCE

COUNTS = {"KM I": 29, "KM II": 13, "KM III": 13, "KM IV": 1, "KM V": 13, "KM VI": 6, "KMS": 0}


def test_every_unit_and_task_is_read() -> None:
    mandate = read(SOURCE.read_text())
    assert {unit.symbol: len(unit.tasks) for unit in mandate.units} == COUNTS
    assert mandate.units[5].tasks[5] == "koordynacja działań"  # cut off in the source, and kept so
    assert mandate.published_by == "Tomasz Szenborn"
    assert f"{mandate.changed_at:%d.%m.%Y %H:%M}" == "02.01.2019 13:38"


def test_a_page_without_its_parts_is_refused() -> None:
    text = SOURCE.read_text()
    with pytest.raises(UnreadableMandate):
        read(text.replace("Data publikacji", "Data"))
    with pytest.raises(UnreadableMandate, match="out of order"):
        read(text.replace("\n2) obsługa medialna", "\n4) obsługa medialna"))


@pytest.mark.django_db
def test_loading_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert Unit.objects.get(symbol="KM III").code == "KMIII"
    assert (Unit.objects.count(), MandateTask.objects.count(), Post.objects.count()) == (7, 75, 2)
    assert PublishedPage.objects.get().changed_by == "Barbara Orłowska"
    capsys.readouterr()
    call_command("load_reference")
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.endswith("zmian 0") for line in lines)


def test_every_task_is_living_or_planned() -> None:
    mandate = read(SOURCE.read_text())
    codes = {f"{unit.section}.{number}" for unit in mandate.units for number, _ in enumerate(unit.tasks, start=1)}
    assert set(settings.MANDATE) == codes
    for code, entry in settings.MANDATE.items():
        assert entry["state"] in {"living", "planned"}, code
        assert entry["feature"], code
        # A living task leads somewhere that exists; reverse() raises when it does not.
        assert entry["state"] == "planned" or reverse(entry["route"]), code
