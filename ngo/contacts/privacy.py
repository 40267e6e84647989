"""Contact lists and consents to letters: what is kept of a person at their account's address."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.shares import Rows, Share
from ngo.contacts.models import Contact, ContactConsent


def _contacts(user: User) -> "QuerySet[Contact]":
    return Contact.objects.filter(email__iexact=user.email)


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


CONSENTS = Share(_("Listy kontaktowe i zgody"), ("ngo.contactconsent.given_by",), consents, records)
