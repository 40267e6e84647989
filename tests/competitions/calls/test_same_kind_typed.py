"""Tasks of the same kind from before the system's start: typed with a source, marked, in the table of the announcement."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.calls import actions
from competitions.calls.documents import AnnouncementSheet
from competitions.calls.models import Competition
from competitions.calls.queries import same_kind_tasks
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.workflow.refusal import NotPossible
from tests.factories.cycle import ANNOUNCED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
ROW: dict[str, Any] = {
    "year": 2025,
    "name": "Tradycje bliskie",
    "tasks": 12,
    "cost": Decimal("512000.5"),
    "grants": Decimal(400000),
    "source": "sprawozdanie za 2025 r., tabela 4",
}


def posted(*rows: dict[str, Any]) -> dict[str, Any]:
    fields = {f"typed-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {"typed-TOTAL_FORMS": len(rows), "typed-INITIAL_FORMS": 0, **fields}


def test_typed_rows_join_the_table_marked_with_their_source(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor
) -> None:
    draft = cycle.competition(to="draft")
    client = visit(officer, ANNOUNCED)
    address = f"/urzad/konkursy/{draft.public_id}/zadania-tego-samego-rodzaju/"
    assert "art. 13 ust. 2 pkt 7" in words(client.get(address))
    assert client.post(address, posted(ROW)).status_code == 302
    page = words(client.get(address))
    assert "2025 r. razem 12 512 000,50 zł 400 000,00 zł" in page
    assert "Tradycje bliskie wpisane źródło: sprawozdanie za 2025 r., tabela 4" in page
    assert "wpisał(a) Olga Urzędnicza, 2026-11-23" in page
    draft.refresh_from_db()
    (year, _this) = same_kind_tasks(draft)
    assert (year.tasks, year.unsettled, year.cost) == (12, 0, Decimal("512000.50"))
    sheet = AnnouncementSheet.of(draft)
    assert sheet.same_kind[0].rows[0].source == ROW["source"]
    entry = Entry.objects.get(verb="type_same_kind")
    assert entry.after["rows"][0]["typed_by"] == officer.person.public_id
    opened = cycle.competition()
    Competition.objects.filter(pk=opened.pk).update(same_kind_typed=draft.same_kind_typed)
    public = words(visit(VISITOR, WRITTEN).get(f"/konkursy/{opened.public_id}/"))
    assert "Tradycje bliskie wpisane źródło:" in public
    assert "wpisał(a)" not in public, "who typed it is the office's matter"


def test_a_row_that_stays_keeps_who_typed_it(cycle: Cycle, officer: Actor) -> None:
    draft = cycle.competition(to="draft")
    actions.type_same_kind(draft, [ROW], actor=officer, at=ANNOUNCED)
    other = {**ROW, "name": "Inny konkurs", "year": 2026}
    actions.type_same_kind(draft, [ROW, other], actor=cycle.second, at=WRITTEN)
    first, second = draft.typed_tasks
    assert (first.typed_by, second.typed_by) == (officer.person.public_id, cycle.second.person.public_id)
    actions.type_same_kind(draft, [ROW, other], actor=officer, at=WRITTEN)
    assert Entry.objects.filter(verb="type_same_kind").count() == 2, "the same again is no entry"


def test_an_approved_announcement_is_not_changed(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    with pytest.raises(NotPossible):
        actions.type_same_kind(competition, [ROW], actor=officer, at=WRITTEN)
    page = visit(officer, WRITTEN).get(f"/urzad/konkursy/{competition.public_id}/zadania-tego-samego-rodzaju/")
    assert "tabeli nie można zmienić" in words(page)
    assert "<form" not in page.content.decode().split("</main>")[0].split("<main")[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"grants": Decimal(600000)}, "Dotacje nie mogą być wyższe niż koszt zadań."),
        ({"year": 2019}, ""),
        ({"source": ""}, ""),
        ({"cost": "-1"}, ""),
    ],
)
def test_what_makes_no_sense_is_refused(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor, wrong: dict[str, Any], said: str
) -> None:
    draft = cycle.competition(to="draft")
    address = f"/urzad/konkursy/{draft.public_id}/zadania-tego-samego-rodzaju/"
    answer = visit(officer, ANNOUNCED).post(address, posted({**ROW, **wrong}))
    assert answer.status_code == 400
    assert said in words(answer)
    draft.refresh_from_db()
    assert draft.same_kind_typed == []
