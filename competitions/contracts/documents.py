"""The contract with an expert and the bill for their cards, as documents."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from num2words import num2words

from competitions.contracts.models import Bill, Contract
from core.documents.sheet import Sheet, register
from law.spheres import sphere
from law.verdict import WARSAW


def in_words(amount: Decimal) -> str:
    """An amount of PLN in words."""
    # A Decimal: num2words takes an int for grosze.
    return str(num2words(Decimal(amount), lang="pl", to="currency", currency="PLN"))


@register
@dataclass(frozen=True)
class ContractSheet(Sheet):
    """A contract with an expert: pay in PLN for one card. Tax and insurance data stay with finance and are not in it."""

    KIND: ClassVar[str] = "contracts.contract"
    TEMPLATE: ClassVar[str] = "documents/contracts/contract.html"

    number: str
    principal: str
    expert: str
    fields: tuple[str, ...]
    valid_from: date
    valid_to: date
    rate: Decimal
    max_cards: int

    @property
    def title(self) -> str:
        return f"Umowa z ekspertem nr {self.number}"

    @property
    def rate_in_words(self) -> str:
        """The pay for one card in words."""
        return in_words(self.rate)

    @property
    def most(self) -> Decimal:
        """The most that the contract may cost."""
        return self.rate * self.max_cards

    @classmethod
    def of(cls, contract: Contract) -> Self:
        """The contract as it was prepared."""
        return cls(
            number=contract.number,
            principal=settings.OFFICE["region"],
            expert=str(contract.expert),
            fields=tuple(f"{code}. {sphere(code).name}" for code in contract.expert.spheres),
            valid_from=contract.valid_from,
            valid_to=contract.valid_to,
            rate=contract.rate,
            max_cards=contract.max_cards,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                number="KMIII.E.4.2027",
                principal="Województwo Łódzkie",
                expert="Żaneta Łęcka",
                fields=("16. Kultura i sztuka",),
                valid_from=date(2027, 2, 1),
                valid_to=date(2027, 12, 31),
                rate=Decimal("150.00"),
                max_cards=40,
            )
        ]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card on a bill: the offer's number, and the day on which the card was submitted."""

    offer: int
    submitted_on: date


@register
@dataclass(frozen=True)
class BillSheet(Sheet):
    """The bill for the cards of one competition, in PLN."""

    KIND: ClassVar[str] = "contracts.bill"
    TEMPLATE: ClassVar[str] = "documents/contracts/bill.html"

    number: str
    contract: str
    expert: str
    competition: str
    cards: tuple[CardRow, ...]
    rate: Decimal
    amount: Decimal

    @property
    def title(self) -> str:
        return f"Rachunek nr {self.number} do umowy z ekspertem"

    @property
    def amount_in_words(self) -> str:
        """The sum in words."""
        return in_words(self.amount)

    @classmethod
    def of(cls, bill: Bill) -> Self:
        """The bill with its cards."""
        rows = bill.lines.select_related("card__offer").order_by("card__offer__number")
        return cls(
            number=str(bill),
            contract=bill.contract.number,
            expert=str(bill.contract.expert),
            competition=bill.competition.title,
            cards=tuple(
                CardRow(each.card.offer.number or 0, each.card.submitted_at.astimezone(WARSAW).date())
                for each in rows
                if each.card.submitted_at
            ),
            rate=bill.rate,
            amount=bill.amount,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                number="1/KMIII.E.4.2027",
                contract="KMIII.E.4.2027",
                expert="Żaneta Łęcka",
                competition="Żywe tradycje regionu łódzkiego",
                cards=(CardRow(3, date(2027, 2, 10)), CardRow(7, date(2027, 2, 12))),
                rate=Decimal("150.50"),
                amount=Decimal("301.00"),
            )
        ]
