"""The annual report as an issued document: tables and charts from the frozen figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.utils.timezone import localdate

from competitions.annual.figures import COUNT, MONEY, PERCENT, TEXT, Cell, Column, Row, Table
from competitions.annual.models import AnnualReport
from competitions.annual.presentation import table_rows
from competitions.annual.snapshot import thaw
from core.documents.sheet import Sheet, register
from core.web.charts import Chart, bars
from core.web.templatetags.polish import data, zloty


@register
@dataclass(frozen=True)
class AnnualReportSheet(Sheet):
    """Report on the realisation of the cooperation programme (UDPP art. 5a ust. 3). Amounts in PLN."""

    KIND: ClassVar[str] = "annual.report"
    TEMPLATE: ClassVar[str] = "documents/annual/report.html"

    year: int
    programme: str
    adoption: str
    frozen_on: date
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        return f"Sprawozdanie z realizacji programu współpracy za {self.year} rok"

    def shown_tables(self) -> list[tuple[Table, list[dict[str, Any]]]]:
        """Each table with its rows as text."""
        return [(table, table_rows(table)) for table in self.tables]

    def charts(self) -> list[Chart]:
        """Pictures of the tables that people compare: amounts by sphere and by competition."""
        made: list[Chart] = []
        for code, key in (("T6", "amount"), ("T5", "contracted")):
            table = next((table for table in self.tables if table.code == code and table.rows), None)
            if table is None:
                continue
            index = [column.key for column in table.columns].index(key)
            points = [(row.label, Decimal(row.cells[index].value or 0)) for row in table.rows]
            heading = f"{table.title}: kwota umów"
            made.append(bars(heading, points, category=table.title, measure="Kwota umów", text=zloty))
        return made

    @classmethod
    def of(cls, report: AnnualReport) -> Self:
        """The document of a frozen report."""
        if report.frozen_at is None:
            raise ValueError("the report is not frozen")
        programme = report.programme
        adoption = programme.adoption
        return cls(
            year=programme.year,
            programme=programme.title,
            adoption=f"{adoption} z dnia {data(adoption.adopted_on)}" if adoption else "",
            frozen_on=localdate(report.frozen_at),
            tables=thaw(report.figures),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        t5 = Table(
            "T5",
            "Kwoty w konkursach",
            (Column("contracted", "Umowy", MONEY), Column("coverage", "Pokrycie [%]", PERCENT)),
            (Row("a", "Żywe tradycje", (Cell(Decimal("120000.00")), Cell(Decimal("61.54")))),),
        )
        t6 = Table(
            "T6",
            "Dotacje według sfer",
            (Column("agreements", "Umowy", COUNT), Column("amount", "Kwota", MONEY)),
            (Row("16", "16. Kultura", (Cell(3), Cell(Decimal("120000.00")))),),
        )
        a1 = Table(
            "A1",
            "Wykaz umów",
            (Column("organisation", "Organizacja", TEXT), Column("amount", "Umowa", MONEY)),
            tuple(
                Row(str(n), f"KMIII.614.1.2025/{n}", (Cell(f"Stowarzyszenie Wzór {n}"), Cell(Decimal("40000.00"))))
                for n in range(1, 61)
            ),
        )
        counts = (
            "Złożone",
            "Potwierdzone",
            "Wycofane",
            "Poprawne formalnie",
            "Odrzucone formalnie",
            "Bez rozpatrzenia",
        )
        t4 = Table(
            "T4",
            "Oferty w konkursach",
            tuple(
                Column(f"c{n}", label, COUNT)
                for n, label in enumerate((*counts, "Ocenione", "Powyżej progu", "Z dotacją"))
            ),
            (Row("a", "Żywe tradycje regionu łódzkiego", tuple(Cell(n) for n in (12, 11, 1, 9, 1, 1, 9, 7, 3))),),
        )
        day = date(2026, 3, 20)
        adoption = "Sejmik: uchwała nr V/60/24 z dnia 26 listopada 2024 r."
        return [
            cls(2025, "Program współpracy na 2025 rok", adoption, day, (t4, t5, t6, a1)),
            cls(2024, "Program współpracy na 2024 rok", "", day, (Table("T5", "Kwoty w konkursach", t5.columns, ()),)),
        ]
