"""Gathers the tables of the stages for Django."""

from ngo.contacts.models import Contact, ContactConsent, ContactList, Institution, OptOut
from ngo.duplicates.models import Dismissal, Merge
from ngo.mailings.models import Mailing, MailingLetter
from ngo.papers.models import BankAccount, OrganisationDocument, Proposal, Signatory
from ngo.programmes.models import Aim, PriorityTask, Programme
from ngo.registry.models import (
    Commune,
    County,
    Import,
    ImportRejection,
    Organisation,
    OrganisationName,
    Representation,
)

__all__ = [
    "Aim",
    "BankAccount",
    "Commune",
    "Contact",
    "ContactConsent",
    "ContactList",
    "County",
    "Dismissal",
    "Import",
    "ImportRejection",
    "Institution",
    "Mailing",
    "MailingLetter",
    "Merge",
    "OptOut",
    "Organisation",
    "OrganisationDocument",
    "OrganisationName",
    "PriorityTask",
    "Programme",
    "Proposal",
    "Representation",
    "Signatory",
]
