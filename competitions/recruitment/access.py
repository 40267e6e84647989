"""Who sees a recruitment: everyone once announced; who sees candidacies: the candidate their own, staff and auditors those that came.

Staff and auditors may be candidates themselves: then they neither judge what is theirs nor learn what was found before all do.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.recruitment.models import Candidacy, Proof, Recruitment
from competitions.recruitment.states import CandidacyState, State
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from law.competition import deadline_passed
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def reads_all(actor: Actor) -> bool:
    """Staff and auditors read every recruitment and every candidacy that came."""
    return is_staff(actor) or actor.wears(AUDITOR.code)


def visible(actor: Actor, at: datetime) -> QuerySet[Recruitment]:
    """Announced recruitments for everyone; those being prepared for staff and auditors."""
    rows = Recruitment.objects.select_related("unit")
    return rows if reads_all(actor) else rows.announced()


def mine(actor: Actor, at: datetime) -> QuerySet[Candidacy]:
    """A person's own candidacies, whatever hat they wear."""
    rows = Candidacy.objects.select_related("recruitment", "user")
    return rows.filter(user=actor.user) if actor.user else rows.none()


def received(actor: Actor, at: datetime) -> QuerySet[Candidacy]:
    """Candidacies that came, for staff and auditors; one being written is nobody's but the candidate's."""
    rows = Candidacy.objects.select_related("recruitment", "user", "expert")
    return rows.exclude(number=None) if reads_all(actor) else rows.none()


def candidacies(actor: Actor, at: datetime) -> QuerySet[Candidacy]:
    """One's own in any hat, and for the office those that came: whose documents one may open."""
    return received(actor, at) | mine(actor, at)


def proofs(actor: Actor, at: datetime) -> QuerySet[Proof]:
    """Files of the candidacies that the actor sees, as long as they are kept."""
    return (
        Proof.objects.filter(candidacy__in=candidacies(actor, at))
        .exclude(file="")
        .select_related("candidacy__recruitment", "condition")
    )


def own_proofs(actor: Actor, at: datetime) -> QuerySet[Proof]:
    """Files of one's own candidacies."""
    return Proof.objects.filter(candidacy__in=mine(actor, at)).select_related("candidacy__recruitment", "condition")


def may_prepare(actor: Actor, recruitment: Recruitment | None, at: datetime) -> tuple[bool, str]:
    """Staff prepare and run a recruitment."""
    return is_staff(actor), _("Nabór prowadzą pracownicy urzędu.")


def may_list(actor: Actor, recruitment: Recruitment, at: datetime) -> tuple[bool, str]:
    """Staff draw up the list, send it back and approve it, but nobody a list on which they may stand."""
    if stands(actor, recruitment, at):
        return False, _("Kandydujesz w tym naborze: listę układa i zatwierdza inna osoba.")
    return may_prepare(actor, recruitment, at)


def stands(actor: Actor, recruitment: Recruitment, at: datetime) -> bool:
    """Whether the actor is a candidate: their candidacy came and was not withdrawn."""
    rows = mine(actor, at).filter(recruitment=recruitment).exclude(number=None)
    return rows.exclude(state=CandidacyState.WITHDRAWN).exists()


def _own(actor: Actor, candidacy: Candidacy) -> bool:
    return actor.user is not None and candidacy.user_id == actor.user.pk


def knows_findings(actor: Actor, candidacy: Candidacy) -> bool:
    """Whether the actor knows what the office found: staff and auditors always, the candidate in any hat once the list is published."""
    return candidacy.recruitment.state == State.RESOLVED or (reads_all(actor) and not _own(actor, candidacy))


def may_check(actor: Actor, candidacy: Candidacy, at: datetime) -> tuple[bool, str]:
    """Staff check, but nobody their own candidacy."""
    if _own(actor, candidacy):
        return False, _("To Twoje własne zgłoszenie: sprawdzi je inna osoba.")
    return is_staff(actor), _("Zgłoszenia sprawdzają pracownicy urzędu.")


def may_begin(actor: Actor, recruitment: Recruitment, at: datetime) -> tuple[bool, str]:
    """Anyone with an account, while the recruitment is open."""
    if actor.user is None:
        return False, _("Zaloguj się albo załóż konto, aby złożyć zgłoszenie.")
    taken = recruitment.state == State.OPEN and not deadline_passed(recruitment.due, at)
    return taken, _("W tym naborze nie przyjmujemy już zgłoszeń.")


def may_write(actor: Actor, candidacy: Candidacy, at: datetime) -> tuple[bool, str]:
    """The candidate; a candidacy that is closed refuses in words, with what was typed still on the page."""
    return _own(actor, candidacy), _("Zgłoszenie pisze kandydat.")


def may_remove_proof(actor: Actor, proof: Proof, at: datetime) -> tuple[bool, str]:
    """The candidate."""
    return may_write(actor, proof.candidacy, at)


def writes(candidacy: Candidacy) -> bool:
    """Whether the candidate still writes it."""
    return candidacy.state == CandidacyState.DRAFT


def reopens(candidacy: Candidacy, at: datetime) -> bool:
    """Whether the candidate may take it back to change it: before the deadline, until the office has dealt with it."""
    recruitment = candidacy.recruitment
    takes = recruitment.state == State.OPEN and not deadline_passed(recruitment.due, at)
    return takes and candidacy.MACHINE.find("reopen_candidacy", candidacy.state) is not None


def adds_proofs(candidacy: Candidacy) -> bool:
    """Whether files may be added: while it is written, and while it is supplemented."""
    return candidacy.state in (CandidacyState.DRAFT, CandidacyState.SUPPLEMENT)
