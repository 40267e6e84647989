"""Who sees an organisation: staff all, its own people theirs, the public those from a public register or verified."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import FROM_REGISTER, Import, Organisation
from office.structure.access import is_staff

PUBLIC = Q(verified_at__isnull=False) | Q(source__in=FROM_REGISTER)


def visible(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    rows = Organisation.objects.select_related("county", "commune")
    if is_staff(actor) or actor.wears("auditor"):
        return rows
    if actor.wears(*ORGANISATION):
        return rows.filter(PUBLIC | Q(public_id=actor.key))
    return rows.filter(PUBLIC)


def own(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    """The organisation the actor acts for."""
    rows = Organisation.objects.select_related("county", "commune")
    return rows.filter(public_id=actor.key) if actor.wears(*ORGANISATION) else rows.none()


def organisation_of(actor: Actor) -> Organisation:
    """The organisation the actor acts for. Raises PermissionDenied in another hat."""
    if not actor.wears(*ORGANISATION):
        raise PermissionDenied(_("To czynność osoby działającej w imieniu organizacji."))
    return Organisation.objects.get(public_id=actor.key)


def imports(actor: Actor, at: datetime) -> QuerySet[Import]:
    """Staff see imports."""
    return Import.objects.all() if is_staff(actor) or actor.wears("auditor") else Import.objects.none()


def may_edit(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Its own people and staff change an organisation's data."""
    own_people = actor.wears(*ORGANISATION) and actor.key == organisation.public_id
    return own_people or is_staff(actor), _("Dane organizacji zmieniają jej osoby i pracownicy urzędu.")


def may_confirm(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Staff confirm organisations and their representatives."""
    return is_staff(actor), _("Organizacje potwierdzają pracownicy urzędu.")
