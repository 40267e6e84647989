"""Gathers the tables of the stages for Django."""

from ngo.contacts.models import Institution
from ngo.duplicates.models import Dismissal, Merge
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
    "County",
    "Dismissal",
    "Import",
    "ImportRejection",
    "Institution",
    "Merge",
    "Organisation",
    "OrganisationDocument",
    "OrganisationName",
    "PriorityTask",
    "Programme",
    "Proposal",
    "Representation",
    "Signatory",
]
