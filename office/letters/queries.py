"""Reads for letters: occasions of the register, who still has to be checked, the archive of communiqués by year."""

from datetime import datetime

from django.db.models import Q, QuerySet

from core.accounts.actor import Actor
from office.letters.access import communiques
from office.letters.models import Addressee, LetterSet
from office.letters.states import NewsState
from office.letters.wording import needs_dative
from office.registers.access import visible as visible_entries
from office.registers.models import Entry

OCCASIONS = "uroczystosci"


def occasions(actor: Actor, at: datetime) -> QuerySet[Entry]:
    """Occasions that the actor sees, the newest first."""
    rows = visible_entries(actor, at).filter(register=OCCASIONS, cancelled_at=None)
    return rows.order_by("-year", "-number")


def unchecked(letter_set: LetterSet) -> QuerySet[Addressee]:
    """Addressees whose forms nobody has checked, or who lack a form that the text needs."""
    lacking = Q(checked=False) | Q(salutation="")
    if needs_dative(letter_set.text):
        lacking |= Q(dative="")
    return letter_set.addressees.filter(lacking)


def years(actor: Actor, at: datetime) -> list[int]:
    """Years with communiqués, the latest first."""
    rows = communiques(actor, at).exclude(state=NewsState.DRAFT).order_by("-year")
    return [year for year in rows.values_list("year", flat=True).distinct() if year]
