"""The offer: its sums and every invariant of the official form and of the announcement (UDPP art. 11, 14, 15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from law.competition import ENTRUSTING, SUPPORTING, deadline_passed
from law.forms import amount, day, form, structure_breaches
from law.organisation import eligibility_breaches
from law.verdict import WARSAW, Breach, percent

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """A cost row: code ("I.2.1"), name, value in PLN."""

    code: str
    administrative: bool
    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of part V, in PLN. `total` is V.B.1; `sources` is V.B.2 + V.B.3 + V.B.4."""

    lines: tuple[Line, ...]
    actions: Decimal
    administrative: Decimal
    total: Decimal
    grant: Decimal
    own_financial: Decimal
    own_in_kind: Decimal
    recipients: Decimal

    @property
    def own(self) -> Decimal:
        """V.B.3 = 3.1 + 3.2."""
        return self.own_financial + self.own_in_kind

    @property
    def sources(self) -> Decimal:
        return self.grant + self.own + self.recipients


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer beside its competition and its organisation. Amounts in PLN, shares in percent."""

    content: Mapping[str, Any]
    form_version: str
    competition_form: str
    task_from: date
    task_to: date
    offers_due: datetime
    pool: Decimal
    min_grant: Decimal | None
    max_grant: Decimal | None
    max_grant_share: Decimal | None
    own_share_min: Decimal
    own_share_of_grant: bool
    own_share_in_money: bool
    admin_cap: Decimal | None
    admin_cap_of_grant: bool
    indicators_required: bool
    offers_limit: int
    other_offers: int
    legal_form: str
    in_liquidation: bool
    deleted_on: date | None


def value_of(row: Mapping[str, Any]) -> Decimal | None:
    """Unit cost × units, half up to the grosz; None while either is no number."""
    cost, units = amount(row.get("unit_cost")), amount(row.get("units"))
    if cost is None or units is None:
        return None
    return (cost * units).quantize(CENT, ROUND_HALF_UP)


def totals(content: Mapping[str, Any]) -> Totals:
    """The sums of an offer's content; rows and amounts that are no numbers count as zero."""
    lines: list[Line] = []
    for code, prefix in (("V.A.I", "I"), ("V.A.II", "II")):
        rows = content.get(code)
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            if isinstance(row, Mapping):
                name = str(row.get("name", ""))
                lines.append(Line(f"{prefix}.{number}", code == "V.A.II", name, value_of(row) or ZERO))
    actions = sum((line.value for line in lines if not line.administrative), ZERO)
    administrative = sum((line.value for line in lines if line.administrative), ZERO)
    return Totals(
        lines=tuple(lines),
        actions=actions,
        administrative=administrative,
        total=actions + administrative,
        grant=amount(content.get("V.B.2")) or ZERO,
        own_financial=amount(content.get("V.B.3.1")) or ZERO,
        own_in_kind=amount(content.get("V.B.3.2")) or ZERO,
        recipients=amount(content.get("V.B.4")) or ZERO,
    )


def shares(parts: Sequence[Decimal]) -> list[Decimal]:
    """Percentages of the parts to two places that add up to exactly 100.00, by largest remainder; all zero for no sum."""
    whole = sum(parts, ZERO)
    if whole <= 0:
        return [ZERO for _ in parts]
    exact = [part * 100 / whole for part in parts]
    floors = [each.quantize(CENT, ROUND_DOWN) for each in exact]
    missing = int((Decimal(100) - sum(floors, ZERO)) / CENT)
    order = sorted(range(len(parts)), key=lambda index: (floors[index] - exact[index], index))
    for index in order[:missing]:
        floors[index] += CENT
    return floors


def breaches(facts: OfferFacts, *, at: datetime) -> list[Breach]:
    """Everything that keeps an offer from being submitted at a moment; empty when it may be."""
    content = facts.content
    sums = totals(content)
    found = late_breaches(facts.offers_due, at)
    found += eligibility_breaches(
        facts.legal_form,
        in_liquidation=facts.in_liquidation,
        deleted_on=facts.deleted_on,
        on=at.astimezone(WARSAW).date(),
    )
    if facts.other_offers >= facts.offers_limit:
        found.append(Breach("offer.limit", "ogłoszenie", {"limit": facts.offers_limit}))
    found += structure_breaches(form(facts.form_version), content)
    if facts.indicators_required and not content.get("III.6"):
        found.append(Breach("offer.indicators", "ogłoszenie; wzór oferty, część III.6", {}, "III.6"))
    found += _dates(facts)
    found += _actions(content)
    if sums.total <= 0:
        found.append(Breach("offer.no_costs", "art. 14 ust. 1 pkt 3", {}, "V.A.I"))
    if sums.sources != sums.total:
        values = {"total": sums.total, "sources": sums.sources, "difference": abs(sums.total - sums.sources)}
        found.append(Breach("offer.sources_differ", "wzór oferty, część V.B", values, "V.B.2"))
    found += _limits(facts, sums)
    if sums.recipients > 0 and content.get("VI.1") != "paid":
        found.append(Breach("offer.payments_undeclared", "art. 14 ust. 1 pkt 6", {"amount": sums.recipients}, "VI.1"))
    return found


def late_breaches(offers_due: datetime, at: datetime) -> list[Breach]:
    """The deadline has passed; the deadline second itself is in time."""
    if not deadline_passed(offers_due, at):
        return []
    return [Breach("offer.late", "art. 13 ust. 2 pkt 5", {"due": offers_due, "at": at})]


def _dates(facts: OfferFacts) -> list[Breach]:
    begins, ends = day(facts.content.get("III.2.from")), day(facts.content.get("III.2.to"))
    if begins is None or ends is None:
        return []
    if begins > ends:
        return [Breach("offer.dates_order", "wzór oferty, część III.2", {}, "III.2.to")]
    if begins < facts.task_from or ends > facts.task_to:
        values = {"task_from": facts.task_from, "task_to": facts.task_to}
        return [Breach("offer.dates_outside", "art. 13 ust. 2 pkt 4", values, "III.2.from")]
    return []


def _actions(content: Mapping[str, Any]) -> list[Breach]:
    """Every cost belongs to an action of the schedule."""
    rows, actions = content.get("V.A.I"), content.get("III.4")
    count = len(actions) if isinstance(actions, list) else 0
    found = []
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        action = amount(row.get("action")) if isinstance(row, Mapping) else None
        if action is not None and (action != action.to_integral_value() or not 1 <= action <= count):
            values = {"row": number, "actions": count}
            found.append(Breach("offer.action_unknown", "wzór oferty, część V.A", values, "V.A.I"))
    return found


def _limits(facts: OfferFacts, sums: Totals) -> list[Breach]:
    found = []
    grant, total = sums.grant, sums.total
    if facts.competition_form == SUPPORTING and total > 0 and grant >= total:
        found.append(Breach("offer.support_full", "art. 5 ust. 4 pkt 2", {}, "V.B.2"))
    if facts.competition_form == ENTRUSTING and grant <= 0:
        found.append(Breach("offer.grant_zero", "art. 14 ust. 1 pkt 3", {}, "V.B.2"))
    limit = min(facts.max_grant if facts.max_grant is not None else facts.pool, facts.pool)
    if grant > limit:
        found.append(Breach("offer.grant_high", "ogłoszenie", {"grant": grant, "limit": limit}, "V.B.2"))
    if facts.min_grant is not None and grant < facts.min_grant:
        found.append(Breach("offer.grant_low", "ogłoszenie", {"grant": grant, "limit": facts.min_grant}, "V.B.2"))
    found += _shares(facts, sums)
    if facts.admin_cap is not None:
        base = grant if facts.admin_cap_of_grant else total
        limit = (base * facts.admin_cap / 100).quantize(CENT, ROUND_HALF_UP)
        if sums.administrative > limit:
            values = {"administrative": sums.administrative, "limit": limit}
            found.append(Breach("offer.admin_high", "ogłoszenie", values, "V.A.II"))
    return found


def _shares(facts: OfferFacts, sums: Totals) -> list[Breach]:
    """The highest share of the grant in the costs, and the lowest own contribution of what the announcement counts."""
    found: list[Breach] = []
    grant, total = sums.grant, sums.total
    if total <= 0:
        return found
    if facts.max_grant_share is not None and grant * 100 > facts.max_grant_share * total:
        most = (facts.max_grant_share * total / 100).quantize(CENT, ROUND_DOWN)
        values = {"grant": grant, "share": percent(facts.max_grant_share), "limit": most}
        found.append(Breach("offer.grant_share", "ogłoszenie", values, "V.B.2"))
    own = sums.own_financial + sums.recipients + (ZERO if facts.own_share_in_money else sums.own_in_kind)
    base = grant if facts.own_share_of_grant else total
    if own * 100 < facts.own_share_min * base:
        values = {"own": own, "needed": (facts.own_share_min * base / 100).quantize(CENT, ROUND_UP)}
        if facts.own_share_in_money:
            found.append(Breach("offer.own_money_low", "ogłoszenie", values, "V.B.3.1"))
        else:
            found.append(Breach("offer.own_low", "ogłoszenie", values, "V.B.3.1"))
    return found
