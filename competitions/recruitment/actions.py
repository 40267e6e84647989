"""Verbs of recruitment: prepare, announce, extend, call off, close; apply, withdraw, supplement; check, draw up, approve."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from competitions.experts import actions as experts
from competitions.experts.models import Expert
from competitions.experts.states import State as ExpertState
from competitions.recruitment import queries
from competitions.recruitment.models import (
    Candidacy,
    Condition,
    Field,
    Kind,
    Outcome,
    Proof,
    Recruitment,
    Standing,
    days,
)
from competitions.recruitment.ranking import LISTED, RESERVE, best
from competitions.recruitment.refusals import (
    IncompleteCandidacy,
    IncompleteRecruitment,
    ListNotReady,
    NotCandidate,
    NotExtended,
    over,
    supplement_over,
    supplement_runs,
)
from competitions.recruitment.states import CANDIDACY, TO_CHECK, CandidacyState, State
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.documents.queries import documents_of
from core.files.check import check as check_file
from core.files.kinds import TEXTS
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.publications.actions import publish
from core.publications.models import Place
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible
from law.calendar import add_days
from law.competition import deadline_passed

PROOFS_MAX = 20
WRITTEN = (
    "name",
    "phone",
    "town",
    "spheres",
    "education",
    "career",
    "practice",
    "ties",
    "answers",
    "statements",
    "limit",
    "away",
)


# The office prepares and announces


@transaction.atomic
def prepare(
    values: Mapping[str, Any],
    *,
    fields: Sequence[Mapping[str, Any]],
    conditions: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> Recruitment:
    """Begin a recruitment: `values` are fields of Recruitment, `fields` rows of {sphere, places}, `conditions` rows of

    {text, kind, proof, levels}.
    """
    recruitment = Recruitment.objects.create(**values)
    _set_rows(recruitment, fields, conditions)
    record(recruitment, "prepare_recruitment", actor=actor, at=at, after={"title": recruitment.title})
    return recruitment


@transaction.atomic
def rewrite(
    recruitment: Recruitment,
    values: Mapping[str, Any],
    *,
    fields: Sequence[Mapping[str, Any]],
    conditions: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> Recruitment:
    """Change a recruitment that was not announced yet. Raises NotPossible later than that."""
    if not Recruitment.objects.filter(pk=recruitment.pk, state=State.DRAFT).update(**values):
        raise NotPossible(recruitment.MACHINE, "announce", recruitment.state)
    recruitment.refresh_from_db()
    _set_rows(recruitment, fields, conditions)
    record(recruitment, "rewrite_recruitment", actor=actor, at=at, after={"title": recruitment.title})
    return recruitment


def _set_rows(
    recruitment: Recruitment, fields: Sequence[Mapping[str, Any]], conditions: Sequence[Mapping[str, Any]]
) -> None:
    """The rows of a draft are written anew: no candidacy leans on them yet."""
    recruitment.fields.all().delete()
    recruitment.conditions.all().delete()
    Field.objects.bulk_create(Field(recruitment=recruitment, **row) for row in fields)
    Condition.objects.bulk_create(
        Condition(recruitment=recruitment, number=number, **row) for number, row in enumerate(conditions, start=1)
    )


@transaction.atomic
def announce(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Recruitment:
    """Open a recruitment to everyone; its document is issued and published on the website, with its hash as the proof.

    Raises IncompleteRecruitment naming what it lacks.
    """
    hold(recruitment)
    if recruitment.state == State.OPEN:
        return recruitment
    if recruitment.state == State.DRAFT and (problems := queries.announcement_problems(recruitment, at)):
        raise IncompleteRecruitment(problems)
    advance(recruitment, "announce", actor=actor, at=at, announced_at=at)
    enqueue("recruitment.announcement", recruitment.pk, key=recruitment.public_id, actor=actor)
    return recruitment


@transaction.atomic
def record_bip(
    recruitment: Recruitment, *, published_at: datetime, note: str, actor: Actor, at: datetime
) -> Recruitment:
    """Record that the newest document of the recruitment (announcement, list) stands in BIP since a moment; the note says where.

    The same document again changes nothing.
    """
    if recruitment.state == State.DRAFT:
        raise NotPossible(recruitment.MACHINE, "announce", recruitment.state)
    document = documents_of(recruitment).last()
    publish(recruitment, place=Place.BIP, at=published_at, actor=actor, document=document, note=note)
    return recruitment


@transaction.atomic
def extend(recruitment: Recruitment, *, due: datetime, reason: str, actor: Actor, at: datetime) -> Recruitment:
    """Move the deadline of an open recruitment to later, with a reason; the announcement is issued anew. Raises NotExtended."""
    hold(recruitment)
    if recruitment.state != State.OPEN:
        raise NotPossible(recruitment.MACHINE, "close_recruitment", recruitment.state)
    if due == recruitment.due:
        return recruitment
    if due < recruitment.due or localdate(due) >= recruitment.results_by:
        raise NotExtended(
            _("Nowy termin musi być późniejszy niż dotychczasowy i wcześniejszy niż dzień ogłoszenia listy.")
        )
    before = {"due": recruitment.due}
    recruitment.due = due
    recruitment.save(update_fields=["due"])
    record(recruitment, "extend_recruitment", actor=actor, at=at, before=before, after={"due": due}, reason=reason)
    enqueue(
        "recruitment.announcement", recruitment.pk, key=f"{recruitment.public_id}:{int(due.timestamp())}", actor=actor
    )
    return recruitment


@transaction.atomic
def call_off(recruitment: Recruitment, *, reason: str, actor: Actor, at: datetime) -> Recruitment:
    """End a recruitment without a list; who applied gets the reason."""
    advance(recruitment, "call_off_recruitment", actor=actor, at=at, reason=reason)
    for candidacy in recruitment.candidacies.exclude(state=CandidacyState.WITHDRAWN).select_related("user"):
        _tell(candidacy, "recruitment-called-off", at=at, reason=reason)
    return recruitment


@transaction.atomic
def close(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Recruitment:
    """Close a recruitment after its deadline; the clock does it. The deadline second itself is still in time."""
    if not deadline_passed(recruitment.due, at):
        raise NotPossible(recruitment.MACHINE, "close_recruitment", recruitment.state)
    advance(recruitment, "close_recruitment", actor=actor, at=at)
    return recruitment


# The candidate applies


@transaction.atomic
def begin(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Candidacy:
    """Begin a candidacy, one a person; the same person gets the one there is. Raises RecruitmentOver after the deadline."""
    _insist_open(recruitment, at)
    candidacy, created = Candidacy.objects.get_or_create(
        recruitment=recruitment, user=actor.person, defaults={"name": str(actor.person), "began_at": at}
    )
    if created:
        record(candidacy, "begin_candidacy", actor=actor, at=at, after={"recruitment": recruitment.public_id})
    return candidacy


def _insist_open(recruitment: Recruitment, at: datetime) -> None:
    """Raise unless candidacies are taken at a moment; what is in hand may be older than an extension."""
    current = Recruitment.objects.get(pk=recruitment.pk)
    if current.state != State.OPEN or deadline_passed(current.due, at):
        raise over(current.due)


@transaction.atomic
def write(candidacy: Candidacy, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Candidacy:
    """Keep what the candidate wrote (the fields of WRITTEN); it may have gaps until it is submitted.

    Raises NotPossible for one that was submitted, RecruitmentOver after the deadline.
    """
    hold(candidacy)
    if candidacy.state != CandidacyState.DRAFT:
        raise NotPossible(CANDIDACY, "apply", candidacy.state)
    _insist_open(candidacy.recruitment, at)
    for name in WRITTEN:
        if name in values:
            setattr(candidacy, name, values[name])
    candidacy.save(update_fields=list(WRITTEN))
    return candidacy


def add_proof(candidacy: Candidacy, *, file: UploadedFile, condition: Condition, actor: Actor, at: datetime) -> Proof:
    """Add a file that proves a condition, while the candidacy is written or supplemented; the same file again is the one there.

    Raises RefusedFile for a file that may not be kept, NotCandidate when it has its fill, RecruitmentOver when it is too late. The file is checked
    before the transaction begins: a scanner may take seconds.
    """
    found = check_file(cast(BinaryIO, file.file), file.name or "", kinds=TEXTS, max_mb=settings.UPLOAD_MAX_MB)
    with transaction.atomic():
        _insist_open_for_files(candidacy, at)
        if known := candidacy.proofs.filter(condition=condition, sha256=found.sha256).first():
            return known
        if candidacy.proofs.count() >= PROOFS_MAX:
            raise NotCandidate(_("Zgłoszenie ma już 20 plików i więcej nie może mieć. Połącz dokumenty w jeden PDF."))
        proof = Proof(
            candidacy=candidacy,
            condition=condition,
            name=found.name,
            mime=found.kind.mime,
            size=found.size,
            sha256=found.sha256,
            added_at=at,
        )
        path = f"candidacies/{candidacy.public_id}/{proof.public_id}{found.kind.suffix}"
        proof.file = default_storage.save(path, file)
        proof.save(force_insert=True)
        after = {"proof": proof.public_id, "condition": condition.number, "sha256": found.sha256}
        record(candidacy, "add_proof", actor=actor, at=at, after=after)
    return proof


def _insist_open_for_files(candidacy: Candidacy, at: datetime) -> None:
    hold(candidacy)
    if candidacy.state == CandidacyState.SUPPLEMENT:
        _insist_supplement(candidacy, at)
    elif candidacy.state == CandidacyState.DRAFT:
        _insist_open(candidacy.recruitment, at)
    else:
        raise NotPossible(CANDIDACY, "apply", candidacy.state)


def _insist_supplement(candidacy: Candidacy, at: datetime) -> None:
    if candidacy.supplement_due and deadline_passed(candidacy.supplement_due, at):
        raise supplement_over(candidacy.supplement_due)


@transaction.atomic
def remove_proof(proof: Proof, *, actor: Actor, at: datetime) -> None:
    """Take a file from a candidacy that is still written; what was submitted with it stays."""
    candidacy = proof.candidacy
    hold(candidacy)
    if candidacy.state != CandidacyState.DRAFT:
        raise NotPossible(CANDIDACY, "apply", candidacy.state)
    before = {"proof": proof.public_id, "sha256": proof.sha256}
    if Proof.objects.filter(pk=proof.pk).delete()[0]:
        default_storage.delete(proof.file)
        record(candidacy, "remove_proof", actor=actor, at=at, before=before)


@transaction.atomic
def apply(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Submit a candidacy: it gets its number, the candidate a receipt. Submitting again changes nothing.

    Raises IncompleteCandidacy naming what is missing, RecruitmentOver after the deadline.
    """
    # The recruitment's lock orders numbers, and a moved deadline is read under it.
    recruitment = Recruitment.objects.select_for_update().get(pk=candidacy.recruitment_id)
    hold(candidacy)
    if candidacy.state == CandidacyState.SUBMITTED:
        return candidacy
    if candidacy.state == CandidacyState.DRAFT:
        _insist_open(recruitment, at)
        if problems := queries.candidacy_problems(candidacy):
            raise IncompleteCandidacy(problems)
    number = candidacy.number or queries.next_number(recruitment)
    advance(candidacy, "apply", actor=actor, at=at, number=number, submitted_at=at)
    enqueue(
        "recruitment.receipt",
        candidacy.pk,
        at.isoformat(),
        key=f"{candidacy.public_id}:{int(at.timestamp())}",
        actor=actor,
    )
    _tell(candidacy, "candidacy-submitted", at=at)
    return candidacy


@transaction.atomic
def reopen(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Take a submitted or withdrawn candidacy back to be changed, until the deadline; its number stays its own."""
    _insist_open(candidacy.recruitment, at)
    advance(candidacy, "reopen_candidacy", actor=actor, at=at)
    return candidacy


@transaction.atomic
def withdraw(candidacy: Candidacy, *, actor: Actor, at: datetime) -> Candidacy:
    """Withdraw a candidacy, at any time before the office has judged it. Doing it again changes nothing."""
    hold(candidacy)
    if candidacy.state == CandidacyState.WITHDRAWN:
        return candidacy
    advance(candidacy, "withdraw_candidacy", actor=actor, at=at)
    return candidacy


@transaction.atomic
def supplement(candidacy: Candidacy, *, note: str, actor: Actor, at: datetime) -> Candidacy:
    """Hand the supplement in, within its term: files that were added since, and a note. Raises RecruitmentOver after it."""
    hold(candidacy)
    _insist_supplement(candidacy, at)
    career = f"{candidacy.career}\n\n{_('Uzupełnienie:')} {note}" if note else candidacy.career
    advance(candidacy, "supplement", actor=actor, at=at, career=career)
    return candidacy


# The office checks


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
    _tell(candidacy, "candidacy-supplement", at=at, due=due, asked_for=asked_for)
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
    _tell(candidacy, "candidacy-rejected", at=at, reason=reason)
    return candidacy


@transaction.atomic
def check_again(candidacy: Candidacy, *, reason: str, actor: Actor, at: datetime) -> Candidacy:
    """Take a judgement back while no list was drawn up, with the reason. Raises NotPossible later than that."""
    if candidacy.recruitment.state != State.CLOSED:
        raise NotPossible(candidacy.recruitment.MACHINE, "draw_up", candidacy.recruitment.state)
    advance(candidacy, "check_again", actor=actor, at=at, reason=reason)
    return candidacy


# The list


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
            _tell(candidacy, "candidacy-reserve", at=at)
        else:
            advance(candidacy, "leave_out", actor=actor, at=at)
            _tell(candidacy, "candidacy-left-out", at=at)
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
    _tell(candidacy, "candidacy-listed", at=at, spheres=spheres)


def _tell(candidacy: Candidacy, template: str, *, at: datetime, **more: Any) -> None:
    if candidacy.user is None:
        return
    context = {"candidacy": candidacy, "recruitment": candidacy.recruitment, **more}
    link = reverse("candidacy", args=[candidacy.public_id])
    send(candidacy.user, template=template, context=context, subject_obj=candidacy, at=at, link=link)
