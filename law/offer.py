"""The offer: its sums and every invariant of the official form and of the announcement (UDPP art. 11, 14, 15)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from law.competition import ENTRUSTING, SUPPORTING, deadline_passed
from law.forms import LIMIT, amount, day, form, structure_breaches
from law.organisation import eligibility_breaches
from law.verdict import WARSAW, Breach, percent, sentence

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
ACCESSIBILITY = "art. 4 ust. 3 i art. 6 ustawy o zapewnianiu dostępności osobom ze szczególnymi potrzebami"
# How many calendar years the tables of costs can tell apart.
YEARS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A cost row: code ("I.2.1": the first cost of action 2), name, value in PLN, and what of it falls in each year."""

    code: str
    administrative: bool
    name: str
    value: Decimal
    years: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of part V, in PLN. `total` is V.B.1; `sources` is V.B.2 + V.B.3 + V.B.4; `split` is V.C."""

    lines: tuple[Line, ...]
    actions: Decimal
    administrative: Decimal
    total: Decimal
    grant: Decimal
    own_financial: Decimal
    own_in_kind: Decimal
    recipients: Decimal
    split: Decimal

    @property
    def years(self) -> tuple[Decimal, ...]:
        """What of the costs falls in the first, second … calendar year of the task."""
        return tuple(sum((line.years[year] for line in self.lines), ZERO) for year in range(YEARS))

    def of_action(self, number: int) -> Decimal:
        """The costs of an action of the schedule, by its number."""
        return sum((line.value for line in self.lines if line.code.startswith(f"I.{number}.")), ZERO)

    @property
    def own(self) -> Decimal:
        """V.B.3 = 3.1 + 3.2."""
        return self.own_financial + self.own_in_kind

    @property
    def sources(self) -> Decimal:
        return self.grant + self.own + self.recipients


@dataclass(frozen=True, slots=True)
class Offerer:
    """One of the organisations of a joint offer beside the one that writes it (art. 14 ust. 2).

    `key` is its public id, `other_offers` how many others of this competition it has a part in, `agreed` whether a person who
    signs for it has agreed to make the offer, `outdated` whether it agreed to another content than the offer has now.
    """

    key: str
    name: str
    legal_form: str
    in_liquidation: bool
    deleted_on: date | None
    other_offers: int
    agreed: bool
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer beside its competition and its organisations. Amounts in PLN, shares in percent.

    `organisation` is the public id of the one that writes it, `partners` are the others of a joint offer. `missing` are
    files that the announcement requires of everybody and the offer lacks, `unsure` those it requires of some; in the files
    `threats` the scanner found something.
    """

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
    organisation: str = ""
    partners: tuple[Offerer, ...] = ()
    missing: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    subtask_missing: bool = False
    # Counties in which the announcement wants the task done (none: anywhere), and those that the offer names.
    territory: frozenset[str] = frozenset()
    counties: frozenset[str] = frozenset()


def value_of(row: Mapping[str, Any]) -> Decimal | None:
    """Unit cost × units, half up to the grosz; None while either is no number."""
    cost, units = amount(row.get("unit_cost")), amount(row.get("units"))
    if cost is None or units is None:
        return None
    return (cost * units).quantize(CENT, ROUND_HALF_UP)


def totals(content: Mapping[str, Any]) -> Totals:
    """The sums of an offer's content; rows and amounts that are no numbers count as zero."""
    lines = _lines(content)
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
        split=sum((amount(row.get("value")) or ZERO for row in _rows(content, "V.C")), ZERO),
    )


def _lines(content: Mapping[str, Any]) -> list[Line]:
    """The cost rows in the order of the form: by action, those that name none first; then the administrative ones."""
    numbered = [(action_of(row) or 0, row) for row in _rows(content, "V.A.I")]
    lines: list[Line] = []
    seen: Counter[int] = Counter()
    for action, row in sorted(numbered, key=lambda each: each[0]):
        seen[action] += 1
        lines.append(_line(f"I.{action}.{seen[action]}", row, administrative=False))
    for number, row in enumerate(_rows(content, "V.A.II"), start=1):
        lines.append(_line(f"II.{number}", row, administrative=True))
    return lines


def _line(code: str, row: Mapping[str, Any], *, administrative: bool) -> Line:
    return Line(code, administrative, str(row.get("name", "")), value_of(row) or ZERO, _years_of(row))


def _rows(content: Mapping[str, Any], code: str) -> list[Mapping[str, Any]]:
    rows = content.get(code)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def action_of(row: Mapping[str, Any]) -> int | None:
    """The number of the action that a cost row names; None when it names none."""
    number = amount(row.get("action"))
    return int(number) if number is not None and number == number.to_integral_value() and number > 0 else None


def _years_of(row: Mapping[str, Any]) -> tuple[Decimal, ...]:
    return tuple(amount(row.get(f"year{year}")) or ZERO for year in range(1, YEARS + 1))


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
    found += _partners(facts, at)
    found += structure_breaches(form(facts.form_version), content, joint=bool(facts.partners))
    if facts.indicators_required and not content.get("III.6"):
        found.append(Breach("offer.indicators", "ogłoszenie; wzór oferty, część III.6", {}, "III.6"))
    found += _place(facts)
    found += _dates(facts)
    found += _actions(content)
    found += _years(content)
    if facts.partners:
        found += _split(facts, sums)
    if sums.total <= 0:
        found.append(Breach("offer.no_costs", "art. 14 ust. 1 pkt 3", {}, "V.A.I"))
    if sums.total > LIMIT:
        found.append(
            Breach("offer.total_huge", "wzór oferty, część V.A", {"total": sums.total, "limit": LIMIT}, "V.A.I")
        )
    if sums.sources != sums.total:
        values = {"total": sums.total, "sources": sums.sources, "difference": abs(sums.total - sums.sources)}
        found.append(Breach("offer.sources_differ", "wzór oferty, część V.B", values, "V.B.2"))
    found += _limits(facts, sums)
    if sums.recipients > 0 and content.get("VI.1") != "paid":
        found.append(Breach("offer.payments_undeclared", "art. 14 ust. 1 pkt 6", {"amount": sums.recipients}, "VI.1"))
    found += [Breach("offer.attachment_missing", "ogłoszenie", {"name": name}, "attachments") for name in facts.missing]
    found += [Breach("offer.threat", "", {"title": title}, "attachments") for title in facts.threats]
    return found


def soft_defects(facts: OfferFacts) -> list[Breach]:
    """What does not keep an offer from being submitted, but may harm it: "you may submit, but…"."""
    content, sums = facts.content, totals(facts.content)
    found = [
        Breach("offer.debts", f"wzór oferty, część {code}", {}, code)
        for code in ("VII.3", "VII.4")
        if content.get(code) == "yes"
    ]
    if content.get("VI.1") == "paid" and not sums.recipients:
        found.append(Breach("offer.paid_without_payments", "wzór oferty, część V.B i VI.1", {}, "V.B.4"))
    costed = {action_of(row) for row in _rows(content, "V.A.I")}
    for number, row in enumerate(_rows(content, "III.4"), start=1):
        if number not in costed and row.get("name"):
            values = {"row": number, "name": str(row["name"])}
            found.append(Breach("offer.action_without_cost", "wzór oferty, część V.A", values, "III.4"))
    found += _terms(content)
    if not facts.indicators_required and not content.get("III.6"):
        found.append(Breach("offer.no_indicators", "wzór oferty, część III.6", {}, "III.6"))
    email = content.get("II.2.email")
    if isinstance(email, str) and email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        found.append(Breach("offer.odd_email", "wzór oferty, część II.2", {}, "II.2.email"))
    if not any(content.get(f"D.{number}") for number in range(1, 5)):
        found.append(Breach("offer.no_accessibility", ACCESSIBILITY, {}, "D.1"))
    found += [Breach("offer.attachment_unsure", "ogłoszenie", {"name": name}, "attachments") for name in facts.unsure]
    return found


def _partners(facts: OfferFacts, at: datetime) -> list[Breach]:
    """Each organisation of a joint offer is one that may apply, has offers left and has agreed (art. 14 ust. 2)."""
    found = []
    for partner in facts.partners:
        if not partner.agreed:
            found.append(Breach("offer.partner_waits", "art. 14 ust. 2", {"name": partner.name}, "partners"))
        elif partner.outdated:
            found.append(Breach("offer.partner_outdated", "art. 14 ust. 2", {"name": partner.name}, "partners"))
        if partner.other_offers >= facts.offers_limit:
            values = {"name": partner.name, "limit": facts.offers_limit}
            found.append(Breach("offer.partner_limit", "ogłoszenie", values, "partners"))
        for breach in eligibility_breaches(
            partner.legal_form,
            in_liquidation=partner.in_liquidation,
            deleted_on=partner.deleted_on,
            on=at.astimezone(WARSAW).date(),
        ):
            values = {"name": partner.name, "why": sentence(replace(breach, basis=""))}
            found.append(Breach("offer.partner_not_eligible", breach.basis, values, "partners"))
    return found


def task_years(content: Mapping[str, Any]) -> int:
    """How many calendar years the task lasts; 1 while its dates are not there or not in order."""
    begins, ends = day(content.get("III.2.from")), day(content.get("III.2.to"))
    return max(1, ends.year - begins.year + 1) if begins and ends else 1


def _years(content: Mapping[str, Any]) -> list[Breach]:
    """In a task of several calendar years each cost falls in its years whole, and in no others."""
    years = task_years(content)
    if years > YEARS:
        return [Breach("offer.years_many", "wzór oferty, część V.A", {"years": years, "most": YEARS}, "III.2.to")]
    found = []
    for code in ("V.A.I", "V.A.II"):
        for number, row in enumerate(_rows(content, code), start=1):
            value, parts = value_of(row) or ZERO, _years_of(row)
            if any(parts[years:]):
                found.append(
                    Breach("offer.year_beyond", f"wzór oferty, część {code}", {"row": number, "years": years}, code)
                )
            elif (years > 1 or any(parts)) and sum(parts, ZERO) != value:
                values = {"row": number, "sum": sum(parts, ZERO), "value": value}
                found.append(Breach("offer.years_differ", f"wzór oferty, część {code}", values, code))
    return found


def _split(facts: OfferFacts, sums: Totals) -> Iterator[Breach]:
    """Part V.C: every organisation of the offer once, the whole of the costs, of every year too."""
    basis = "wzór oferty, część V.C"
    rows = _rows(facts.content, "V.C")
    offerers = {facts.organisation, *(partner.key for partner in facts.partners)}
    named = Counter(row.get("offerer") for row in rows)
    if set(named) != offerers or any(count > 1 for count in named.values()):
        yield Breach("offer.split_offerers", basis, {"count": len(offerers)}, "V.C")
    if sums.split != sums.total:
        values = {"total": sums.total, "split": sums.split, "difference": abs(sums.total - sums.split)}
        yield Breach("offer.split_differs", basis, values, "V.C")
    years = task_years(facts.content)
    parts = [_years_of(row) for row in rows]
    if years > 1 and tuple(sum(column, ZERO) for column in zip(*parts, strict=True)) != sums.years:
        yield Breach("offer.split_years", basis, {}, "V.C")


# Days in a term that people write in words: "15.06.2027", "2027-06-15".
_DAYS = re.compile(r"\b(\d{1,2})[.](\d{1,2})[.](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


def _terms(content: Mapping[str, Any]) -> Iterator[Breach]:
    """Actions whose term names a day outside the task's own dates."""
    begins, ends = day(content.get("III.2.from")), day(content.get("III.2.to"))
    for number, row in enumerate(_rows(content, "III.4"), start=1):
        days = [found for match in _DAYS.finditer(str(row.get("term", ""))) if (found := _day_of(match))]
        if begins and ends and any(not begins <= each <= ends for each in days):
            yield Breach("offer.term_outside", "wzór oferty, część III.2 i III.4", {"row": number}, "III.4")


def _day_of(match: re.Match[str]) -> date | None:
    d, m, y, year, month, at = match.groups()
    return day(f"{y}-{int(m):02}-{int(d):02}" if y else f"{year}-{month}-{at}")


def late_breaches(offers_due: datetime, at: datetime) -> list[Breach]:
    """The deadline has passed; the deadline second itself is in time."""
    if not deadline_passed(offers_due, at):
        return []
    return [Breach("offer.late", "art. 13 ust. 2 pkt 5", {"due": offers_due, "at": at})]


def _place(facts: OfferFacts) -> list[Breach]:
    """The part of the task and the counties that the offer is for, where the announcement divides or limits them."""
    found = []
    if facts.subtask_missing:
        found.append(Breach("offer.subtask_missing", "art. 13 ust. 2 pkt 1", {}, "subtask"))
    if facts.territory and not facts.counties:
        found.append(Breach("offer.counties_missing", "art. 13 ust. 2 pkt 4", {}, "counties"))
    if facts.territory and not facts.counties <= facts.territory:
        found.append(Breach("offer.counties_outside", "art. 13 ust. 2 pkt 4", {}, "counties"))
    return found


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
    count = len(_rows(content, "III.4"))
    found = []
    for number, row in enumerate(_rows(content, "V.A.I"), start=1):
        if amount(row.get("action")) is not None and not 1 <= (action_of(row) or 0) <= count:
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
