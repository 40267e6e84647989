"""Reads of papers across tables: how much of each an organisation has, in one query; who signs by name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ngo.papers.models import OrganisationDocument, Proposal, Signatory
from ngo.registry.models import Organisation


def counted(rows: QuerySet[Organisation], on: date) -> QuerySet[Any]:
    """Organisations with `signing` (who may sign on a day), `unconfirmed` of those, `papers`, `proofs` and `proposed`."""
    signing = Signatory.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    )
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


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows an organisation has, as a part of the one query."""
    mine = rows.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
