"""Contact lists and consents to letters: what is kept of a person at their account's addresses, and what ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.actor import system
from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share
from ngo.contacts.actions import opt_out
from ngo.contacts.models import Contact, ContactConsent, Way, address_key


def keys(user: User) -> set[str]:
    """The addresses of the person's account, each in its one form."""
    others = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {address_key(each) for each in (user.email, *others)}


def _contacts(user: User) -> "QuerySet[Contact]":
    return Contact.objects.filter(key__in=keys(user))


def consents(user: User) -> Rows:
    """Addresses on lists that are the account's, with the basis of each, and consents the person gave for an organisation."""
    entries = [
        {
            "lista": each.contact_list.name,
            "adres": each.email,
            "podstawa": each.get_basis_display(),
            "dzień zgody": each.given_on,
            "wycofano": each.withdrawn_at,
        }
        for each in _contacts(user).select_related("contact_list").order_by("pk")
    ]
    given = ContactConsent.objects.filter(given_by=user).select_related("organisation").order_by("pk")
    return entries + [
        {
            "zgoda w imieniu": each.organisation.name,
            "treść": each.wording,
            "wyrażona": each.given_at,
            "wycofana": each.withdrawn_at,
        }
        for each in given
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Entries on lists as the read log knows them."""
    return {"ngo.contact": _contacts(user).values("public_id")}


def forget_person(user: User, *, at: datetime) -> None:
    """The person's addresses leave every list and get no letters any more; entries stay without them, as proof."""
    for key in keys(user):
        opt_out(key, way=Way.OFFICE, actor=system(str(_("usunięcie danych osoby"))), at=at)
        forget_contacts(list(Contact.objects.filter(key=key)), at=at)
        forget_consents(list(ContactConsent.objects.filter(key=key)), at=at)


def withdrawn_contacts(before: datetime) -> "QuerySet[Contact]":
    """Addresses taken off lists before a moment that are still written out."""
    return Contact.objects.filter(withdrawn_at__lt=before).exclude(email="")


def forget_contacts(rows: Sequence[Contact], *, at: datetime) -> None:
    """Basis, day and way stay: that there was a consent, and until when."""
    gone = {"name": str(_("osoba usunięta")), "sort_key": "", "email": "", "key": "", "basis_note": ""}
    Contact.objects.filter(pk__in=[row.pk for row in rows]).update(**gone)


def withdrawn_consents(before: datetime) -> "QuerySet[ContactConsent]":
    """Consents of organisations withdrawn before a moment whose address is still written out."""
    return ContactConsent.objects.filter(withdrawn_at__lt=before).exclude(email="")


def forget_consents(rows: Sequence[ContactConsent], *, at: datetime) -> None:
    ContactConsent.objects.filter(pk__in=[row.pk for row in rows]).update(email="", key="")


CONSENTS = Share(
    _("Listy kontaktowe i zgody"), ("ngo.contactconsent.given_by",), consents, records, forget=forget_person
)
WITHDRAWN_CONTACTS = Rule(
    "contacts",
    _("Adresy zdjęte z list kontaktowych"),
    _("adres i nazwa znikają, podstawa zostaje"),
    withdrawn_contacts,
    forget_contacts,
)
WITHDRAWN_CONSENTS = Rule(
    "letter_consents",
    _("Wycofane zgody organizacji na listy"),
    _("adres znika, treść zgody zostaje"),
    withdrawn_consents,
    forget_consents,
)
