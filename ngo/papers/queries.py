"""Reads of papers across tables: how much of each an organisation has, in one query; who signs by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from core.accounts.actor import Actor
from ngo.papers import access
from ngo.papers.models import OrganisationDocument, Proposal, Signatory
from ngo.registry import access as registry
from ngo.registry.models import Organisation


def counted(rows: QuerySet[Organisation], on: date) -> QuerySet[Any]:
    """Organisations with `signing` (who may sign on a day), `unconfirmed` of those, `papers`, `proofs` and `proposed`."""
    signing = _signing(on)
    documents = OrganisationDocument.objects.filter(withdrawn_at=None)
    return rows.annotate(
        signing=_count(signing),
        unconfirmed=_count(signing.filter(confirmed_at=None)),
        papers=_count(documents),
        proofs=_count(documents.filter(proves_spheres=True)),
        proposed=_count(Proposal.objects.filter(decided_at=None)),
    )


def signed_by(patterns: Iterable[str]) -> Q:
    """Organisations that declared a signatory with a fitting name, today's or a former one (see ngo.registry.queries)."""
    rows = Signatory.objects.order_by()
    for pattern in patterns:
        rows = rows.filter(name__regex=pattern)
    return Q(pk__in=rows.values("organisation"))


def _signing(on: date) -> QuerySet[Signatory]:
    """Those whose time in office covers a day."""
    return Signatory.objects.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


def unconfirmed(organisation: Organisation, on: date) -> list[Signatory]:
    """Those who may sign for an organisation on a day by its own word alone."""
    return list(_signing(on).filter(organisation=organisation, confirmed_at=None))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the office: of one kind, which has `total` of them, about an organisation by name.

    `public_id` is that of the request, the organisation or the proposal.
    """

    kind: str
    public_id: str
    name: str
    total: int


def to_settle(actor: Actor, at: datetime, *, most: int = 8) -> list[Waiting]:
    """What waits in the affairs of organisations, of each kind some: one statement, however much waits."""
    kinds = [
        _waiting("request", registry.requests(actor, at), "organisation__name"),
        _waiting("declared", registry.declared(actor, at), "name"),
        _waiting("proposal", access.waiting(actor, at), "organisation__name"),
        _waiting("left", registry.without_signatory(actor, at), "name"),
    ]
    rows = kinds[0].union(*kinds[1:], all=True).order_by("place", "kind")[:most]
    return [Waiting(kind, key, name, total) for kind, key, name, total, _place in rows]


def _waiting(kind: str, rows: QuerySet[Any], name: str) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .annotate(
            kind=Value(kind, CharField()),
            called=F(name),
            total=Window(Count("pk")),
            place=Window(RowNumber(), order_by="pk"),
        )
        .values_list("kind", "public_id", "called", "total", "place")
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows an organisation has, as a part of the one query."""
    mine = rows.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
