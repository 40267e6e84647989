"""Papers as people read them: a proposal before and after, what a page of papers shows, what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ngo.papers.models import OrganisationDocument, Proposal, Signatory
from ngo.registry.matching import label
from ngo.registry.models import Organisation
from ngo.registry.presentation import shown


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal as people read it: the field, its value now (or when it was decided), the proposed one."""

    proposal: Proposal
    label: str
    known: str
    proposed: str


def change(proposal: Proposal) -> Change:
    """One proposal beside what the record says now."""
    current: Any = getattr(proposal.organisation, proposal.field)
    known = current.isoformat() if isinstance(current, date) else current
    return Change(proposal, label(proposal.field), shown(proposal.field, known), shown(proposal.field, proposal.value))


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document in its newest version, with its earlier versions and those that were withdrawn."""

    newest: OrganisationDocument
    earlier: list[OrganisationDocument]


def shelves(documents: Iterable[OrganisationDocument]) -> list[Shelf]:
    """Documents by kind and title; the newest version that holds comes first."""
    found: dict[tuple[str, str], list[OrganisationDocument]] = {}
    for each in documents:
        found.setdefault((each.kind, each.title), []).append(each)
    ordered = [sorted(each, key=lambda row: (row.withdrawn_at is not None, -row.version)) for each in found.values()]
    return [Shelf(each[0], each[1:]) for each in ordered]


def signing(signatories: Iterable[Signatory], on: date) -> tuple[list[Signatory], list[Signatory]]:
    """Those who may sign on a day, and the others."""
    rows = list(signatories)
    return [each for each in rows if each.signs(on)], [each for each in rows if not each.signs(on)]


def lacking(organisation: Organisation, *, signatories: int, proofs: int) -> list[tuple[str, str]]:
    """What the papers still lack for the next offer: words and the name of the route where it is added."""
    found = []
    if not signatories:
        found.append((_("osoby, które podpisują"), "signatory-new"))
    if organisation.spheres and not proofs:
        found.append(
            (_("statut albo inny dokument, z którego wynikają sfery działalności"), "organisation-document-new")
        )
    return found
