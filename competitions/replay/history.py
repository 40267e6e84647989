"""What the ledger says of a competition: its entries played in order into rules, cards, votes, opinions and decisions; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from competitions.evaluation import scoring

CENT = Decimal("0.01")
SUBMITTED, WITHDRAWN, VOIDED, NEGATIVE = "submitted", "withdrawn", "voided", ("rejected", "unexamined")
COMPETITION, OFFER, CARD, PANEL = (
    "competitions.competition",
    "competitions.offer",
    "competitions.scorecard",
    "competitions.panel",
)


class Entry(Protocol):
    """An entry of the ledger, as far as it is played."""

    pk: Any
    chain: str
    at: datetime
    verb: str
    subject_kind: str
    subject_id: str
    before: Any
    after: Any
    reason: str


def money(value: Any) -> Decimal:
    """A value as the tables hold it: two places."""
    return Decimal(str(value)).quantize(CENT)


@dataclass
class Card:
    """A score card: who filled it, how it stands, each version that was submitted, newest last."""

    expert: str
    state: str = "assigned"
    versions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def points(self) -> dict[int, Decimal]:
        """Criterion number → points of the last version."""
        given = self.versions[-1]["points"] if self.versions else {}
        return {int(number): money(value) for number, value in given.items()}


@dataclass
class Motion:
    """A vote on points of a criterion (None: on the amount in PLN)."""

    at: datetime
    order: int
    criterion: int | None
    before: Decimal
    after: Decimal
    reason: str
    votes: Mapping[str, str]
    carried: bool
    annulled: bool = False


@dataclass
class Offer:
    """An offer with its cards in the order in which they were given out, votes, opinion and decision."""

    public_id: str
    state: str = "draft"
    number: int | None = None
    requested: Decimal = Decimal("0.00")
    subtask: int | None = None
    cards: dict[str, Card] = field(default_factory=dict)
    motions: list[Motion] = field(default_factory=list)
    # Member → when and in which order they were excluded.
    recusals: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    # What counted when the panel gave its opinion, or counts now where it has not: cards and carried votes.
    counted: list[scoring.Card] | None = None
    carried: list[Motion] = field(default_factory=list)
    opinion: dict[str, Any] | None = None
    decision: dict[str, Any] | None = None

    def freeze(self) -> None:
        """Keep what counts at this entry."""
        self.counted = [
            scoring.Card(self.public_id, card.expert, card.points)
            for card in self.cards.values()
            if card.state == SUBMITTED
        ]
        self.carried = [motion for motion in self.motions if motion.carried and not motion.annulled]


@dataclass
class History:
    """A competition as its entries tell it. `missing` names what entries from before the replay do not carry yet."""

    public_id: str
    entries: int = 0
    state: str = "draft"
    rules: dict[str, Any] = field(default_factory=dict)
    cancelled: dict[int, datetime] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    panel_state: str = ""
    appointed: dict[str, Any] = field(default_factory=dict)
    concluded: dict[str, Any] = field(default_factory=dict)
    resolved: dict[str, Any] = field(default_factory=dict)
    # (kind of subject, its id, kind of document, version) → what the entry of its issue says.
    documents: dict[tuple[str, str, str, int], dict[str, Any]] = field(default_factory=dict)
    published: list[dict[str, Any]] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """What was done before the ledger carried enough to recompute it: verbs of the entries that lack it."""
        lacking = []
        if self.concluded and "criteria" not in self.rules:
            lacking.append("announce")
        versions = [each for offer in self.offers.values() for card in offer.cards.values() for each in card.versions]
        if any("content" not in version for version in versions):
            lacking.append("submit")
        opined = [offer.opinion for offer in self.offers.values() if offer.opinion]
        if any("organisation" not in opinion for opinion in opined):
            lacking.append("opine")
        if self.concluded and "names" not in self.concluded:
            lacking.append("conclude")
        if self.resolved and "listed" not in self.resolved:
            lacking.append("resolve")
        return lacking

    def pool(self, number: int) -> Decimal:
        """The pool of a sub-task, in PLN."""
        return next(money(row["pool"]) for row in self.rules["subtasks"] if row["number"] == number)

    @property
    def living_pool(self) -> Decimal:
        """The pool without those of cancelled sub-tasks, in PLN."""
        return money(self.rules["pool"]) - sum((self.pool(number) for number in self.cancelled), Decimal(0))

    @property
    def ranked(self) -> list[Offer]:
        """Offers with cards that count, by number: those with an opinion, and those that should have one."""
        found = [offer for offer in self.offers.values() if offer.number and offer.counted]
        return sorted(found, key=lambda offer: offer.number or 0)

    def scoring_rules(self) -> scoring.Rules:
        """The rules of the ranking: those of the announcement, and what the panel decided."""
        rules, ranked, criteria = self.rules, self.ranked, self.rules["criteria"]
        divergence = rules["divergence"]
        return scoring.Rules(
            maximum=self.maximum,
            threshold=money(rules["threshold"]),
            pool=money(rules["pool"]),
            requested={offer.public_id: offer.requested for offer in ranked},
            criteria=[row["number"] for row in criteria],
            weights={row["number"]: money(row["weight"]) for row in criteria},
            lowest={row["number"]: money(row["min_points"]) for row in _with_minimum(criteria, knock_out=False)},
            knock_outs={row["number"]: money(row["min_points"]) for row in _with_minimum(criteria, knock_out=True)},
            subtasks={offer.public_id: offer.subtask for offer in ranked if offer.subtask is not None},
            pools={row["number"]: money(row["pool"]) for row in rules["subtasks"]},
            decided={
                offer.public_id: {motion.criterion: motion.after for motion in offer.carried if motion.criterion}
                for offer in ranked
            },
            amounts={
                offer.public_id: motion.after
                for offer in ranked
                for motion in offer.carried
                if motion.criterion is None
            },
            method=rules["scoring_method"],
            experts=rules["experts_per_offer"],
            divergence=None if divergence is None else money(divergence),
            combining=rules["combining"],
        )

    @property
    def maximum(self) -> Decimal:
        """The most points of one card, after weights."""
        criteria = self.rules["criteria"]
        return sum((money(row["max_points"]) * money(row["weight"]) for row in criteria), Decimal(0))

    def ranking(self) -> list[scoring.Placed]:
        """The ranking as it follows from the entries alone. Raises ValueError for a card that does not fit the criteria."""
        return scoring.rank([card for offer in self.ranked for card in offer.counted or ()], self.scoring_rules())


def _with_minimum(criteria: Iterable[Mapping[str, Any]], *, knock_out: bool) -> list[Mapping[str, Any]]:
    return [row for row in criteria if row["min_points"] and money(row["min_points"]) and row["knock_out"] == knock_out]


def play(public_id: str, entries: Iterable[Entry]) -> History:
    """The history of a competition from the entries of its chain and of those of its offers, each chain in its order."""
    history = History(public_id)
    for entry in entries:
        history.entries += 1
        _documents(history, entry)
        if entry.chain.startswith("offer:"):
            offer = history.offers.setdefault(entry.chain.removeprefix("offer:"), Offer(entry.chain[6:]))
            _offer(offer, entry)
        elif entry.subject_kind == COMPETITION:
            _competition(history, entry)
        elif entry.subject_kind == PANEL:
            _panel(history, entry)
    for offer in history.offers.values():
        if offer.counted is None and offer.state != WITHDRAWN:
            offer.freeze()
    return history


def _documents(history: History, entry: Entry) -> None:
    after = entry.after
    if entry.verb == "issue_document":
        key = (entry.subject_kind, entry.subject_id, after["kind"], after["version"])
        history.documents.setdefault(key, {**after, "at": entry.at})
    elif entry.verb == "publish":
        history.published.append({"subject": [entry.subject_kind, entry.subject_id], **after})


def _competition(history: History, entry: Entry) -> None:
    after = entry.after
    history.state = after.get("state", history.state)
    if entry.verb == "announce":
        history.rules = dict(after.get("rules", {}))
    elif entry.verb in ("extend", "correct") and history.rules:
        history.rules |= {name: value for name, value in after.items() if name in history.rules and name != "subtasks"}
        changed = {int(number): values for number, values in after.get("subtasks", {}).items()}
        history.rules["subtasks"] = [{**row, **_known(row, changed)} for row in history.rules["subtasks"]]
    elif entry.verb == "cancel_part":
        history.cancelled[after["subtask"]] = entry.at
    elif entry.verb == "resolve":
        history.resolved = {**after, "at": entry.at}


def _known(row: Mapping[str, Any], changed: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in changed.get(row["number"], {}).items() if name in row}


def _panel(history: History, entry: Entry) -> None:
    history.panel_state = entry.after.get("state", history.panel_state)
    if entry.verb == "appoint":
        history.appointed, history.panel_state = dict(entry.after), "appointed"
    elif entry.verb == "conclude":
        history.concluded = dict(entry.after)


def _offer(offer: Offer, entry: Entry) -> None:
    after = entry.after
    if entry.subject_kind == CARD:
        _card(offer, entry)
        return
    if entry.subject_kind != OFFER:
        return
    if "subtask" in after and entry.verb in ("start", "choose"):
        offer.subtask = after["subtask"]
    if entry.verb == "opine":
        offer.freeze()
        offer.opinion = dict(after)
    elif entry.verb in ("award", "refuse"):
        offer.decision = {"granted": entry.verb == "award", "amount": money(after["amount"]), "reason": entry.reason}
    elif entry.verb == "vote":
        offer.motions.append(
            Motion(
                at=entry.at,
                order=entry.pk,
                criterion=after["criterion"],
                before=money(entry.before["value"]),
                after=money(after["value"]),
                reason=entry.reason,
                votes=after["votes"],
                carried=after["carried"],
            )
        )
    elif entry.verb == "annul_vote":
        _annul(offer, after)
    elif entry.verb == "recuse":
        offer.recusals[after["member"]] = (entry.at, entry.pk)
    offer.state = after.get("state", offer.state)
    offer.number = after.get("number", offer.number)
    if "requested" in after:
        offer.requested = money(after["requested"])


def _annul(offer: Offer, after: Mapping[str, Any]) -> None:
    """The vote that is annulled: by its moment, or in entries that do not say it the first of the same content."""
    for motion in offer.motions:
        same = (motion.criterion, motion.after) == (after["criterion"], money(after["value"]))
        if same and not motion.annulled and after.get("voted_at", motion.at.isoformat()) == motion.at.isoformat():
            motion.annulled = True
            return


def _card(offer: Offer, entry: Entry) -> None:
    after = entry.after
    if entry.verb == "assign":
        offer.cards[entry.subject_id] = Card(after["expert"])
        return
    card = offer.cards.get(entry.subject_id)
    if card is None:
        return
    card.state = after.get("state", card.state)
    if entry.verb == "submit":
        card.versions.append(dict(after))
