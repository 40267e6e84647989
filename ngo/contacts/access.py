"""Who sees the other databases: institutions that work are public, lists are for staff and the auditor, a consent for its own."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from ngo.contacts.models import Contact, ContactConsent, ContactList, ContactQuerySet, Institution, InstitutionQuerySet
from ngo.registry import access as registry
from ngo.registry.hats import ORGANISATION, WRITERS
from ngo.registry.models import Organisation
from office.structure.access import is_staff
from office.structure.hats import STAFF

READERS = (*STAFF, AUDITOR.code)


def is_inside(actor: Actor) -> bool:
    """Whether the actor reads the office's own data: staff and the auditor."""
    return is_staff(actor) or actor.wears(*READERS)


def visible(actor: Actor, at: datetime) -> InstitutionQuerySet:
    """The gate of institutions: those that work now for everyone, also closed ones for the office."""
    rows = Institution.objects.select_related("county", "commune__county")
    return rows if is_inside(actor) else rows.active(localdate(at))


def may_keep(actor: Actor, institution: Institution, at: datetime) -> tuple[bool, str]:
    """Staff keep the database."""
    return is_staff(actor), _("Bazę instytucji prowadzą pracownicy urzędu.")


def lists(actor: Actor, at: datetime) -> QuerySet[ContactList]:
    """The gate of contact lists: staff and the auditor."""
    rows = ContactList.objects.select_related("county")
    return rows if is_inside(actor) else rows.none()


def contacts(actor: Actor, at: datetime) -> ContactQuerySet:
    """The gate of addresses on lists."""
    rows = Contact.objects.select_related("contact_list", "added_by")
    return rows if is_inside(actor) else rows.none()


def may_keep_list(actor: Actor, contact_list: ContactList, at: datetime) -> tuple[bool, str]:
    """Staff keep lists."""
    return is_staff(actor), _("Listy kontaktowe prowadzą pracownicy urzędu.")


def may_keep_contact(actor: Actor, contact: Contact, at: datetime) -> tuple[bool, str]:
    """Staff keep the addresses on them."""
    return is_staff(actor), _("Listy kontaktowe prowadzą pracownicy urzędu.")


def consenting(actor: Actor, at: datetime) -> QuerySet[Organisation]:
    """Organisations whose consent to letters the actor may know: its own people theirs, the office all."""
    return registry.visible(actor, at) if is_inside(actor) else registry.own(actor, at)


def consent_of(organisation: Organisation) -> ContactConsent | None:
    """The consent to letters that is in force."""
    return ContactConsent.objects.filter(organisation=organisation, withdrawn_at=None).first()


def may_consent(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Those who write for an organisation agree to letters, and withdraw that."""
    own = actor.wears(*WRITERS) and actor.key == organisation.public_id
    return own, _("O listach decydują osoby piszące w imieniu organizacji.")


CONSENT_READERS = (*ORGANISATION, *READERS)
