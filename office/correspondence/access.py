"""Who sees letters: the units that keep them, whom they are decreed to with the head, the auditor; who may do what with one."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.correspondence.models import Intake, Letter, LetterFile, LetterQuerySet
from office.structure.access import is_staff
from office.structure.hats import HEAD, STAFF
from office.terms.access import stood_in_by, told_to

READERS = (*STAFF, AUDITOR.code)


def keeps(actor: Actor) -> bool:
    """Staff of a unit that keeps the correspondence (config/office.toml), and system actors."""
    return bool(actor.system) or (actor.wears(*STAFF) and actor.key in settings.OFFICE["correspondence"]["units"])


def visible(actor: Actor, at: datetime) -> LetterQuerySet:
    """All letters for those who keep them and the auditor; for others those decreed to them, to their unit, to their people.

    Who stands in for an absent person sees theirs, and a deputy those whose late term was shown to them.
    """
    rows = Letter.objects.select_related("unit_to__successor", "person_to").judged(localdate(at))
    if keeps(actor) or actor.wears(AUDITOR.code):
        return rows
    if not actor.wears(*STAFF):
        return rows.none()
    rows = rows.filter(Q(unit_to__code=actor.key) | Q(unit_to__successor__code=actor.key))
    if actor.wears(HEAD.code):
        return rows
    mine = Q(person_to=None) | Q(person_to=actor.user) | Q(person_to__in=stood_in_by(actor.person, localdate(at)))
    return rows.filter(mine | Q(public_id__in=told_to(actor.person, "letter")))


def files(actor: Actor, at: datetime) -> QuerySet[LetterFile]:
    """Files of letters that the actor sees, and of e-mails that they read in themselves."""
    own = Q(letter__in=visible(actor, at).order_by().values("pk"))
    if actor.user and keeps(actor):
        own |= Q(letter=None, intake__user=actor.user)
    return LetterFile.objects.filter(own, removed_at=None).select_related("letter")


def intakes(actor: Actor, at: datetime) -> QuerySet[Intake]:
    """E-mails that the actor read in."""
    rows = Intake.objects.select_related("letter")
    return rows.filter(user=actor.user) if actor.user and keeps(actor) else rows.none()


def may_keep(actor: Actor, letter: Letter, at: datetime) -> tuple[bool, str]:
    """The units that keep the correspondence change what was registered, hand letters over, open them again."""
    return keeps(actor), _("Ewidencję korespondencji prowadzi sekretariat.")


def may_decree(actor: Actor, letter: Letter, at: datetime) -> tuple[bool, str]:
    """The secretaries enter decrees; the head of the unit that has the letter gives it to somebody there."""
    heads = actor.wears(HEAD.code) and letter.unit_to is not None and letter.unit_to.serving.code == actor.key
    return keeps(actor) or heads, _("Dekretację wpisuje sekretariat, a w komórce jej kierownik.")


def may_take(actor: Actor, letter: Letter, at: datetime) -> tuple[bool, str]:
    """Whom the letter is decreed to confirms that they have it: the person or who stands in, anybody of a unit where none is named."""
    return _has(actor, letter, at), _("Odbiór potwierdza osoba, której przekazano pismo, albo jej kierownik.")


def may_answer(actor: Actor, letter: Letter, at: datetime) -> tuple[bool, str]:
    """Whom the letter is decreed to, and the secretaries, note its end."""
    allowed = keeps(actor) or _has(actor, letter, at)
    return allowed, _("Załatwienie odnotowuje osoba, której zadekretowano pismo, jej kierownik albo sekretariat.")


def may_keep_file(actor: Actor, file: LetterFile, at: datetime) -> tuple[bool, str]:
    """Who may note an answer adds and removes files."""
    if file.letter is None:
        return keeps(actor), _("Ewidencję korespondencji prowadzi sekretariat.")
    return may_answer(actor, file.letter, at)


def _has(actor: Actor, letter: Letter, at: datetime) -> bool:
    if not is_staff(actor) or letter.unit_to is None or letter.unit_to.serving.code != actor.key:
        return False
    if actor.wears(HEAD.code) or letter.person_to in (None, actor.user):
        return True
    return stood_in_by(actor.person, localdate(at)).filter(user=letter.person_to).exists()
