"""Verbs of the assignment by calculation: ask for a plan, keep what was found, change it by hand, accept it as a whole, drop it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.conflicts import queries as conflicts
from competitions.conflicts.presentation import told
from competitions.evaluation import certificate, planning, queries
from competitions.evaluation.actions import cards
from competitions.evaluation.assignment import Assignment
from competitions.evaluation.models import Plan, ScoreCard
from competitions.evaluation.refusals import (
    NotReady,
    bad_change,
    card_before_pairs,
    doubt_without_reason,
    outdated_plan,
)
from competitions.evaluation.states import GONE, PlanState
from competitions.experts.models import Expert
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.ledger import canonical, record
from core.jobs.actions import enqueue
from core.workflow.advance import advance, hold
from core.workflow.refusal import NotPossible

# Issues the certificate: of what was proposed, then of what was accepted.
CERTIFICATE = "evaluation.certificate"
OPEN = (PlanState.ASKED, PlanState.PROPOSED, PlanState.IMPOSSIBLE)


@transaction.atomic
def ask_plan(competition: Competition, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Plan:
    """Ask who should evaluate what; a job finds it. Earlier proposals that wait are dropped: there is one at a time.

    `values`: due, most, least, no_repeat, in_doubt, reason, seed. Raises NotReady before the evaluation, BadPlan
    for a doubt without a reason and for pairs that have met before.
    """
    hold(competition)
    if competition.state != CompetitionState.EVALUATION:
        raise NotReady("assign", 1)
    if values["in_doubt"] and not values["reason"].strip():
        raise doubt_without_reason()
    live = ScoreCard.objects.filter(offer__competition=competition).exclude(state__in=GONE)
    if values["no_repeat"] and live.exists():
        raise card_before_pairs()
    for earlier in competition.plans.filter(state__in=OPEN):
        advance(earlier, "drop_plan", actor=actor, at=at)
    last = competition.plans.aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(competition=competition, number=last + 1, asked_by=actor.person, asked_at=at, **values)
    record(plan, "ask_plan", actor=actor, at=at, after={"plan": plan.public_id, **values}, reason=values["reason"])
    enqueue("evaluation.plan", plan.pk, key=plan.public_id, actor=actor)
    return plan


@transaction.atomic
def propose_plan(plan: Plan, *, problem: planning.Problem, found: Assignment, actor: Actor, at: datetime) -> Plan:
    """Keep what was found with its certificate; the hash of the canonical data goes to the ledger. Again changes nothing."""
    hold(plan)
    if plan.state != PlanState.ASKED:
        return plan
    answer = planning.answer(problem, found)
    data = {"problem": problem.plain(), "answer": answer}
    digest = hashlib.sha256(canonical(data)).hexdigest()
    note = {name: answer[name] for name in ("total", "worst", "bound", "gap", "conflict")}
    note |= {"seed": problem.seed, "offers": len(problem.offers), "experts": len(problem.experts)}
    verb = "propose_plan" if answer["pairs"] or not any(each.demand for each in problem.offers) else "find_impossible"
    advance(plan, verb, actor=actor, at=at, data=data, digest=digest, note={"plan": plan.public_id, **note})
    enqueue(CERTIFICATE, plan.pk, key=f"{plan.public_id}:{plan.state}", actor=actor)
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, offer: str, out: str, put: str, reason: str, actor: Actor, at: datetime) -> Plan:
    """Put another expert on an offer by hand (public ids); every rule has to hold afterwards. Raises BadPlan naming those that do not."""
    hold(plan)
    if plan.state != PlanState.PROPOSED:
        raise NotPossible(plan.MACHINE, "accept_plan", plan.state)
    problem = planning.Problem.of(plan.data["problem"])
    change = {"offer": offer, "out": out, "put": put}
    pairs = planning.changed(plan.data["answer"]["pairs"], plan.changes)
    if (offer, out) not in pairs or (offer, put) in pairs:
        raise outdated_plan()
    after = planning.changed(pairs, [change])
    if broken := problem.broken(after):
        raise bad_change(certificate.rules_in_words(problem, broken, queries.names_of(problem)))
    entry = {**change, "reason": reason, "by": actor.person.public_id, "at": at.isoformat()}
    Plan.objects.filter(pk=plan.pk).update(changes=[*plan.changes, entry])
    plan.refresh_from_db()
    sums = problem.fit(after)
    note = {"plan": plan.public_id, **change, "total": sum(sums.values()), "worst": min(sums.values(), default=0)}
    record(plan, "change_plan", actor=actor, at=at, after=note, reason=reason)
    return plan


@transaction.atomic
def accept_plan(plan: Plan, *, actor: Actor, at: datetime) -> Plan:
    """Give out every card of a plan, each after another look at the links; if one may not go out, none does.

    Raises what `cards.assign` raises. Accepting it again changes nothing.
    """
    hold(plan)
    if plan.state == PlanState.ACCEPTED:
        return plan
    if plan.state != PlanState.PROPOSED:
        raise NotPossible(plan.MACHINE, "accept_plan", plan.state)
    pairs = planning.changed(plan.data["answer"]["pairs"], plan.changes)
    offers = {
        each.public_id: each
        for each in Offer.objects.filter(public_id__in={offer for offer, _expert in pairs}).select_related(
            "competition", "organisation"
        )
    }
    experts = {
        each.public_id: each
        for each in Expert.objects.filter(public_id__in={expert for _offer, expert in pairs}).select_related(
            "user__statement"
        )
    }
    found = conflicts.found(list(experts.values()), list(offers.values()), at)
    on = localdate(at)
    # Expert by expert, so that two plans accepted at once lock people in the same order.
    for offer, expert in sorted(pairs, key=itemgetter(1)):
        one, other = offers[offer], experts[expert]
        links = told(found.judge(other, one), found.names, on)
        cards.assign(one, other, due=plan.due, actor=actor, at=at, reason=plan.reason, found=links)
    advance(plan, "accept_plan", actor=actor, at=at, note={"plan": plan.public_id, "cards": len(pairs)})
    enqueue(CERTIFICATE, plan.pk, key=f"{plan.public_id}:{plan.state}", actor=actor)
    return plan


@transaction.atomic
def drop_plan(plan: Plan, *, actor: Actor, at: datetime) -> Plan:
    """Put a proposal away; nothing is given out. Again changes nothing."""
    hold(plan)
    if plan.state != PlanState.DROPPED:
        advance(plan, "drop_plan", actor=actor, at=at, note={"plan": plan.public_id})
    return plan
