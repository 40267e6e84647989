"""The open competition of offers: announcement, window, criteria (UDPP art. 13 and 15)."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from law import figures
from law.calendar import add_days, add_months, rolled
from law.verdict import WARSAW, Breach, days, percent, plain

ENTRUSTING, SUPPORTING = "entrusting", "supporting"

GROUPS = {
    1: "możliwość realizacji zadania",
    2: "kalkulacja kosztów",
    3: "jakość i kwalifikacje osób",
    4: "wkład finansowy (tylko przy wspieraniu)",
    5: "wkład rzeczowy i osobowy, w tym wolontariat",
    6: "dotychczasowa realizacja zadań zleconych",
}


@dataclass(frozen=True, slots=True)
class SubTaskFacts:
    """A part of the task with its own pool and, where it has them, its own bounds of a grant, in PLN."""

    number: int
    pool: Decimal
    min_grant: Decimal | None
    max_grant: Decimal | None


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """A row of the score card: its scale from 0 to `max_points` in steps, how much a point weighs, what an offer must get.

    Where `knock_out`, every card must give `min_points`; else the mean of the cards must reach it.
    """

    number: int
    max_points: Decimal
    step: Decimal
    weight: Decimal
    min_points: Decimal | None
    knock_out: bool


@dataclass(frozen=True, slots=True)
class CompetitionFacts:
    """An announcement as plain values. Amounts in PLN, shares in percent; `publications` are the three planned days."""

    title: str
    sphere: str
    form: str
    pool: Decimal
    rules: str
    conditions: str
    task_from: date
    task_to: date
    offers_due: datetime
    confirmation_due: datetime
    selection_by: date
    selection_mode: str
    publications: Sequence[date]
    groups: frozenset[int]
    criteria: Sequence[CriterionFacts]
    min_grant: Decimal | None
    max_grant: Decimal | None
    max_grant_share: Decimal | None
    own_share_min: Decimal
    subtasks: Sequence[SubTaskFacts]
    offers_per_organisation: int
    budget_is_draft: bool
    legal_basis: str
    same_kind_years: Sequence[int]


def breaches(facts: CompetitionFacts, *, on: date) -> list[Breach]:
    """Everything that keeps an announcement from being approved on a day."""
    last = max(facts.publications)
    return [
        *_content(facts, last),
        *_criteria(facts),
        *timing_breaches(facts, on=on),
        *_money(facts),
        *_subtasks(facts),
        *_basis(facts, last),
    ]


def timing_breaches(facts: CompetitionFacts, *, on: date) -> list[Breach]:
    """What is wrong with the dates alone, judged on the publications in `facts`."""
    due = facts.offers_due.astimezone(WARSAW).date()
    return [*_order(facts, on), *window_breaches(max(facts.publications), due, on=on)]


def earliest_deadline(last_publication: date, *, on: date) -> date:
    """The first day that may be the deadline: 21 days from the last of three publications, rolled (art. 13 ust. 1)."""
    return add_days(last_publication, figures.value("competition.min_window_days", on=on))


def window_breaches(last_publication: date, deadline: date, *, on: date) -> list[Breach]:
    """A deadline sooner than 21 days from the last announcement (art. 13 ust. 1)."""
    earliest = earliest_deadline(last_publication, on=on)
    if deadline >= earliest:
        return []
    values = {
        "days": days(max((deadline - last_publication).days, 0)),
        "minimum": figures.value("competition.min_window_days", on=on),
        "last": last_publication,
        "earliest": earliest,
    }
    return [Breach("competition.window_short", "art. 13 ust. 1", values, "offers_due")]


def deadline_passed(offers_due: datetime, at: datetime) -> bool:
    """Whether a moment is past the deadline for offers; the whole deadline second itself is in time."""
    return at.replace(microsecond=0) > offers_due


def moved_deadline_breaches(facts: CompetitionFacts, *, before: datetime, on: date) -> list[Breach]:
    """What is wrong with a deadline moved from `before`: not later, or past the other dates of the announcement."""
    found = []
    if facts.offers_due <= before:
        values = {"new": facts.offers_due, "due": before}
        found.append(Breach("competition.deadline_not_later", "art. 13 ust. 2 pkt 5", values, "offers_due"))
    return [*found, *_order(facts, on)]


_ANEW: dict[str, Any] = tomllib.loads((Path(__file__).parent / "elements.toml").read_text(encoding="utf-8"))
# What the announcement says → its point of art. 13 ust. 2: a change of any of it gives the 21 days anew.
ELEMENTS: dict[str, int] = {name: row["point"] for name, row in _ANEW["elements"].items()}
# Text in which an obvious slip of the pen can be set right without a new window.
TEXTS = frozenset(name for name, row in _ANEW["elements"].items() if row.get("text"))
# How sure that reading is: R read in the act, S a secondary source, U unverified.
ANEW_MARK: str = _ANEW["mark"]


def extension_breaches(facts: CompetitionFacts, *, before: datetime, at: datetime) -> list[Breach]:
    """What is wrong with a deadline of an open competition moved at a moment: it has passed, or the new one is not later."""
    if deadline_passed(before, at):
        return [Breach("competition.extension_late", "art. 13 ust. 2 pkt 5", {"due": before, "at": at}, "offers_due")]
    return moved_deadline_breaches(facts, before=before, on=at.astimezone(WARSAW).date())


def runs_anew(changed: Collection[str], *, slip: bool) -> bool:
    """Whether the 21 days run anew after a correction of these fields; `slip` says that only obvious slips were set right."""
    elements = set(changed) & set(ELEMENTS)
    return bool(elements - TEXTS if slip else elements)


def correction_breaches(
    facts: CompetitionFacts, changed: Collection[str], *, before: datetime, slip: bool, at: datetime
) -> list[Breach]:
    """What is wrong with a corrected announcement that would be published on the day of `at`, the deadline before being

    `before`: the deadline has passed or comes sooner than it was, 21 days do not remain, the new content breaks art. 13.
    """
    on = at.astimezone(WARSAW).date()
    if deadline_passed(before, at):
        return [Breach("competition.correction_late", "art. 13 ust. 1", {"due": before}, "")]
    found = breaches(facts, on=on)
    if facts.offers_due < before:
        late = {"new": facts.offers_due, "due": before}
        found.append(Breach("competition.deadline_not_later", "art. 13 ust. 2 pkt 5", late, "offers_due"))
    earliest = earliest_deadline(on, on=on)
    if runs_anew(changed, slip=slip) and facts.offers_due.astimezone(WARSAW).date() < earliest:
        points = ", ".join(str(point) for point in sorted({ELEMENTS[name] for name in changed if name in ELEMENTS}))
        values = {
            "points": points,
            "minimum": figures.value("competition.min_window_days", on=on),
            "earliest": earliest,
        }
        found.append(Breach("competition.window_anew", "art. 13 ust. 1 i 2", values, "offers_due"))
    return found


def given_back(offers_due: datetime, suspended_at: datetime, resumed_at: datetime) -> datetime:
    """The deadline after a suspension: the time lost is given back, to the same hour of the first working day that does it."""
    owed = (offers_due + (resumed_at - suspended_at)).astimezone(WARSAW)
    hour = offers_due.astimezone(WARSAW).time()
    day = owed.date() if owed.time() <= hour else owed.date() + timedelta(days=1)
    return datetime.combine(rolled(day), hour, WARSAW)


def calling_off_breaches(*, reserved: bool) -> list[Breach]:
    """A competition called off although its announcement does not reserve that."""
    return [] if reserved else [Breach("competition.not_reserved", "art. 18a ust. 1")]


@dataclass(frozen=True, slots=True)
class OffersCount:
    """Offers of a competition: `filed` and not withdrawn; of those `waiting` for the formal check, and `meeting` what the

    announcement asks.
    """

    filed: int
    waiting: int
    meeting: int


def cancellation_breaches(count: OffersCount) -> list[Breach]:
    """Why a competition may not be cancelled: an offer meets the announcement, or one was not checked yet (art. 18a ust. 1)."""
    if count.waiting:
        return [Breach("competition.cancel_unchecked", "art. 18a ust. 1 pkt 2", {"count": count.waiting})]
    if count.meeting:
        values = {"count": count.meeting, "filed": count.filed}
        return [Breach("competition.cancel_meeting", "art. 18a ust. 1", values)]
    return []


def part_cancellation_breaches(count: OffersCount, *, others: int) -> list[Breach]:
    """Why one sub-task may not be cancelled apart; `count` are the offers in it, `others` the sub-tasks that stand beside it.

    The act speaks of the competition: a sub-task has a pool of its own and offers of its own, so the same two grounds are asked
    of it alone (practice of offices, not the letter of art. 18a).
    """
    if count.waiting:
        return [Breach("competition.part_unchecked", "art. 18a ust. 1 pkt 2", {"count": count.waiting})]
    if count.meeting:
        values = {"count": count.meeting, "filed": count.filed}
        return [Breach("competition.part_meeting", "art. 18a ust. 1", values)]
    return [] if others else [Breach("competition.part_last", "art. 18a ust. 1")]


def cancellation_basis(count: OffersCount) -> str:
    """The point of art. 18a ust. 1 on which a competition, or a sub-task of it, is cancelled."""
    return "art. 18a ust. 1 pkt 2" if count.filed else "art. 18a ust. 1 pkt 1"


def _content(facts: CompetitionFacts, last: date) -> list[Breach]:
    needed = (
        ("title", facts.title, "rodzaj zadania", 1),
        ("rules", facts.rules, "zasady przyznawania dotacji", 3),
        ("conditions", facts.conditions, "warunki realizacji zadania", 4),
        ("selection_mode", facts.selection_mode, "tryb wyboru ofert", 6),
    )
    found = [
        Breach("competition.content_missing", f"art. 13 ust. 2 pkt {point}", {"what": what}, field)
        for field, value, what, point in needed
        if not value.strip()
    ]
    if facts.pool <= 0:
        found.append(
            Breach(
                "competition.content_missing", "art. 13 ust. 2 pkt 2", {"what": "wysokość środków publicznych"}, "pool"
            )
        )
    if missing := {last.year, last.year - 1} - set(facts.same_kind_years):
        years = ", ".join(str(year) for year in sorted(missing))
        found.append(Breach("competition.same_kind_missing", "art. 13 ust. 2 pkt 7", {"years": years}))
    return found


def _criteria(facts: CompetitionFacts) -> list[Breach]:
    needed = set(GROUPS) if facts.form == SUPPORTING else set(GROUPS) - {4}
    found = [
        Breach("competition.criterion_missing", f"art. 15 ust. 1 pkt {group}", {"group": GROUPS[group]}, "criteria")
        for group in sorted(needed - facts.groups)
    ]
    if facts.form == ENTRUSTING and 4 in facts.groups:
        found.append(Breach("competition.criterion_four", "art. 15 ust. 1 pkt 4", {}, "criteria"))
    for each in facts.criteria:
        found += _scale(each)
    return found


def _scale(each: CriterionFacts) -> list[Breach]:
    """A scale whose ends cannot be reached, or a condition that says nothing."""
    basis = "art. 13 ust. 2 pkt 6"
    values = {"number": str(each.number), "max": plain(each.max_points), "step": plain(each.step)}
    found = []
    if not on_scale(each.max_points, each.max_points, each.step):
        found.append(Breach("competition.criterion_step", basis, values, "criteria"))
    if each.min_points is not None and not on_scale(each.min_points, each.max_points, each.step):
        said = {
            "number": values["number"],
            "min": plain(each.min_points),
            "max": values["max"],
            "step": values["step"],
        }
        found.append(Breach("competition.criterion_min", basis, said, "criteria"))
    if each.weight <= 0:
        found.append(Breach("competition.criterion_weight", basis, values, "criteria"))
    if each.knock_out and not each.min_points:
        found.append(Breach("competition.criterion_knock_out", basis, values, "criteria"))
    return found


def on_scale(points: Decimal, most: Decimal, step: Decimal) -> bool:
    """Whether points stand on a scale from 0 to `most` in steps."""
    return step > 0 and 0 <= points <= most and points % step == 0


def _order(facts: CompetitionFacts, on: date) -> list[Breach]:
    due = facts.offers_due.astimezone(WARSAW).date()
    found = []
    if facts.confirmation_due < facts.offers_due:
        found.append(Breach("competition.confirmation_early", "ogłoszenie", {}, "confirmation_due"))
    if facts.selection_by <= due:
        found.append(Breach("competition.selection_early", "art. 13 ust. 2 pkt 6", {"due": due}, "selection_by"))
    if facts.task_from > facts.task_to:
        found.append(Breach("competition.task_dates", "art. 13 ust. 2 pkt 4", {}, "task_to"))
    years = figures.value("agreement.max_years", on=on)
    if facts.task_to > add_months(facts.task_from, 12 * years, roll=False):
        found.append(Breach("competition.task_long", "art. 16 ust. 3", {"years": years}, "task_to"))
    return found


def _money(facts: CompetitionFacts) -> list[Breach]:
    found = []
    if facts.max_grant is not None and facts.max_grant > facts.pool:
        values = {"max": facts.max_grant, "pool": facts.pool}
        found.append(Breach("competition.max_over_pool", "art. 13 ust. 2 pkt 2", values, "max_grant"))
    if facts.min_grant is not None and facts.min_grant > facts.pool:
        values = {"min": facts.min_grant, "pool": facts.pool}
        found.append(Breach("competition.min_over_pool", "art. 13 ust. 2 pkt 2", values, "min_grant"))
    if facts.min_grant is not None and facts.max_grant is not None and facts.min_grant > facts.max_grant:
        values = {"min": facts.min_grant, "max": facts.max_grant}
        found.append(Breach("competition.min_over_max", "art. 13 ust. 2 pkt 3", values, "min_grant"))
    if facts.form == ENTRUSTING and facts.own_share_min > 0:
        found.append(Breach("competition.entrusting_share", "art. 5 ust. 4 pkt 1", {}, "own_share_min"))
    if facts.form == ENTRUSTING and facts.max_grant_share is not None and facts.max_grant_share < 100:
        share = {"share": percent(facts.max_grant_share)}
        found.append(Breach("competition.entrusting_grant_share", "art. 5 ust. 4 pkt 1", share, "max_grant_share"))
    if facts.offers_per_organisation < 1:
        found.append(Breach("competition.no_offers", "art. 13 ust. 2 pkt 3", {}, "offers_per_organisation"))
    return found


def _subtasks(facts: CompetitionFacts) -> list[Breach]:
    """Pools of the parts add up to the pool of the whole, and no bound of a grant is out of its part's reach."""
    if not facts.subtasks:
        return []
    basis = "art. 13 ust. 2 pkt 2"
    found = []
    if len(facts.subtasks) == 1:
        found.append(Breach("competition.subtask_alone", "art. 13 ust. 2 pkt 1", {}, "subtasks"))
    total = sum((each.pool for each in facts.subtasks), Decimal(0))
    if total != facts.pool:
        values = {"total": total, "pool": facts.pool, "difference": abs(total - facts.pool)}
        found.append(Breach("competition.subtask_pools", basis, values, "subtasks"))
    for each in facts.subtasks:
        low = each.min_grant if each.min_grant is not None else facts.min_grant
        high = each.max_grant if each.max_grant is not None else each.pool
        if low is not None and low > min(high, each.pool):
            said = {"number": str(each.number), "min": low, "max": min(high, each.pool)}
            found.append(Breach("competition.subtask_min", "art. 13 ust. 2 pkt 3", said, "subtasks"))
        if high > each.pool:
            said = {"number": str(each.number), "max": high, "pool": each.pool}
            found.append(Breach("competition.subtask_max", basis, said, "subtasks"))
    return found


def _basis(facts: CompetitionFacts, last: date) -> list[Breach]:
    found = []
    if not facts.legal_basis.strip():
        found.append(Breach("competition.legal_basis", "art. 11 ust. 2", {}, "legal_basis"))
    if facts.budget_is_draft and facts.task_from.year <= last.year:
        values = {"year": str(facts.task_from.year)}
        found.append(Breach("competition.draft_budget", "art. 13 ust. 5", values, "budget_basis"))
    return found
