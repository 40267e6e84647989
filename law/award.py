"""The Board's choice of offers (UDPP art. 15 ust. 2g–2i)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    subtask: int | None = None


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """The decision on a whole competition; `pool` and, by its number, the pool of each sub-task in PLN."""

    pool: Decimal
    decisions: Sequence[OfferDecision]
    subtasks: Mapping[int, Decimal] = field(default_factory=dict)


def breaches(facts: AwardFacts) -> list[Breach]:
    """What is wrong with a decision: sums, amounts, missing reasons, offers left undecided."""
    found: list[Breach] = []
    total = sum((each.amount for each in facts.decisions), Decimal(0))
    if total > facts.pool:
        found.append(Breach("award.over_pool", "art. 13 ust. 2 pkt 2", {"total": total, "pool": facts.pool}))
    for number, pool in facts.subtasks.items():
        given = sum((each.amount for each in facts.decisions if each.subtask == number), Decimal(0))
        if given > pool:
            values = {"number": str(number), "total": given, "pool": pool}
            found.append(Breach("award.over_subtask", "art. 13 ust. 2 pkt 2", values))
    for each in facts.decisions:
        said = {"number": each.number, "amount": each.amount, "requested": each.requested, "proposed": each.proposed}
        if not each.decided:
            found.append(Breach("award.undecided", "art. 15 ust. 2g", said))
        elif each.amount < 0 or each.amount > each.requested:
            found.append(Breach("award.over_request", "art. 15 ust. 2h pkt 3", said))
        elif 0 < each.amount < each.requested:
            found.append(Breach("award.partial", "art. 15 ust. 2g", said))
        elif not each.reason.strip() and (each.amount == 0 or each.amount != each.proposed):
            found.append(Breach("award.reason_missing", "art. 15 ust. 2i", said))
    return found


def justification_due(announced_on: date) -> date:
    """The last day on which anyone may demand a justification: 30 days from the announcement (art. 15 ust. 2i)."""
    return add_days(announced_on, figures.value("results.justification_days", on=announced_on))
