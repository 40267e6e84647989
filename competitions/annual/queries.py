"""Reads of annual reports: which are due, the rows behind a figure, the job that makes the document."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from competitions.agreements.models import Agreement
from competitions.annual.models import AnnualReport
from competitions.annual.presentation import shown
from competitions.annual.snapshot import kind_of, thaw
from competitions.annual.states import State
from competitions.calls.models import Competition
from competitions.offers.models import Offer
from competitions.offers.queries import names_together, with_partners
from core.accounts.models import Hat, User
from core.jobs.models import Job
from law.programme import report_due
from ngo.programmes.access import OPEN_TO_ALL
from ngo.programmes.models import Programme
from office.structure.hats import STAFF

# How many days before the day of art. 5a ust. 3 the office is reminded, once each; office practice.
REMINDED_BEFORE = (30, 7)


@dataclass(frozen=True, slots=True)
class Duty:
    """The report of a programme that is due to the assembly; `report` is None until it is begun."""

    programme: Programme
    report: AnnualReport | None
    due: date

    @property
    def is_done(self) -> bool:
        """Whether it was submitted and published."""
        return self.report is not None and self.report.state == State.SUBMITTED


def duties(programmes: QuerySet[Programme], *, on: date) -> list[Duty]:
    """The reports that the law asks for on a day, of these programmes: of years that are over, the oldest first.

    One that was submitted stays until its term has passed; one that was not stays.
    """
    over = programmes.filter(year__lt=on.year, state__in=OPEN_TO_ALL).order_by("year")
    waiting = over.exclude(annual_report__state=State.SUBMITTED, year__lt=on.year - 1)
    rows = [_duty(programme) for programme in waiting.select_related("annual_report").defer("annual_report__figures")]
    return [row for row in rows if not row.is_done or row.due >= on]


def _duty(programme: Programme) -> Duty:
    return Duty(programme, getattr(programme, "annual_report", None), report_due(programme.year))


def reminder(due: date, *, on: date) -> int | None:
    """The reminder that stands on a day (30 or 7 days before), or None: too early, or too late for any."""
    left = (due - on).days
    return min((days for days in REMINDED_BEFORE if 0 <= left <= days), default=None)


def people_to_remind(programme: Programme) -> QuerySet[User]:
    """Officers and heads of the units that carry the programme's tasks."""
    units = programme.tasks.values("unit__code")
    worn = Hat.objects.worn().filter(user=OuterRef("pk"), kind__in=STAFF, key__in=units)
    return User.objects.filter(Exists(worn), is_active=True).order_by("pk")


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
        Behind(str(row.number), names_together(row, row.joint_with), row.title, row.requested)
        for row in with_partners(Offer.objects.filter(public_id__in=ids["offer"]))
        .select_related("organisation")
        .defer("content")
        .order_by("competition", "number")
    ]
    rows += [
        Behind(row.number, names_together(row.offer, row.version.partners), row.offer.title, row.amount)
        for row in Agreement.objects.filter(public_id__in=ids["agreement"])
        .select_related("offer__organisation", "version")
        .defer("offer__content", "version__content")
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
