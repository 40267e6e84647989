"""The published mandate: every unit and every numbered task is loaded, and each says what carries it."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import NoReverseMatch, resolve
from django.utils.module_loading import import_string

from config.desks import MANDATE_LINKS, MANDATE_WORK
from office.structure.mandate import UnreadableMandate, read
from office.structure.models import MandateTask, Post, PublishedPage, Unit
from office.structure.queries import COUNTING, carried, links_of_tasks
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


# Tasks that nothing carries yet; the list only ever shrinks.
PLANNED = {
    "I.14", "III.1", "III.5", "III.6", "III.7", "III.9", "III.10", "III.11",
}  # fmt: skip


def test_every_task_is_living_and_leads_somewhere_or_is_named_planned() -> None:
    mandate = read(SOURCE.read_text())
    codes = {f"{unit.section}.{number}" for unit in mandate.units for number, _ in enumerate(unit.tasks, start=1)}
    assert set(settings.MANDATE) == codes
    links = links_of_tasks(COUNTING)
    for code, entry in settings.MANDATE.items():
        assert entry["state"] in {"living", "planned"}, code
        assert entry["feature"], code
        assert set(entry) <= {"state", "feature", "route"}, code
        leads = carried(MandateTask(code=code), links.get(code, ())).links
        # A living task leads to pages that exist; a planned one to none. resolve() and reverse() raise for dead routes.
        assert bool(leads) == (entry["state"] == "living"), code
        for _words, url in leads:
            assert resolve(url.partition("#")[0]), (code, url)
    assert {code for code, entry in settings.MANDATE.items() if entry["state"] == "planned"} <= PLANNED


def test_a_living_task_that_nothing_carries_is_found(settings: Any) -> None:
    settings.MANDATE = {"I.8": {"state": "living", "feature": "kalendarz"}}
    assert carried(MandateTask(code="I.8")).links == []
    settings.MANDATE = {"I.8": {"state": "living", "feature": "kalendarz", "route": "no-such-page"}}
    with pytest.raises(NoReverseMatch):
        carried(MandateTask(code="I.8"))


def test_every_provider_of_the_map_exists() -> None:
    for path in (*MANDATE_WORK, *MANDATE_LINKS):
        assert callable(import_string(path)), path
