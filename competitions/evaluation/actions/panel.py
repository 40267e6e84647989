"""Verbs of the panel: appoint, declare, conclude."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from competitions.calls.models import Competition
from competitions.calls.queries import scoring_rules
from competitions.evaluation import queries
from competitions.evaluation.hats import CHAIR, MEMBER, SECRETARY
from competitions.evaluation.models import Opinion, Panel, PanelMember, Role
from competitions.evaluation.refusals import AlreadyAppointed, AlreadyDeclared, NotReady
from competitions.evaluation.states import PanelState
from competitions.offers.queries import names_together, with_partners
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.jobs.actions import enqueue
from core.signin.actions import grant_hat
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law import exclusion
from law import panel as law
from office.board.models import Resolution

HATS = {Role.CHAIR: CHAIR.code, Role.SECRETARY: SECRETARY.code, Role.MEMBER: MEMBER.code}


@transaction.atomic
def appoint(
    competition: Competition,
    *,
    resolution: Resolution,
    members: Sequence[Mapping[str, Any]],
    no_ngo_reason: str = "",
    actor: Actor,
    at: datetime,
) -> Panel:
    """Appoint the panel by a Board resolution and give its members their hats (UDPP art. 15 ust. 2a–2da).

    `members`: rows of {user, role, side, indicated_by}; `no_ngo_reason` is "1", "2" or "3": the point of art. 15 ust. 2da.
    Raises Refused when the composition breaks the law, AlreadyAppointed when there is a panel of other people; the same
    people by the same resolution again give the panel there is.
    """
    hold(competition)
    if earlier := Panel.objects.filter(competition=competition).first():
        same = set(earlier.members.values_list("user", "role", "side")) == {
            (row["user"].pk, row["role"], row["side"]) for row in members
        }
        if same and earlier.appointment == resolution:
            return earlier
        raise AlreadyAppointed
    insist(law.breaches(queries.panel_facts(competition, members, no_ngo_reason)))
    panel = Panel.objects.create(competition=competition, appointment=resolution, no_ngo_reason=no_ngo_reason)
    for row in members:
        PanelMember.objects.create(panel=panel, **row)
        key = competition.public_id
        grant_hat(row["user"], HATS[row["role"]], key=key, title=competition.title, actor=actor, at=at)
    record(
        panel,
        "appoint",
        actor=actor,
        at=at,
        after={
            "resolution": str(resolution),
            "members": [{"user": row["user"].public_id, "role": row["role"], "side": row["side"]} for row in members],
            "no_ngo_reason": no_ngo_reason,
        },
    )
    return panel


@transaction.atomic
def declare_member(member: PanelMember, answers: Mapping[str, Any], *, actor: Actor, at: datetime) -> PanelMember:
    """Record a panel member's declaration of impartiality (KPA art. 24); a ground of exclusion takes the hat's work away.

    `answers`: ground code → bool. The answers themselves stay out of the ledger, which keeps their outcome and a seal.
    A declaration is made once: the same again changes nothing, another one raises AlreadyDeclared.
    """
    outcome = exclusion.outcome(answers)
    member = (
        PanelMember.objects.select_for_update(of=("self",))
        .select_related("user", "panel__competition")
        .get(pk=member.pk)
    )
    if member.declaration:
        if member.declaration != {**answers, "outcome": outcome}:
            raise AlreadyDeclared
        return member
    PanelMember.objects.filter(pk=member.pk).update(
        declaration={**answers, "outcome": outcome}, declared_at=at if outcome == exclusion.OK else None
    )
    member.refresh_from_db()
    after = {"outcome": outcome, "seal": sealed(repr(sorted(answers.items())))}
    record(member.panel, "declare_member", actor=actor, at=at, after={**after, "member": member.user.public_id})
    return member


@transaction.atomic
def conclude(
    panel: Panel,
    *,
    met_on: date,
    present: Sequence[PanelMember],
    texts: Mapping[str, str],
    sittings: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> Panel:
    """Close the minutes: the ranking follows from the submitted cards, each offer gets the panel's opinion.

    `texts`: offer public id → the panel's words; `sittings`: what the minutes say of each meeting. Raises NotReady while an
    offer waits for a card, and Refused without a quorum or without the declarations of those present (UDPP art. 15 ust. 2a–2f). The same minutes again
    give the panel as it is.
    """
    hold(panel)
    who = {member.pk for member in present}
    if made(panel, "conclude", met_on=met_on) and who == set(
        panel.members.filter(present=True).values_list("pk", flat=True)
    ):
        return panel
    if panel.state != PanelState.APPOINTED:
        raise NotPossible(panel.MACHINE, "conclude", panel.state)
    competition = panel.competition
    lacking = queries.offers_lacking_cards(competition)
    if lacking:
        raise NotReady("cards", len(lacking))
    insist(law.meeting_breaches(queries.meeting_facts(panel, present)))
    PanelMember.objects.filter(panel=panel, pk__in=who).update(present=True)
    rows = competition.offers.filter(state=OfferState.ACCEPTED).select_related("organisation", "subtask")
    offers = {offer.public_id: offer for offer in with_partners(rows)}
    ranking = queries.standing(competition).ranking
    for placed in ranking:
        offer = offers[placed.offer]
        text = texts.get(placed.offer, "").strip() or queries.default_opinion(placed)
        Opinion.objects.create(
            offer=offer,
            points=placed.points,
            place=placed.place,
            positive=placed.above,
            proposed_amount=placed.proposed,
            text=text,
        )
        note = {"points": placed.points, "place": placed.place, "proposed": placed.proposed, "text": text}
        note |= {
            "number": offer.number,
            "organisation": names_together(offer, offer.joint_with),
            "task": offer.title,
            "subtask": str(offer.subtask or ""),
        }
        advance(offer, "opine", actor=actor, at=at, note=note)
    # What the minutes say, so that they can be recomputed: people stand in the ledger by id, their names as seals.
    members = {member.user.public_id: str(member.user) for member in panel.members.select_related("user")}
    note = {
        "met_on": met_on,
        "present": [member.user.public_id for member in present],
        "offers": len(ranking),
        "scoring": scoring_rules(competition),
        "names": {key: sealed(name) for key, name in members.items()},
        "sittings": [sealed(sentence) for sentence in sittings],
    }
    advance(panel, "conclude", actor=actor, at=at, met_on=met_on, concluded_at=at, sittings=list(sittings), note=note)
    advance(competition, "conclude", actor=actor, at=at)
    enqueue("evaluation.minutes", panel.pk, key=panel.public_id, actor=actor)
    return panel
