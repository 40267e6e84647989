"""Who sees nominations: the organisation its own, the person those about them, staff and auditors all."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competitions.nominations.models import Nomination
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from ngo.registry.access import may_edit
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Organisation
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def received(actor: Actor, at: datetime) -> QuerySet[Nomination]:
    """All nominations for staff and auditors."""
    rows = Nomination.objects.select_related("organisation", "user")
    return rows if is_staff(actor) or actor.wears(AUDITOR.code) else rows.none()


def of_organisation(actor: Actor, at: datetime) -> QuerySet[Nomination]:
    """An organisation's own nominations."""
    rows = Nomination.objects.select_related("organisation", "user")
    return rows.filter(organisation__public_id=actor.key) if actor.wears(*ORGANISATION) else rows.none()


def about_me(actor: Actor, at: datetime) -> QuerySet[Nomination]:
    """Nominations of the person who is signed in: told by the account, before the consent by its address."""
    rows = Nomination.objects.select_related("organisation", "user")
    if actor.user is None:
        return rows.none()
    return rows.filter(Q(user=actor.user) | Q(user=None, email__iexact=actor.user.email))


def may_nominate(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """The organisation's own writers; the office names nobody for it."""
    if is_staff(actor):
        return False, _("Kandydatów wskazują organizacje, nie urząd (art. 15 ust. 2d).")
    return may_edit(actor, organisation, at)


def may_withdraw(actor: Actor, nomination: Nomination, at: datetime) -> tuple[bool, str]:
    """The organisation's own writers."""
    return may_nominate(actor, nomination.organisation, at)


def may_answer(actor: Actor, nomination: Nomination, at: datetime) -> tuple[bool, str]:
    """The person alone."""
    return about_me(actor, at).filter(pk=nomination.pk).exists(), _("Zgodę wyraża osoba wskazana.")


def may_verify(actor: Actor, nomination: Nomination, at: datetime) -> tuple[bool, str]:
    """Staff verify."""
    return is_staff(actor), _("Kandydatów sprawdzają pracownicy urzędu.")
