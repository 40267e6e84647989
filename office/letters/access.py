"""Who sees letters: the staff of the unit that writes them and the auditor; communiqués everyone, once published."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.letters.models import Addressee, Communique, LetterSet, PrintFile
from office.letters.states import NewsState, SetState
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> QuerySet[LetterSet]:
    """Sets of the actor's unit; all for the auditor and for system actors."""
    rows = LetterSet.objects.select_related("unit", "checked_by")
    if actor.system or actor.wears(AUDITOR.code):
        return rows
    return rows.filter(unit__code=actor.key) if actor.wears(*STAFF) else rows.none()


def addressees(actor: Actor, at: datetime) -> QuerySet[Addressee]:
    """Addressees of sets that are seen."""
    seen = visible(actor, at).values("pk")
    return Addressee.objects.filter(letter_set__in=seen).select_related("letter_set__unit")


def prints(actor: Actor, at: datetime) -> QuerySet[PrintFile]:
    """Files of sets that are seen."""
    seen = visible(actor, at).values("pk")
    return PrintFile.objects.filter(letter_set__in=seen).select_related("letter_set", "addressee")


def may_keep(actor: Actor, letter_set: LetterSet, at: datetime) -> tuple[bool, str]:
    """The staff of the unit keep its letters."""
    return actor.wears(*STAFF) and actor.key == letter_set.unit.code, _("Pisma prowadzą pracownicy ich komórki.")


def may_keep_addressee(actor: Actor, addressee: Addressee, at: datetime) -> tuple[bool, str]:
    """The staff of the unit change the list while letters are being prepared."""
    if addressee.letter_set.state != SetState.DRAFT:
        return False, _("Listę adresatów zmienia się tylko przed sprawdzeniem. Zwróć pisma do zmiany.")
    return may_keep(actor, addressee.letter_set, at)


def communiques(actor: Actor, at: datetime) -> QuerySet[Communique]:
    """Published and withdrawn communiqués for everyone; drafts for the staff of their unit."""
    shown = ~Q(state=NewsState.DRAFT)
    if actor.system:
        shown = Q()
    elif actor.wears(*STAFF):
        shown |= Q(unit__code=actor.key)
    return Communique.objects.filter(shown).select_related("unit")


def may_write_news(actor: Actor, at: datetime) -> tuple[bool, str]:
    """The press office and the spokesperson write communiqués."""
    allowed = actor.wears(*STAFF) and actor.key in settings.OFFICE["press"]["units"]
    return allowed, _("Komunikaty przygotowuje biuro prasowe.")


def may_keep_news(actor: Actor, communique: Communique, at: datetime) -> tuple[bool, str]:
    """The staff of the unit that wrote it."""
    return actor.wears(*STAFF) and actor.key == communique.unit.code, _(
        "Komunikat prowadzi komórka, która go napisała."
    )
