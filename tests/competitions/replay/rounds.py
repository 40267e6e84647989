"""A competition in which everything happened that the ranking, the minutes and the lists tell of."""

import random
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any

from competitions.confirmations.actions import leave_unexamined
from competitions.evaluation.actions.cards import return_card, save_card, submit_card
from competitions.evaluation.actions.decisions import recuse
from competitions.evaluation.models import ScoreCard
from competitions.meetings import actions as meetings
from competitions.offers import actions as offer_verbs
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.jobs.models import Job
from core.jobs.runner import run
from law.exclusion import grounds
from tests.factories.cycle import CHECKED, CONCLUDED, SCORED, Cycle

PARTS = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]


class Round:
    """A resolved competition in which everything happened that the ranking, the minutes and the lists tell of."""

    def __init__(self, cycle: Cycle, *, seed: int = 1, **values: Any) -> None:
        self.random = random.Random(seed)
        self.officer = cycle.officer
        self.competition = cycle.competition(pool=Decimal(100000), divergence=Decimal(30), **values)
        parts = list(self.competition.subtasks.all()) or [None]
        self.offers = [
            cycle.offer(self.competition, subtask=parts[number % len(parts)], **{"III.1": f"Zadanie {number}"})
            for number in range(7)
        ]
        offer_verbs.withdraw(
            cycle.fresh(self.offers[4]), reason="rezygnacja", actor=cycle.officer, at=CHECKED - timedelta(days=10)
        )
        points = {number: self.points() for number in (1, 2, 4)}
        # Two offers alike, so that they share a place.
        points[3] = points[1]
        leave_unexamined(self.offers[6], reason="brak potwierdzenia", actor=cycle.officer, at=CHECKED)
        cycle.confirm(self.offers[5])
        cycle.check(self.offers[5], arithmetic={"answer": "no", "note": "suma się nie zgadza; brak wyjaśnienia"})
        self.panel = cycle.assessed(self.competition, points)
        self.chair = cycle.chair(self.panel)
        self._scored_anew(cycle)
        self._met()
        self.competition.refresh_from_db()
        less = {self.offers[2].public_id: (Decimal(0), "Kwota nie wystarcza na zadanie.")}
        cycle.resolved(self.competition, less)

    def points(self) -> list[Decimal]:
        return [Decimal(self.random.randint(top, 2 * top)) / 2 for top in (30, 20, 20, 10, 10, 10)]

    def _scored_anew(self, cycle: Cycle) -> None:
        """A card is sent back and submitted with other points: two versions of it."""
        card = ScoreCard.objects.filter(offer=self.offers[1]).first()
        assert card
        actor = Actor(user=card.expert.user)
        return_card(card, reason="Popraw uzasadnienie.", actor=cycle.officer, at=SCORED)
        scores = {
            row.criterion_id: (min(row.points, row.criterion.max_points) - 1, "Poprawione.")
            for row in card.scores.select_related("criterion")
        }
        save_card(card, scores=scores, values={"strengths": "Zespół."}, actor=actor, at=SCORED)
        submit_card(card, actor=actor, at=SCORED)

    def _met(self) -> None:
        """A meeting with an exclusion, a vote that is carried, one that is not, one that is annulled by an exclusion."""
        members = list(self.panel.members.select_related("user").order_by("pk"))
        at = CONCLUDED
        meeting = meetings.plan(self.panel, starts_at=at, place="sala 12", actor=self.chair, at=CHECKED)
        meetings.begin(meeting, present=members, actor=self.chair, at=at)
        items = {item.offer_id: item for item in meeting.items.select_related("meeting__panel__competition", "offer")}
        criterion = self.competition.criteria.get(number=2)

        def vote(offer: Offer, choices: list[str], **what: Any) -> None:
            values = {"criterion": criterion, "after": Decimal("3.5"), "reason": "Sala wyceniona dwa razy.", **what}
            votes = dict(zip(members, choices, strict=True))
            meetings.put_to_vote(items[offer.pk], votes=votes, actor=self.chair, at=at, **values)

        first, second, third, fourth, *_rest = self.offers
        vote(first, ["for", "for", "against"])
        vote(second, ["against", "against", "for"])
        vote(third, ["for"] * 3, criterion=None, after=Decimal(1000), reason="Zakres mniejszy.")
        vote(fourth, ["for"] * 3)
        recuse(members[2], fourth, ground=grounds(member=True)[0].code, actor=self.chair, at=at)
        for item in items.values():
            meetings.settle(item, "Ważna opinia." if item.offer_id == first.pk else "", actor=self.chair, at=at)
        meetings.close(meeting, actor=self.chair, at=at)

    def leaf(self, value: Any) -> tuple[Any, str]:
        """A plain value with one of its leaves changed, and where it is."""
        changed, path, kept = deepcopy(value), "", None
        at, name = {"": changed}, ""
        while isinstance(at[name], (dict, list)) and at[name]:
            at = at[name]
            name = self.random.choice(sorted(at)) if isinstance(at, dict) else self.random.randrange(len(at))
            path += f"[{name}]" if isinstance(at, list) else f".{name}" if path else str(name)
        kept = at[name]
        at[name] = not kept if isinstance(kept, bool) else kept + 1 if isinstance(kept, int) else f"{kept or ''}x"
        return changed, path


def publish() -> None:
    """The documents of the competition itself, and one of an offer; the rest would only take time."""
    names = ("offers.confirmation", "evaluation.minutes", "awards.results")
    for name in names:
        run(Job.objects.filter(name=name).order_by("pk")[0].pk, loud=True)
