"""The Board's choice of offers (UDPP art. 15 ust. 2g–2i)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from law import figures
from law.calendar import add_days
from law.verdict import Breach


@dataclass(frozen=True, slots=True)
class OfferDecision:
    """What is decided on one offer: amounts in PLN, zero for a refusal."""

    number: int
    requested: Decimal
    amount: Decimal
    reason: str
    proposed: Decimal
    decided: bool


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """The decision on a whole competition; `pool` in PLN."""

    pool: Decimal
    decisions: Sequence[OfferDecision]


def breaches(facts: AwardFacts) -> list[Breach]:
    """What is wrong with a decision: sums, amounts, missing reasons, offers left undecided."""
    found: list[Breach] = []
    total = sum((each.amount for each in facts.decisions), Decimal(0))
    if total > facts.pool:
        found.append(Breach("award.over_pool", "art. 13 ust. 2 pkt 2", {"total": total, "pool": facts.pool}))
    for each in facts.decisions:
        values = {"number": each.number, "amount": each.amount, "requested": each.requested, "proposed": each.proposed}
        if not each.decided:
            found.append(Breach("award.undecided", "art. 15 ust. 2g", values))
        elif each.amount < 0 or each.amount > each.requested:
            found.append(Breach("award.over_request", "art. 15 ust. 2h pkt 3", values))
        elif 0 < each.amount < each.requested:
            found.append(Breach("award.partial", "art. 15 ust. 2g", values))
        elif not each.reason.strip() and (each.amount == 0 or each.amount != each.proposed):
            found.append(Breach("award.reason_missing", "art. 15 ust. 2i", values))
    return found


def justification_due(announced_on: date) -> date:
    """The last day on which anyone may demand a justification: 30 days from the announcement (art. 15 ust. 2i)."""
    return add_days(announced_on, figures.value("results.justification_days", on=announced_on))
