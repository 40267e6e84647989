"""What a panel decides of one offer: who is excluded from it, and other points or another amount by a recorded vote."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from competitions.calls.models import Criterion
from competitions.evaluation import queries, refusals
from competitions.evaluation.models import Choice, Motion, Panel, PanelMember, Recusal, Role
from competitions.evaluation.refusals import NotReady
from competitions.evaluation.states import PanelState
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.notices.actions import hide
from core.workflow.advance import hold
from law.exclusion import grounds
from law.panel import carried


@transaction.atomic
def recuse(member: PanelMember, offer: Offer, *, ground: str, actor: Actor, at: datetime) -> Recusal:
    """Exclude a member from one offer by a ground of KPA art. 24 (UDPP art. 15 ust. 2f); votes they took on it do not count.

    `ground` is a code of `law.exclusion`; it stays out of the ledger, which keeps a seal of it. The same again changes
    nothing. Raises NotToDecide when the panel has ended its work and for an offer of another competition.
    """
    panel = _at_work(offer)
    if member.panel_id != panel.pk:
        raise refusals.of_another_panel()
    if ground not in {each.code for each in grounds(member=True)}:
        raise ValueError(f"no ground {ground}")
    recusal, made = Recusal.objects.get_or_create(
        member=member, offer=offer, defaults={"ground": ground, "stated_at": at}
    )
    if made:
        who = member.user.public_id
        record(offer, "recuse", actor=actor, at=at, after={"member": who, "seal": sealed(f"{who}:{ground}")})
        hide(member.user, offer.chain)
        for motion in Motion.objects.filter(offer=offer, annulled=False):
            if who in motion.votes:
                _annul(motion, actor=actor, at=at)
    return recusal


@transaction.atomic
def vote(
    offer: Offer,
    *,
    criterion: Criterion | None,
    after: Decimal,
    reason: str,
    votes: Mapping[PanelMember, str],
    actor: Actor,
    at: datetime,
) -> Motion:
    """Record a vote to set the points of a criterion, or without one the proposed amount in PLN (UDPP art. 15 ust. 2a).

    Carried, it stands in the ranking in place of the mean of the cards or of the requested amount; not carried, it is kept
    and changes nothing. Raises NotToDecide without a reason, for a value out of range or as it was, and for a vote of a
    person who may not vote on the offer; NotReady while the offer lacks a card.
    """
    panel = _at_work(offer)
    if offer.state != OfferState.ACCEPTED:
        raise NotReady("late", 1)
    if queries.lacks_cards(offer):
        raise NotReady("cards", 1)
    before = queries.value_now(offer, criterion)
    most = criterion.max_points if criterion else offer.requested
    if not reason.strip():
        raise refusals.no_reason()
    if not 0 <= after <= most:
        raise refusals.out_of_range(most, points=criterion is not None)
    if after == before:
        raise refusals.nothing_changed()
    if not votes or any(not _may_vote(member, panel, offer) for member in votes):
        raise refusals.may_not_vote()
    counted = Counter(votes.values())
    motion = Motion.objects.create(
        offer=offer,
        criterion=criterion,
        before=before,
        after=after,
        reason=reason.strip(),
        votes={member.user.public_id: str(choice) for member, choice in votes.items()},
        carried=carried(
            counted[Choice.FOR],
            counted[Choice.AGAINST],
            chair_for=any(row.role == Role.CHAIR and choice == Choice.FOR for row, choice in votes.items()),
            chair_decides=settings.OFFICE["panel"]["chair_decides_ties"],
        ),
        voted_at=at,
    )
    record(
        offer,
        "vote",
        actor=actor,
        at=at,
        before={"value": before},
        after={
            "criterion": criterion.number if criterion else None,
            "value": after,
            "votes": motion.votes,
            "carried": motion.carried,
        },
        reason=motion.reason,
    )
    return motion


@transaction.atomic
def annul_votes(panel: Panel, *, since: datetime, until: datetime, actor: Actor, at: datetime, reason: str) -> int:
    """Take back the votes of a meeting that is repeated: those taken while it went on. Returns how many there were."""
    rows = Motion.objects.filter(
        offer__competition__panel=panel, annulled=False, voted_at__gte=since, voted_at__lte=until
    )
    motions = list(rows.select_related("offer"))
    for motion in motions:
        _annul(motion, actor=actor, at=at, reason=reason)
    return len(motions)


def _annul(motion: Motion, *, actor: Actor, at: datetime, reason: str = "") -> None:
    Motion.objects.filter(pk=motion.pk).update(annulled=True)
    number = motion.criterion.number if motion.criterion else None
    after = {"criterion": number, "value": motion.after, "voted_at": motion.voted_at}
    record(motion.offer, "annul_vote", actor=actor, at=at, after=after, reason=reason)


def _at_work(offer: Offer) -> Panel:
    """The panel of the offer's competition, held until the transaction ends. Raises NotToDecide when its work has ended."""
    panel = Panel.objects.select_related("competition").get(competition=offer.competition_id)
    hold(panel)
    if panel.state != PanelState.APPOINTED:
        raise refusals.work_ended()
    return panel


def _may_vote(member: PanelMember, panel: Panel, offer: Offer) -> bool:
    """A member of this panel who declared and is not excluded from the offer."""
    return (
        member.panel_id == panel.pk
        and member.declared_at is not None
        and not member.recusals.filter(offer=offer).exists()
    )
