"""The announcement of results: three lists, as issued and published."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from competitions.awards.queries import Lists, PartResults, ResultRow, Results, results
from competitions.calls.models import Competition
from core.documents.sheet import Sheet, register
from core.web.templatetags.polish import data


@register
@dataclass(frozen=True)
class ResultsSheet(Sheet):
    """Results of a competition (UDPP art. 15 ust. 2h–2j). Amounts in PLN."""

    KIND: ClassVar[str] = "awards.results"
    TEMPLATE: ClassVar[str] = "documents/awards/results.html"

    competition: str
    sign: str
    resolution: str
    resolved_on: date
    pool: Decimal
    total: Decimal
    lists: Results
    justification_days: int

    @property
    def title(self) -> str:
        return f"Wyniki otwartego konkursu ofert: {self.competition}"

    @classmethod
    def of(cls, competition: Competition, *, justification_days: int) -> Self:
        """The results of a resolved competition."""
        decision = competition.decision
        if decision is None:
            raise ValueError("results follow a resolution")
        lists = results(competition)
        return cls(
            competition=competition.title,
            sign=competition.case.sign if competition.case else "",
            resolution=f"{decision} z dnia {data(decision.adopted_on)}",
            resolved_on=decision.adopted_on,
            pool=competition.living_pool,
            total=lists.total,
            lists=lists,
            justification_days=justification_days,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        good = ResultRow(3, "Fundacja Źródło Przykładu", "Święto żniw", Decimal("87.50"), Decimal("40000.00"), "")
        weak = ResultRow(1, "Stowarzyszenie Próba", "Warsztaty śpiewu", Decimal("52.00"), Decimal(0), "poniżej progu")
        bad = ResultRow(2, "Koło Gospodyń Wzorzec", "Kulig", None, Decimal(0), "brak podpisów")
        lists = Results((good,), (weak,), (bad,))
        day = date(2026, 6, 2)
        full = cls(
            "Żywe tradycje",
            "KMIII.614.1.2026",
            "Zarząd: uchwała nr 900/26 z dnia 2 czerwca 2026 r.",
            day,
            Decimal("250000.00"),
            lists.total,
            lists,
            30,
        )
        empty = cls(
            "Konkurs bez dotacji",
            "KMIII.614.2.2026",
            "Zarząd: uchwała nr 901/26 z dnia 2 czerwca 2026 r.",
            day,
            Decimal("50000.00"),
            Decimal(0),
            Results((), (weak,), ()),
            30,
        )
        alone = ResultRow(4, "Koło „Źdźbło”", "Hafty", Decimal("41.00"), Decimal(0), "podzadanie unieważniono", 2)
        divided = cls(
            "Konkurs podzielony",
            "KMIII.614.3.2026",
            "Zarząd: uchwała nr 902/26 z dnia 2 czerwca 2026 r.",
            day,
            Decimal("150000.00"),
            lists.total,
            Results(
                (good,),
                (weak, alone),
                (bad,),
                (
                    PartResults(1, "Śpiew", Decimal("150000.00"), None, Lists((good,), (weak,), (bad,))),
                    PartResults(2, "Rękodzieło", Decimal("100000.00"), date(2026, 5, 20), Lists((), (alone,), ())),
                ),
            ),
            30,
        )
        return [full, empty, divided]
