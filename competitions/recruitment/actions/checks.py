"""Verbs of the office over a candidacy: check it, call for a supplement, find it eligible, reject it, check again."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from competitions.recruitment import queries
from competitions.recruitment.actions.letters import tell
from competitions.recruitment.models import (
    Candidacy,
    Kind,
)
from competitions.recruitment.refusals import (
    NotCandidate,
    supplement_runs,
)
from competitions.recruitment.states import CANDIDACY, TO_CHECK, CandidacyState, State
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.jobs.actions import enqueue
from core.workflow.advance import advance, hold
from core.workflow.refusal import NotPossible
from law.calendar import add_days
from law.competition import deadline_passed


@transaction.atomic
def check(candidacy: Candidacy, checks: Mapping[str, Mapping[str, Any]], *, actor: Actor, at: datetime) -> Candidacy:
    """Keep what an officer found of each condition: `checks`: condition's number → {"verdict", "value", "note"}.

    Points follow from the accepted numbers. The same again changes nothing. Raises NotPossible for a candidacy that was judged.
    """
    hold(candidacy)
    if candidacy.state not in TO_CHECK:
        raise NotPossible(CANDIDACY, "find_eligible", candidacy.state)
    found = queries.checked_points(list(candidacy.recruitment.conditions.all()), checks)
    if found == candidacy.checks:
        return candidacy
    before = _ledger_of(candidacy.checks)
    candidacy.checks = found
    candidacy.points = sum(int(each.get("points") or 0) for each in found.values())
    candidacy.save(update_fields=["checks", "points"])
    record(candidacy, "check_candidacy", actor=actor, at=at, before=before, after=_ledger_of(found))
    return candidacy


def _ledger_of(checks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Verdicts and points; what an officer wrote of a person stays out of the ledger."""
    return {
        number: {"verdict": row.get("verdict"), "value": row.get("value"), "points": row.get("points")}
        for number, row in checks.items()
    }


@transaction.atomic
def ask_supplement(candidacy: Candidacy, *, asked_for: str, actor: Actor, at: datetime) -> Candidacy:
    """Call the candidate once to supplement what is missing, within the days of the announcement. Raises NotCandidate the second time."""
    if candidacy.supplement_due is not None:
        raise NotCandidate(_("Tego kandydata wezwano już raz do uzupełnienia. Uznaj warunki albo odrzuć zgłoszenie."))
    last = add_days(localdate(at), candidacy.recruitment.supplement_days)
    due = make_aware(datetime.combine(last, time(23, 59, 59)))
    advance(candidacy, "ask_supplement", actor=actor, at=at, asked_for=asked_for, supplement_due=due)
    tell(candidacy, "candidacy-supplement", at=at, due=due, asked_for=asked_for)
    return candidacy


def _required(candidacy: Candidacy) -> list[str]:
    """The verdicts of the required conditions, "" for one that was not judged."""
    conditions = candidacy.recruitment.conditions.filter(kind=Kind.REQUIRED)
    return [candidacy.checks.get(str(each.number), {}).get("verdict") or "" for each in conditions]


def _insist_term_over(candidacy: Candidacy, at: datetime) -> None:
    due = candidacy.supplement_due
    if candidacy.state == CandidacyState.SUPPLEMENT and due and not deadline_passed(due, at):
        raise supplement_runs(due)


@transaction.atomic
def find_eligible(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Find every required condition met, so that the candidate is ranked. Raises NotCandidate when one is not."""
    hold(candidacy)
    _insist_term_over(candidacy, at)
    if any(each != "yes" for each in _required(candidacy)):
        raise NotCandidate(
            _("Nie każdy warunek konieczny ma ocenę „tak”. Wezwij do uzupełnienia albo odrzuć zgłoszenie.")
        )
    advance(candidacy, "find_eligible", actor=actor, at=at, decided_at=at)
    return candidacy


@transaction.atomic
def reject(candidacy: Candidacy, *, reason: str, actor: Actor, at: datetime) -> Candidacy:
    """Reject a candidacy that does not meet a required condition; the candidate gets a letter with the reason.

    Raises NotCandidate when everything is met, or something is missing that the candidate was not asked for yet.
    """
    hold(candidacy)
    _insist_term_over(candidacy, at)
    verdicts = _required(candidacy)
    if all(each == "yes" for each in verdicts):
        raise NotCandidate(_("Wszystkie warunki konieczne są spełnione, więc zgłoszenia nie można odrzucić."))
    if "no" not in verdicts and candidacy.supplement_due is None:
        raise NotCandidate(_("Brakuje dokumentów albo danych: najpierw wezwij kandydata do uzupełnienia."))
    # The reason may tell of the person: the ledger keeps its seal alone.
    note = {"reason": sealed(reason)}
    advance(candidacy, "reject_candidacy", actor=actor, at=at, decided_at=at, note=note)
    Candidacy.objects.filter(pk=candidacy.pk).update(reason=reason)
    candidacy.reason = reason
    enqueue("recruitment.refusal", candidacy.pk, key=f"{candidacy.public_id}:{int(at.timestamp())}", actor=actor)
    tell(candidacy, "candidacy-rejected", at=at, reason=reason)
    return candidacy


@transaction.atomic
def check_again(candidacy: Candidacy, *, reason: str, actor: Actor, at: datetime) -> Candidacy:
    """Take a judgement back while no list was drawn up, with the reason. Raises NotPossible later than that."""
    if candidacy.recruitment.state != State.CLOSED:
        raise NotPossible(candidacy.recruitment.MACHINE, "draw_up", candidacy.recruitment.state)
    advance(candidacy, "check_again", actor=actor, at=at, reason=reason)
    return candidacy
