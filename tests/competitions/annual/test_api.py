"""Annual reports in the API: the same figures as on the page and in the document, each with its rows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from competitions.annual import actions
from competitions.annual.models import AnnualReport
from competitions.annual.presentation import shown
from competitions.annual.snapshot import kind_of, thaw
from core.audit.ledger import plain
from tests.factories.cycle import FROZEN, Cycle

pytestmark = pytest.mark.django_db

REPORTS = "/api/v1/annual-reports/"


@pytest.fixture
def report(cycle: Cycle, run_jobs: Callable[[], int]) -> AnnualReport:
    programme = cycle.programme()
    competition = cycle.competition(programme=programme)
    good = cycle.offer(competition)
    cycle.offer(competition, **{"III.1": "Kulig"})
    cycle.concluded(competition, points={2: [5] * 6})
    cycle.resolved(competition)
    cycle.report(cycle.agreement(good), to="accepted")
    frozen = cycle.annual(programme)
    run_jobs()
    return frozen


@pytest.fixture
def submitted(cycle: Cycle, report: AnnualReport) -> AnnualReport:
    day = FROZEN.date()
    who = {"actor": cycle.officer, "at": FROZEN}
    return actions.submit(report, resolution=cycle.resolution(on=day), submitted_on=day, **who)


def cells(document: dict[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    for table in document["tables"]:
        for row in table["rows"]:
            for cell in row["cells"]:
                yield table["code"], row["key"], cell["column"], cell


def test_every_figure_is_the_frozen_one(submitted: AnnualReport, client: Client) -> None:
    document = client.get(f"{REPORTS}{submitted.public_id}/").json()
    assert [table["code"] for table in document["tables"]] == ["T0", "T3", "T4", "T5", "T6", "A1"]
    got = {(table, row, column): cell["value"] for table, row, column, cell in cells(document)}
    frozen = {
        (table.code, row.key, column.key): plain(cell.value)
        for table in thaw(submitted.figures)
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    }
    assert got == frozen
    assert got["T0", "amount:money", "now"] == "10000.00"
    assert got["T0", "offers:count", "now"] == 2


def test_every_figure_stands_on_the_page_too(submitted: AnnualReport, client: Client) -> None:
    page = client.get(f"/sprawozdania-roczne/{submitted.public_id}/").content.decode()
    for table in thaw(submitted.figures):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                assert shown(cell.value, kind_of(column, row.key)) in page


def test_the_rows_behind_a_figure(submitted: AnnualReport, client: Client) -> None:
    address = f"{REPORTS}{submitted.public_id}/rows/"
    found = client.get(address, {"table": "T0", "row": "offers:count", "column": "now"}).json()
    assert [row["title"] for row in found["rows"]] == ["Święto żniw w powiecie łęczyckim", "Kulig"]
    document = client.get(f"{REPORTS}{submitted.public_id}/").json()
    for table, row, column, cell in cells(document):
        behind = client.get(address, {"table": table, "row": row, "column": column}).json()
        assert len(behind["rows"]) == cell["rows"]
    assert client.get(address, {"table": "T9", "row": "x", "column": "y"}).status_code == 404
    missing = client.get(address, {"table": "T0"})
    assert (missing.status_code, sorted(missing.json()["errors"])) == (400, ["column", "row"])


def test_before_it_is_submitted_only_the_office_sees_it(
    cycle: Cycle, report: AnnualReport, client: Client, key: Callable[..., APIClient]
) -> None:
    assert client.get(REPORTS).json()["count"] == 0
    assert client.get(f"{REPORTS}{report.public_id}/").status_code == 404
    assert key(cycle.officer).get(f"{REPORTS}{report.public_id}/").status_code == 200


def test_the_list_costs_two_queries(submitted: AnnualReport, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert client.get(f"{REPORTS}?year=2027").json()["count"] == 1
