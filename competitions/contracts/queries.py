"""Reads of contracts: cards that wait for a bill, totals of a year, figures of an expert's work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition
from competitions.contracts.models import Bill, BillLine, Contract
from competitions.contracts.states import BillState
from competitions.evaluation.models import CardVersion, Score, ScoreCard
from competitions.evaluation.reliability import Leniency, leniency
from competitions.evaluation.scoring import Card
from competitions.evaluation.states import CardState
from competitions.experts.models import Expert
from law.verdict import WARSAW


def unbilled(contract: Contract) -> QuerySet[ScoreCard]:
    """Submitted cards of the expert from the contract's days that no bill pays for."""
    billed = BillLine.objects.values("card")
    return ScoreCard.objects.filter(
        expert=contract.expert_id,
        state=CardState.SUBMITTED,
        submitted_at__date__gte=contract.valid_from,
        submitted_at__date__lte=contract.valid_to,
    ).exclude(pk__in=billed)


def to_bill(contract: Contract) -> list[tuple[Competition, int]]:
    """Competitions with the number of cards that wait for a bill."""
    counts = dict(
        unbilled(contract)
        .order_by()
        .values_list("offer__competition")
        .annotate(n=Count("pk"))
        .values_list("offer__competition", "n")
    )
    return [(each, counts[each.pk]) for each in Competition.objects.filter(pk__in=counts).order_by("title")]


def billed_cards(contract: Contract) -> int:
    """How many cards the contract's bills pay for."""
    return int(contract.bills.aggregate(n=Sum("count"))["n"] or 0)


@dataclass(frozen=True, slots=True)
class YearRow:
    """What an expert was billed for in a year, in PLN."""

    expert: Expert
    bills: int
    cards: int
    billed: Decimal
    paid: Decimal


def years() -> list[int]:
    """The years of which there are bills, the newest first."""
    return sorted({localdate(each).year for each in Bill.objects.values_list("issued_at", flat=True)}, reverse=True)


def totals(rows: QuerySet[Bill], year: int) -> list[YearRow]:
    """The bills of a year by expert, in Polish order of names."""
    of_year = rows.filter(issued_at__year=year).order_by()
    found = of_year.values("contract__expert").annotate(
        n=Count("pk"), cards=Sum("count"), billed=Sum("amount"), paid=Sum("amount", filter=Q(state=BillState.PAID))
    )
    by_expert: dict[int, Any] = {row["contract__expert"]: row for row in found}
    experts = Expert.objects.filter(pk__in=by_expert).select_related("user").order_by("user__sort_key", "pk")
    return [
        YearRow(
            each,
            by_expert[each.pk]["n"],
            by_expert[each.pk]["cards"],
            by_expert[each.pk]["billed"],
            by_expert[each.pk]["paid"] or Decimal(0),
        )
        for each in experts
    ]


HEADINGS = (_("Ekspert"), _("Rachunki"), _("Karty"), _("Należność [zł]"), _("Wypłacono [zł]"))


def table(rows: list[YearRow]) -> Iterator[list[str]]:
    """The totals as cells; amounts as Polish spreadsheets read them: 12345,67."""
    for row in rows:
        yield [
            str(row.expert),
            str(row.bills),
            str(row.cards),
            f"{row.billed:.2f}".replace(".", ","),
            f"{row.paid:.2f}".replace(".", ","),
        ]


@dataclass(frozen=True, slots=True)
class Quality:
    """How an expert works in one competition; `justification` is the mean length of a justification in characters.

    `returned` counts cards that the office sent back to be corrected; `leniency` is None where nobody scored the same offers.
    """

    competition: str
    assigned: int
    submitted: int
    late: int
    open_late: int
    excluded: int
    taken_back: int
    returned: int
    justification: int
    leniency: Leniency | None


def quality(expert: Expert, on: date) -> list[Quality]:
    """The measures by competition, the newest first. A card is late when it was submitted after its day, or is open past it."""
    found: dict[int, dict[str, Any]] = {}
    again = CardVersion.objects.filter(card=OuterRef("pk")).exclude(reason="")
    own = ScoreCard.objects.filter(expert=expert).annotate(again=Exists(again))
    cards = own.values(
        "state", "due", "submitted_at", "again", "returned_because", "offer__competition", "offer__competition__title"
    )
    for card in cards:
        row = found.setdefault(
            card["offer__competition"],
            {
                "competition": card["offer__competition__title"],
                **dict.fromkeys(
                    ("assigned", "submitted", "late", "open_late", "excluded", "taken_back", "returned"), 0
                ),
            },
        )
        row["assigned"] += 1
        row["returned"] += bool(card["again"] or card["returned_because"])
        match card["state"]:
            case CardState.SUBMITTED:
                row["submitted"] += 1
                submitted_at = card["submitted_at"]
                row["late"] += bool(submitted_at and submitted_at.astimezone(WARSAW).date() > card["due"])
            case CardState.EXCLUDED:
                row["excluded"] += 1
            case CardState.TAKEN_BACK:
                row["taken_back"] += 1
            case _open:
                row["open_late"] += card["due"] < on
    sums = _scored(found)
    own_sums = {pk: [row for row in rows if row["who"] == expert.public_id] for pk, rows in sums.items()}
    return [
        Quality(**found[pk], justification=_mean(own_sums.get(pk, ())), leniency=_leniency(expert, sums.get(pk, ())))
        for pk in sorted(found, reverse=True)
    ]


def _scored(competitions: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Competition → its submitted cards, each as {offer, who, total, letters, reasons}: the sums of one card; one query."""
    rows = (
        Score.objects.filter(card__offer__competition__in=list(competitions), card__state=CardState.SUBMITTED)
        .order_by()
        .values(
            competition=F("card__offer__competition"),
            offer=F("card__offer__public_id"),
            who=F("card__expert__public_id"),
        )
        .annotate(total=Sum("points"), letters=Sum(Length("justification")), reasons=Count("pk"))
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["competition"], []).append(dict(row))
    return found


def _mean(rows: Sequence[Mapping[str, Any]]) -> int:
    """The mean length of a justification."""
    reasons = sum(row["reasons"] for row in rows)
    return round(sum(row["letters"] for row in rows) / reasons) if reasons else 0


def _leniency(expert: Expert, rows: Sequence[Mapping[str, Any]]) -> Leniency | None:
    """How lenient an expert was beside those who scored the same offers."""
    cards = [Card(row["offer"], row["who"], {0: row["total"] or Decimal(0)}) for row in rows]
    return leniency(cards).get(expert.public_id)
