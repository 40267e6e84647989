"""The annual report: frozen figures that later changes do not touch, sums that agree, rows behind, submission."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from competitions.agreements.models import Agreement
from competitions.annual import actions
from competitions.annual.figures import Cell, Column, Row, Table
from competitions.annual.models import AnnualReport
from competitions.annual.snapshot import FiguresDisagree, check, freeze, thaw
from competitions.calls.models import Competition
from core.accounts.actor import VISITOR, Actor
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from core.workflow.refusal import Refused
from tests.factories.cycle import FROZEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=20),
    "count": st.integers(0, 10**6),
    "money": st.decimals(0, 10**9, places=2),
    "percent": st.decimals(0, 10**3, places=2),
    "day": st.dates(),
    "days": st.integers(0, 400),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, ...]:
    made = []
    for code in draw(st.lists(st.sampled_from(["T3", "T4", "T5", "T6", "A1"]), unique=True)):
        kinds = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4))
        columns = tuple(Column(f"c{n}", f"Kolumna {n}", kind) for n, kind in enumerate(kinds))
        refs = st.lists(st.sampled_from(["offer:a", "agreement:b"]), max_size=2).map(tuple)
        rows = tuple(
            Row(f"r{n}", f"Wiersz {n}", tuple(Cell(draw(st.none() | VALUES[kind]), draw(refs)) for kind in kinds))
            for n in range(draw(st.integers(0, 3)))
        )
        made.append(Table(code, f"Tabela {code}", columns, rows))
    return tuple(sorted(made, key=lambda table: ("T3", "T4", "T5", "T6", "A1").index(table.code)))


@given(tables())
def test_what_is_frozen_thaws_the_same(made: tuple[Table, ...]) -> None:
    assert thaw(freeze(made)) == made


def test_mixed_columns_keep_the_kind_of_their_row() -> None:
    columns = (Column("now", "2027", "mixed"),)
    rows = (Row("offers:count", "Oferty", (Cell(3),)), Row("amount:money", "Kwota", (Cell(Decimal("1.50")),)))
    made = (Table("T0", "Liczby", columns, rows),)
    assert thaw(freeze(made)) == made


def small(t5: str, t6: str, a1: str, t0: str) -> list[Table]:
    def one(code: str, column: str, key: str, value: str) -> Table:
        return Table(code, code, (Column(column, column, "money"),), (Row(key, key, (Cell(Decimal(value)),)),))

    return [
        one("T5", "contracted", "a", t5),
        one("T6", "amount", "16", t6),
        one("A1", "amount", "b", a1),
        one("T0", "now", "amount:money", t0),
    ]


def test_sums_that_must_agree() -> None:
    check(small("1", "1", "1", "1"))
    for wrong in (("2", "1", "1", "1"), ("1", "2", "1", "1"), ("1", "1", "2", "1"), ("1", "1", "1", "2")):
        with pytest.raises(FiguresDisagree) as refusal:
            check(small(*wrong))
        assert "T5" in refusal.value.sentences[0]


@pytest.fixture
def frozen(cycle: Cycle, competition: Competition) -> AnnualReport:
    offer = cycle.offer(competition)
    cycle.resolved(competition)
    cycle.report(cycle.agreement(offer), to="accepted")
    return cycle.annual(competition.task.programme)


def test_later_changes_do_not_touch_it(visit: Callable[..., Client], frozen: AnnualReport, officer: Actor) -> None:
    Agreement.objects.update(amount=Decimal("1.00"))
    page = words(visit(officer, FROZEN).get(f"/sprawozdania-roczne/{frozen.public_id}/")).replace("\u00a0", " ")
    assert "10 000,00 zł" in page
    assert "1,00 zł" not in page.replace("10 000,00", "")
    actions.reopen(frozen, reason="korekta", actor=officer, at=FROZEN)
    again = actions.freeze(frozen, actor=officer, at=FROZEN)
    assert thaw(again.figures)[3].total("contracted") == Decimal("1.00")


def test_every_linked_figure_opens_its_rows(visit: Callable[..., Client], frozen: AnnualReport, officer: Actor) -> None:
    client = visit(officer, FROZEN)
    base = f"/sprawozdania-roczne/{frozen.public_id}/"
    for table in thaw(frozen.figures):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                answer = client.get(f"{base}{table.code}/{row.key}/{column.key}/")
                assert answer.status_code == 200, (table.code, row.key, column.key)
                assert answer.content.decode().count('<th scope="row">') == len(cell.refs)
    for forged in ("T9/x/y/", "T5/x/contracted/", f"T5/{thaw(frozen.figures)[3].rows[0].key}/obca/"):
        assert client.get(base + forged).status_code == 404


def test_submitted_with_its_document_and_then_public(
    visit: Callable[..., Client], cycle: Cycle, frozen: AnnualReport, officer: Actor
) -> None:
    resolution = cycle.resolution(on=FROZEN.date())
    client = visit(officer, FROZEN)
    page, address = (
        f"/sprawozdania-roczne/{frozen.public_id}/",
        f"/urzad/sprawozdania-roczne/{frozen.public_id}/przedloz/",
    )
    assert visit(VISITOR, FROZEN).get(page).status_code == 302
    client = visit(officer, FROZEN)
    posted = {"resolution": resolution.pk, "submitted_on": "2028-03-20"}
    prepared = cycle.annual(cycle.programme(year=2026), to="prepared")
    assert client.post(address.replace(frozen.public_id, prepared.public_id), posted).status_code == 409
    early = client.post(address, posted)
    assert early.status_code == 409
    assert 'value="2028-03-20"' in early.content.decode()
    with pytest.raises(Refused):
        actions.submit(frozen, resolution=resolution, submitted_on=date(2028, 3, 20), actor=officer, at=FROZEN)
    run(Job.objects.get(name="annual.report").pk, loud=True)
    assert client.post(address, {**posted, "resolution": ""}).status_code == 400
    assert client.post(address, posted).status_code == 302
    assert client.post(address, posted).status_code == 302, "a second click"
    assert client.post(address, {**posted, "submitted_on": "2028-03-21"}).status_code == 409
    frozen.refresh_from_db()
    frozen.programme.refresh_from_db()
    assert (frozen.state, frozen.published_on, frozen.programme.state) == ("submitted", date(2028, 3, 20), "reported")
    public = visit(VISITOR, FROZEN)
    assert "Informacja publiczna" in words(public.get(page))
    document = Document.objects.get(kind="annual.report")
    assert public.get(document.url).status_code == 200


def test_who_may(visit: Callable[..., Client], cycle: Cycle, people: Any, frozen: AnnualReport, alice: Actor) -> None:
    for actor, of_page, of_work in (
        (VISITOR, 302, 302),
        (alice, 404, 404),
        (cycle.expert()[1], 404, 404),
        (people("auditor"), 200, 404),
    ):
        client = visit(actor, FROZEN)
        assert client.get(f"/sprawozdania-roczne/{frozen.public_id}/").status_code == of_page
        for verb in ("zamroz", "wroc", "przedloz"):
            assert client.post(f"/urzad/sprawozdania-roczne/{frozen.public_id}/{verb}/").status_code == of_work
