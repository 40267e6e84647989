"""The sheet of a trip: who travels where and why, the programme day by day, the costs, and the report once it is there."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from core.documents.sheet import Sheet, register
from office.trips.models import Trip
from office.trips.queries import sums
from office.trips.states import State


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the programme; its time, when it has one, as "09:30"."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class DayRows:
    """One day of the programme."""

    day: date
    points: tuple[PointRow, ...]


@dataclass(frozen=True, slots=True)
class CostRow:
    """A kind of cost in PLN: planned, and actual once it is written down."""

    kind: str
    planned: Decimal
    actual: Decimal


@register
@dataclass(frozen=True)
class TripSheet(Sheet):
    """The sheet of a trip, issued with its approval and again with its settlement. Amounts in PLN."""

    KIND: ClassVar[str] = "trips.sheet"
    TEMPLATE: ClassVar[str] = "documents/trips/sheet.html"

    sign: str
    kind: str
    state: str
    unit: str
    purpose: str
    where: str
    starts_on: date
    ends_on: date
    participants: tuple[str, ...]
    programme: tuple[DayRows, ...]
    costs: tuple[CostRow, ...]
    planned: Decimal
    actual: Decimal
    settled: bool
    report_due_on: date
    report: str

    @property
    def title(self) -> str:
        return f"Karta wyjazdu nr {self.sign}"

    @classmethod
    def of(cls, trip: Trip) -> Self:
        """The trip as it stands now."""
        return cls(
            sign=trip.sign,
            kind=trip.get_kind_display(),
            state=trip.get_state_display(),
            unit=str(trip.unit),
            purpose=trip.purpose,
            where=trip.where,
            starts_on=trip.starts_on,
            ends_on=trip.ends_on,
            participants=tuple(trip.named),
            programme=tuple(
                DayRows(day, tuple(PointRow(point["time"], point["text"]) for point in points))
                for day, points in trip.days
            ),
            costs=tuple(CostRow(*row) for row in sums(trip.costs.all())),
            planned=trip.planned_pln,
            actual=trip.actual_pln,
            settled=trip.state == State.SETTLED,
            report_due_on=trip.report_due_on,
            report=trip.report_text,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        planned = cls(
            sign="W/3/2027",
            kind="zagraniczny",
            state="zatwierdzony",
            unit="Samodzielne Stanowiska – Asystenci Marszałka (KM V)",
            purpose="Podpisanie listu intencyjnego o wymianie młodzieży",
            where="Brno, Czechy",
            starts_on=date(2027, 3, 9),
            ends_on=date(2027, 3, 10),
            participants=("Żaneta Łęcka, asystentka", "Jiří Přiklad, tłumacz"),
            programme=(
                DayRows(date(2027, 3, 9), (PointRow("", "Przejazd"), PointRow("14:30", "Spotkanie z radą kraju"))),
                DayRows(date(2027, 3, 10), (PointRow("09:00", "Podpisanie listu"),)),
            ),
            costs=(
                CostRow("przejazdy", Decimal("1200.00"), Decimal("0.00")),
                CostRow("noclegi", Decimal("860.50"), Decimal("0.00")),
            ),
            planned=Decimal("2060.50"),
            actual=Decimal("0.00"),
            settled=False,
            report_due_on=date(2027, 3, 24),
            report="",
        )
        settled = replace(
            planned,
            state="rozliczony",
            settled=True,
            programme=(),
            costs=(CostRow("przejazdy", Decimal("1200.00"), Decimal("1187.30")),),
            planned=Decimal("1200.00"),
            actual=Decimal("1187.30"),
            report="List podpisano.\n\nPierwsza wymiana jesienią.",
        )
        return [planned, settled]
