"""Reads of annual reports: the rows behind a figure, the job that makes the document."""

from dataclasses import dataclass
from decimal import Decimal

from competitions.agreements.models import Agreement
from competitions.annual.models import AnnualReport
from competitions.annual.presentation import shown
from competitions.annual.snapshot import kind_of, thaw
from competitions.calls.models import Competition
from competitions.offers.models import Offer
from core.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a figure: its number or sign, whose it is, what it is, its amount in PLN."""

    sign: str
    organisation: str
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """A figure with its rows."""

    table: str
    row: str
    column: str
    value: str
    rows: list[Behind]


def rows_behind(report: AnnualReport, code: str, key: str, column_key: str) -> Found | None:
    """The rows of a frozen figure, or None when the report has no such figure."""
    table = next((table for table in thaw(report.figures) if table.code == code), None)
    row = next((row for row in table.rows if row.key == key), None) if table else None
    if table is None or row is None:
        return None
    for column, cell in zip(table.columns, row.cells, strict=True):
        if column.key == column_key:
            value = shown(cell.value, kind_of(column, row.key))
            return Found(f"{table.code}. {table.title}", row.label, column.label, value, _read(cell.refs))
    return None


def _read(refs: tuple[str, ...]) -> list[Behind]:
    ids: dict[str, list[str]] = {"offer": [], "agreement": [], "competition": []}
    for ref in refs:
        kind, _colon, identifier = ref.partition(":")
        ids[kind].append(identifier)
    rows = [
        Behind(str(row.number), row.organisation.name, row.title, row.requested)
        for row in Offer.objects.filter(public_id__in=ids["offer"])
        .select_related("organisation")
        .defer("content")
        .order_by("competition", "number")
    ]
    rows += [
        Behind(row.number, row.offer.organisation.name, row.offer.title, row.amount)
        for row in Agreement.objects.filter(public_id__in=ids["agreement"])
        .select_related("offer__organisation")
        .defer("offer__content")
        .order_by("number")
    ]
    rows += [
        Behind(row.case.sign if row.case else "", row.unit.symbol, row.title, row.pool)
        for row in Competition.objects.filter(public_id__in=ids["competition"]).select_related("case", "unit")
    ]
    return rows


def live_job(report: AnnualReport) -> Job | None:
    """The newest job that makes the report's document."""
    return Job.objects.filter(name="annual.report", key__startswith=f"{report.public_id}:").order_by("-pk").first()
