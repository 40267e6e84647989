"""The final report as an issued document."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from competitions.offers.presentation import ShownSection
from competitions.reports.models import Report
from competitions.reports.presentation import shown
from competitions.reports.queries import report_facts
from core.documents.sheet import Sheet, register
from law.report import Sources, facts


@register
@dataclass(frozen=True)
class ReportSheet(Sheet):
    """Sprawozdanie z wykonania zadania publicznego (UDPP art. 18). Amounts in PLN."""

    KIND: ClassVar[str] = "reports.report"
    TEMPLATE: ClassVar[str] = "documents/reports/report.html"

    agreement: str
    signed_on: date | None
    organisation: str
    task: str
    period_from: date
    period_to: date
    spent_total: Decimal
    spent_grant: Decimal
    submitted_at: datetime
    checksum: str
    sections: tuple[ShownSection, ...]

    @property
    def title(self) -> str:
        return f"Sprawozdanie końcowe z wykonania zadania publicznego, umowa nr {self.agreement}"

    @classmethod
    def of(cls, report: Report) -> Self:
        """The document of a submitted report."""
        if report.submitted_at is None:
            raise ValueError("the report is not submitted")
        agreement = report.agreement
        return cls(
            agreement=agreement.number,
            signed_on=agreement.signed_on,
            organisation=agreement.version.organisation["name"],
            task=agreement.offer.title,
            period_from=agreement.task_from,
            period_to=agreement.task_to,
            spent_total=report.spent_total,
            spent_grant=report.spent_grant,
            submitted_at=report.submitted_at,
            checksum=report.checksum,
            sections=tuple(shown(report_facts(report))),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        content = {
            "I.1": "Odbyły się trzy warsztaty dla 60 osób.",
            "I.2": "Warsztaty przeprowadzono zgodnie z planem.",
            "I.1.results": [{"name": "Warsztaty", "target": "3", "achieved": "3", "evidence": "listy obecności"}],
            "II.1": [{"name": "Instruktor", "planned": "3200.00", "spent": "3200.00"}],
            "II.2.grant": "2800.00",
            "II.2.own": "400.00",
            "IV.1": "yes",
            "IV.2": "yes",
        }
        fuller = {
            **content,
            "II.2.own": "",
            "II.2.public": "250.00",
            "II.2.public_names": "Gmina Przykładowo",
            "II.2.recipients": "100.00",
            "II.2.grant_interest": "1.50",
            "II.2.rest": "48.50",
            "II.3": "Uczestnicy spoza gminy płacili za materiały.",
            "II.3.each": "10.00",
        }
        agreed = Sources(grant=Decimal("2800.00"), own=Decimal("400.00"))
        known: dict[str, Any] = {"grant_paid": agreed.grant, "agreed": agreed}
        return [
            cls(
                agreement="KMIII.614.1.2026/3",
                signed_on=date(2026, 6, 10),
                organisation="Fundacja Źródło Przykładu",
                task="Święto żniw",
                period_from=date(2026, 6, 15),
                period_to=date(2026, 11, 30),
                spent_total=Decimal("3200.00"),
                spent_grant=Decimal("2800.00"),
                submitted_at=datetime(2026, 12, 20, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw")),
                checksum="3f2a" * 16,
                sections=tuple(shown(facts(said, form_version=version, **known))),
            )
            for version, said in (("report-2018", content), ("report-2018.2", fuller))
        ]
