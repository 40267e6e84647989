"""Verbs over the list of experts: draw it up, send it back, approve it, take somebody in from the reserve."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competitions.experts import actions as experts
from competitions.experts.models import Expert
from competitions.experts.states import State as ExpertState
from competitions.recruitment import queries
from competitions.recruitment.actions.letters import tell
from competitions.recruitment.models import (
    Candidacy,
    Outcome,
    Recruitment,
    Standing,
    days,
)
from competitions.recruitment.ranking import LISTED, RESERVE, best
from competitions.recruitment.refusals import (
    ListNotReady,
    NotCandidate,
)
from competitions.recruitment.states import TO_CHECK, CandidacyState
from core.accounts.actor import Actor
from core.jobs.actions import enqueue
from core.workflow.advance import advance, hold, made


@transaction.atomic
def draw_up(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Recruitment:
    """Rank the candidates of every field by their points and keep the order, for another person to approve.

    Raises ListNotReady while some candidacies wait for their check.
    """
    hold(recruitment)
    waiting = recruitment.candidacies.filter(state__in=TO_CHECK).count()
    if waiting:
        raise ListNotReady(
            _("Zgłoszenia do sprawdzenia: %(count)s. Sprawdź je wszystkie, potem ułóż listę.") % {"count": waiting}
        )
    Standing.objects.filter(candidacy__recruitment=recruitment).delete()
    ranked = queries.ranked(recruitment)
    Standing.objects.bulk_create(
        Standing(candidacy=candidacy, field=field, place=row.place, points=row.total, outcome=row.outcome)
        for field, rows in ranked
        for candidacy, row in rows
    )
    note = {
        field.sphere: [[candidacy.public_id, row.place, row.total, row.outcome] for candidacy, row in rows]
        for field, rows in ranked
    }
    advance(recruitment, "draw_up", actor=actor, at=at, drawn_up_by=actor.user, note={"order": note})
    return recruitment


@transaction.atomic
def send_back_list(recruitment: Recruitment, *, reason: str, actor: Actor, at: datetime) -> Recruitment:
    """Do not approve the list: it goes back with the reason, its order is forgotten."""
    advance(recruitment, "send_back_list", actor=actor, at=at, reason=reason)
    Standing.objects.filter(candidacy__recruitment=recruitment).delete()
    return recruitment


@transaction.atomic
def approve_list(recruitment: Recruitment, *, approval: str, actor: Actor, at: datetime) -> Recruitment:
    """Approve and publish the list: who is on it becomes an expert of those fields, everyone learns their outcome.

    `approval` says by which decision. A second pair of eyes: raises ListNotReady for who drew the list up. The same again changes
    nothing.
    """
    hold(recruitment)
    if made(recruitment, "approve_list", approval=approval):
        return recruitment
    if recruitment.drawn_up_by_id and recruitment.drawn_up_by_id == actor.person.pk:
        raise ListNotReady(_("Tę listę ułożyła ta sama osoba. Zatwierdza ją ktoś inny z urzędu."))
    advance(recruitment, "approve_list", actor=actor, at=at, approval=approval, resolved_at=at)
    rows = recruitment.candidacies.filter(state=CandidacyState.ELIGIBLE).select_related("user")
    for candidacy in rows.prefetch_related("standings__field"):
        outcomes = {each.field.sphere: each.outcome for each in candidacy.standings.all()}
        outcome = best(outcomes)
        if outcome == LISTED:
            listed = [code for code in candidacy.spheres if outcomes.get(code) == Outcome.LISTED]
            _enlist(candidacy, recruitment, listed, actor=actor, at=at)
        elif outcome == RESERVE:
            advance(candidacy, "put_in_reserve", actor=actor, at=at)
            tell(candidacy, "candidacy-reserve", at=at)
        else:
            advance(candidacy, "leave_out", actor=actor, at=at)
            tell(candidacy, "candidacy-left-out", at=at)
    enqueue("recruitment.results", recruitment.pk, key=recruitment.public_id, actor=actor)
    return recruitment


@transaction.atomic
def promote(candidacy: Candidacy, *, sphere: str, reason: str, actor: Actor, at: datetime) -> Candidacy:
    """Put a candidate of the reserve on the list in one field, for a place that became free. The first of the reserve comes first.

    Raises NotCandidate for a field in which they are not, or not first, in the reserve.
    """
    hold(candidacy)
    recruitment = candidacy.recruitment
    waiting = Standing.objects.filter(
        candidacy__recruitment=recruitment,
        candidacy__state=CandidacyState.RESERVE,
        field__sphere=sphere,
        outcome=Outcome.RESERVE,
    ).order_by("place")
    first = waiting.first()
    own = waiting.filter(candidacy=candidacy).first()
    if own is None or first is None or own.place != first.place:
        raise NotCandidate(
            _("W tej dziedzinie z listy rezerwowej wchodzi najpierw osoba, która jest na niej pierwsza.")
        )
    Standing.objects.filter(pk=own.pk).update(outcome=Outcome.LISTED)
    _enlist(candidacy, recruitment, [sphere], actor=actor, at=at, reason=reason)
    return candidacy


def _enlist(
    candidacy: Candidacy, recruitment: Recruitment, spheres: list[str], *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """The candidate becomes an expert, with the limit and the days away of the candidacy; who is one already gets the new fields."""
    user = candidacy.user
    if user is None:
        raise NotCandidate(_("Ta osoba usunęła swoje konto, więc nie można jej wpisać na listę."))
    expert = Expert.objects.filter(user=user).first()
    if expert is None or expert.state == ExpertState.REMOVED:
        expert = experts.enlist(
            user, spheres=spheres, limit=candidacy.limit, listed_until=recruitment.listed_to, actor=actor, at=at
        )
    else:
        experts.renew(
            expert, spheres=spheres, limit=candidacy.limit, listed_until=recruitment.listed_to, actor=actor, at=at
        )
    for first, last in days(candidacy.away):
        experts.add_absence(expert, away_from=first, away_to=last, actor=actor, at=at)
    advance(candidacy, "put_on_list", actor=actor, at=at, reason=reason, expert=expert, note={"spheres": spheres})
    tell(candidacy, "candidacy-listed", at=at, spheres=spheres)
