"""The consolidated card as an issued document."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from competitions.calls.models import Competition
from competitions.consolidated.queries import Consolidated, CriterionRow
from core.documents.sheet import Sheet, register


@register
@dataclass(frozen=True)
class ConsolidatedSheet(Sheet):
    """The consolidated card of one offer (UDPP art. 15 ust. 2i). Points after weights, amounts in PLN."""

    KIND: ClassVar[str] = "consolidated.card"
    TEMPLATE: ClassVar[str] = "documents/consolidated/card.html"

    competition: str
    sign: str
    card: Consolidated

    @property
    def title(self) -> str:
        return f"Karta zbiorcza oferty nr {self.card.number}: {self.competition}"

    @classmethod
    def of(cls, competition: Competition, card: Consolidated) -> Self:
        """The card in the case of its competition."""
        return cls(competition.title, competition.case.sign if competition.case else "", card)

    @classmethod
    def examples(cls) -> list[Self]:
        criteria = (
            CriterionRow(
                1,
                "Możliwość realizacji zadania",
                Decimal(30),
                Decimal("24.25"),
                Decimal("22.00"),
                Decimal("26.50"),
                ("Plan jest realny.", "Terminy warsztatów są napięte."),
            ),
            CriterionRow(2, "Kalkulacja kosztów", Decimal(20), Decimal("15.00"), Decimal(15), Decimal(15), ()),
        )
        funded = Consolidated(
            number=3,
            organisation="Fundacja Źródło Przykładu",
            task="Święto żniw",
            cards=2,
            points=Decimal("87.50"),
            maximum=Decimal(100),
            threshold=Decimal("60.00"),
            place=1,
            ranked=12,
            criteria=criteria,
            strengths=("Doświadczony zespół.",),
            weaknesses=("Mało opisane wskaźniki.",),
            opinion="Komisja opiniuje ofertę pozytywnie.",
            requested=Decimal("40000.00"),
            proposed=Decimal("40000.00"),
            granted=Decimal("40000.00"),
            reason="",
            line=Decimal("71.25"),
            reserve=None,
        )
        waiting = Consolidated(
            number=5,
            organisation="Stowarzyszenie Próba",
            task="Warsztaty śpiewu",
            cards=3,
            points=Decimal("68.00"),
            maximum=Decimal(100),
            threshold=Decimal("60.00"),
            place=7,
            ranked=12,
            criteria=criteria,
            strengths=(),
            weaknesses=(),
            opinion="Komisja opiniuje ofertę pozytywnie; pula środków nie wystarcza na jej dofinansowanie.",
            requested=Decimal("30000.00"),
            proposed=Decimal(0),
            granted=Decimal(0),
            reason="Wyczerpana pula.",
            line=Decimal("71.25"),
            reserve=2,
        )
        return [cls("Żywe tradycje", "KMIII.614.1.2026", funded), cls("Żywe tradycje", "", waiting)]
