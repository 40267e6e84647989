"""The published documents and the stored rows, made again from a history: what they must say, byte for byte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from competitions.awards.documents import ResultsSheet
from competitions.awards.queries import Lists, PartResults, ResultRow, Results
from competitions.calls.models import Criterion
from competitions.evaluation.documents import MemberRow, MinutesSheet, MotionRow, OpinionRow
from competitions.evaluation.models import Motion as MotionModel
from competitions.evaluation.models import Role, Side
from competitions.offers.models import Offer as OfferModel
from competitions.replay.history import CENT, NEGATIVE, SUBMITTED, VOIDED, History, Motion, Offer, money
from core.audit.ledger import sealed
from core.web.templatetags.polish import data
from law import figures
from office.board.models import Resolution

# What stands where a sealed text is not the one that was sealed, and nobody can tell it any more.
SEALED = "[tekst, którego skrót jest w księdze]"


@dataclass(frozen=True, slots=True)
class Aside:
    """What the ledger points to without saying it: today's names of members by id, sentences on meetings, the resolution."""

    names: Mapping[str, str]
    sittings: Sequence[str]
    resolution: Resolution | None


def unsealed(seals: Sequence[str], *tellings: Sequence[str]) -> list[str]:
    """The texts behind seals: of what is told in their places, what fits."""
    found = []
    for place, seal in enumerate(seals):
        told = [rows[place] for rows in tellings if place < len(rows)]
        found.append(next((text for text in told if sealed(text) == seal), SEALED))
    return found


def minutes(history: History, published: Mapping[str, Any], aside: Aside) -> MinutesSheet:
    """The minutes as they follow from the entries. A person's name is the published one when its seal says so."""
    concluded, members = history.concluded, history.appointed["members"]
    printed = [str(row.get("name", "")) for row in published.get("members", [])]
    users = [row["user"] for row in members]
    told = unsealed(
        [concluded["names"][user] for user in users], printed, [aside.names.get(user, "") for user in users]
    )
    names = dict(zip(users, told, strict=True))
    sittings = [str(sentence) for sentence in published.get("sittings", [])]
    return MinutesSheet(
        competition=history.rules["title"],
        sign=history.rules["sign"],
        appointment=history.appointed["resolution"],
        met_on=date.fromisoformat(concluded["met_on"]),
        maximum=history.maximum,
        threshold=money(history.rules["threshold"]),
        pool=money(history.rules["pool"]),
        scoring=tuple(concluded["scoring"]),
        members=tuple(
            MemberRow(
                names[row["user"]],
                str(Role(row["role"]).label),
                str(Side(row["side"]).label),
                row["user"] in concluded["present"],
            )
            for row in members
        ),
        opinions=tuple(_opinions(history)),
        sittings=tuple(unsealed(concluded["sittings"], sittings, aside.sittings)),
        recusals=tuple(_recusals(history, names)),
        motions=tuple(_motions(history, names)),
    )


def _opinions(history: History) -> list[OpinionRow]:
    rows = []
    for placed in history.ranking():
        offer = history.offers[placed.offer]
        said = offer.opinion or {}
        rows.append(
            OpinionRow(
                placed.place,
                offer.number or 0,
                said.get("organisation", ""),
                said.get("task", ""),
                placed.points,
                offer.requested,
                placed.proposed.quantize(CENT),
                said.get("text", ""),
                said.get("subtask", ""),
            )
        )
    return sorted(rows, key=lambda row: (row.place, row.number))


def _recusals(history: History, names: Mapping[str, str]) -> list[tuple[int, str]]:
    found = [
        (when, offer.number or 0, names.get(member, ""))
        for offer in history.offers.values()
        for member, when in offer.recusals.items()
    ]
    return [(number, name) for _when, number, name in sorted(found)]


def motions_that_count(history: History) -> list[tuple[Offer, Motion]]:
    """The votes of the panel that count, carried or not, in the order in which they were taken."""
    found = [
        (offer, motion)
        for offer in history.offers.values()
        if offer.counted is not None
        for motion in offer.motions
        if not motion.annulled
    ]
    return sorted(found, key=lambda row: (row[1].at, row[1].order))


def _motions(history: History, names: Mapping[str, str]) -> list[MotionRow]:
    criteria = {row["number"]: row["name"] for row in history.rules["criteria"]}
    return [
        MotionRow.of(
            MotionModel(
                offer=OfferModel(number=offer.number),
                criterion=Criterion(number=motion.criterion, name=criteria.get(motion.criterion, ""))
                if motion.criterion
                else None,
                before=motion.before,
                after=motion.after,
                reason=motion.reason,
                votes=motion.votes,
                carried=motion.carried,
            ),
            names,
        )
        for offer, motion in motions_that_count(history)
    ]


def results(history: History, issued_at: datetime, aside: Aside) -> ResultsSheet:
    """The three result lists as they follow from the entries."""
    points = {placed.offer: (placed.place, placed.points) for placed in history.ranking()}
    awarded: list[tuple[int, ResultRow]] = []
    refused: list[tuple[int, ResultRow]] = []
    voided: list[tuple[int, ResultRow]] = []
    rejected: list[ResultRow] = []
    for offer in sorted(history.offers.values(), key=lambda each: each.number or 0):
        place, given = points.get(offer.public_id, (0, None))
        if decision := offer.decision:
            granted = decision["granted"]
            row = _listed(history, offer, given, decision["amount"], "" if granted else decision["reason"])
            (awarded if granted else refused).append((place, row))
        elif offer.state == VOIDED:
            voided.append((place, _listed(history, offer, given, Decimal(0), _reason(history, offer))))
        elif offer.state in NEGATIVE:
            rejected.append(_listed(history, offer, None, Decimal(0), _reason(history, offer)))
    lists = Lists(
        tuple(_in_order(awarded)),
        (*_in_order(refused), *_in_order(voided)),
        tuple(rejected),
    )
    parts = tuple(
        PartResults(
            row["number"],
            row["title"],
            money(row["pool"]),
            localdate(history.cancelled[row["number"]]) if row["number"] in history.cancelled else None,
            _within(lists, row["number"]),
        )
        for row in history.rules["subtasks"]
    )
    whole = Results(lists.awarded, lists.refused, lists.rejected, parts)
    decision_of_board = aside.resolution or Resolution(adopted_on=date.min)
    return ResultsSheet(
        competition=history.rules["title"],
        sign=history.rules["sign"],
        resolution=f"{decision_of_board} z dnia {data(decision_of_board.adopted_on)}",
        resolved_on=decision_of_board.adopted_on,
        pool=history.living_pool,
        total=whole.total,
        lists=whole,
        justification_days=figures.value("results.justification_days", on=localdate(issued_at)),
    )


def _in_order(rows: Sequence[tuple[int, ResultRow]]) -> list[ResultRow]:
    return [row for _place, row in sorted(rows, key=lambda pair: (pair[0], pair[1].number))]


def _listed(history: History, offer: Offer, points: Decimal | None, amount: Decimal, reason: str) -> ResultRow:
    organisation, task, subtask = history.resolved["listed"].get(str(offer.number), ("", "", None))
    return ResultRow(offer.number or 0, organisation, task, points, amount, reason, subtask)


def _reason(history: History, offer: Offer) -> str:
    return str(history.resolved["reasons"].get(str(offer.number), ""))


def _within(lists: Lists, number: int) -> Lists:
    awarded, refused, rejected = (
        tuple(row for row in rows if row.subtask == number) for rows in (lists.awarded, lists.refused, lists.rejected)
    )
    return Lists(awarded, refused, rejected)


def rows(history: History) -> dict[str, Any]:
    """The stored rows as the entries tell them: table → row → values, as `queries.stored` reads them."""
    offers = {offer.public_id: offer for offer in history.offers.values() if offer.number}
    placed = {row.offer: row for row in history.ranking()} if history.concluded else {}
    opined = {key: offer.opinion for key, offer in offers.items() if offer.opinion}
    return {
        "offers": {
            key: {"number": offer.number, "state": offer.state, "requested": offer.requested, "subtask": offer.subtask}
            for key, offer in offers.items()
        },
        "cards": {
            card: {
                "offer": key,
                "expert": each.expert,
                "state": each.state,
                "points": each.points if each.state == SUBMITTED else None,
                "words": each.versions[-1]["content"] if each.state == SUBMITTED else None,
                "versions": {str(version["version"]): version["content"] for version in each.versions},
            }
            for key, offer in offers.items()
            for card, each in offer.cards.items()
        },
        "votes": {
            key: [
                {
                    "criterion": motion.criterion,
                    "before": motion.before,
                    "after": motion.after,
                    "reason": motion.reason,
                    "votes": dict(motion.votes),
                    "carried": motion.carried,
                    "annulled": motion.annulled,
                }
                for motion in offer.motions
            ]
            for key, offer in offers.items()
            if offer.motions
        },
        "recusals": {key: sorted(offer.recusals) for key, offer in offers.items() if offer.recusals},
        "opinions": {
            key: {
                "points": placed[key].points if key in placed else None,
                "place": placed[key].place if key in placed else None,
                "positive": placed[key].above if key in placed else None,
                "proposed": placed[key].proposed.quantize(CENT) if key in placed else None,
                "text": said["text"],
            }
            for key, said in opined.items()
        },
        "decisions": {key: offer.decision for key, offer in offers.items() if offer.decision},
        "members": {
            row["user"]: {
                "role": row["role"],
                "side": row["side"],
                "present": row["user"] in history.concluded.get("present", ()),
            }
            for row in history.appointed.get("members", ())
        },
        "panel": {"state": history.panel_state, "met_on": history.concluded.get("met_on")} if history.appointed else {},
        "rules": {"state": history.state, **_rules(history)},
    }


def _rules(history: History) -> dict[str, Any]:
    """The frozen rules with amounts as the tables hold them."""
    rules = history.rules
    if not rules:
        return {}
    named = ("title", "experts_per_offer", "scoring_method", "combining")
    return {
        **{name: rules[name] for name in named},
        **{name: None if rules[name] is None else money(rules[name]) for name in ("pool", "threshold", "divergence")},
        "criteria": {
            str(row["number"]): {
                "name": row["name"],
                "knock_out": row["knock_out"],
                **{
                    name: None if row[name] is None else money(row[name])
                    for name in ("max_points", "step", "weight", "min_points")
                },
            }
            for row in rules["criteria"]
        },
        "subtasks": {
            str(row["number"]): {
                "title": row["title"],
                "pool": money(row["pool"]),
                "cancelled": row["number"] in history.cancelled,
            }
            for row in rules["subtasks"]
        },
    }
