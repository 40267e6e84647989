"""A report as plain values for the law; agreements without one; what tasks of a kind cost; how earlier tasks were carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.timezone import localdate

from competitions.agreements.models import Agreement, Payment
from competitions.agreements.states import State as AgreementState
from competitions.awards.access import RESOLVED
from competitions.calls.models import Competition
from competitions.calls.queries import SameKindTasks
from competitions.offers.models import Offer, Partner
from competitions.reports.models import Report
from competitions.reports.states import State
from core.audit.models import Entry
from law.report import ReportFacts, agreed_sources, facts
from ngo.registry.models import Organisation

# How many days before the term an organisation is reminded of its report; office practice.
REMINDED_BEFORE = 7


def report_facts(report: Report) -> ReportFacts:
    """The report's content beside what the agreement says."""
    agreement = report.agreement
    paid = sum((payment.amount for payment in agreement.payments.all()), Decimal(0))
    return facts(
        report.content,
        form_version=report.form_version,
        grant_paid=paid,
        agreed=agreed_sources(agreement.version.content, grant=agreement.amount),
    )


def unreported(on: date) -> "QuerySet[Agreement]":
    """Agreements with a paid grant whose report is due in the next days or overdue, and was not submitted."""
    written = Q(report=None) | Q(report__state__in=(State.DRAFT, State.RETURNED))
    rows = Agreement.objects.filter(written, state=AgreementState.PAID)
    return rows.filter(report_due__lte=on + timedelta(days=REMINDED_BEFORE)).select_related("offer__submitted_by")


def same_kind(sphere: str, years: Sequence[int]) -> list[SameKindTasks]:
    """Tasks of a sphere that ended or end in some years, by competition: the cost reported and accepted, else the agreed one,

    and the grants transferred (UDPP art. 13 ust. 2 pkt 7).
    """
    nothing = Decimal(0)
    paid = Payment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement").annotate(n=Sum("amount"))
    settled = Q(report__state=State.ACCEPTED)
    counted = (
        Agreement.objects.exclude(state=AgreementState.PREPARED)
        .filter(offer__competition__sphere=sphere, task_to__year__in=years)
        .annotate(paid=Coalesce(Subquery(paid.values("n")), nothing))
        .order_by(ExtractYear("task_to"), "offer__competition__title", "offer__competition")
        .values_list(ExtractYear("task_to"), "offer__competition__title", "offer__competition")
        .annotate(
            tasks=Count("pk"),
            unsettled=Count("pk", filter=~settled),
            cost=Sum(Case(When(settled, then=F("report__spent_total")), default=F("total_cost"))),
            grants=Sum("paid"),
        )
    )
    return [SameKindTasks(year, title, *rest) for year, title, _competition, *rest in counted]


@dataclass(frozen=True, slots=True)
class PastTask:
    """An earlier task of an organisation: what was agreed, when it reported and how it settled. Amounts in PLN.

    `filed` is when the report first came, `sent_back` how many times the office returned it to be corrected, `spent` what of
    the grant the accepted report spent; None where there is nothing yet.
    """

    year: int
    organisation: str
    title: str
    competition: Competition
    amount: Decimal
    paid: Decimal
    due: date
    filed: datetime | None
    sent_back: int
    spent: Decimal | None

    def late(self, on: date) -> bool:
        """Whether the report came after its term, or has not come and the term has passed."""
        return (localdate(self.filed) if self.filed else on) > self.due

    @property
    def published(self) -> bool:
        """Whether the results of its competition are public."""
        return self.competition.state in RESOLVED

    @property
    def to_repay(self) -> Decimal:
        """What of the grant the accepted report did not spend."""
        return Decimal(0) if self.spent is None else max(self.paid - self.spent, Decimal(0))


def past_tasks(offer: Offer, since: date) -> list[PastTask]:
    """Earlier tasks of those who make an offer, alone or with others, under agreements signed since a day; newest first."""
    offerers = Q(pk=offer.organisation_id) | Q(
        pk__in=Partner.objects.filter(offer=offer, agreed_at__isnull=False).values("organisation")
    )
    who = Organisation.objects.filter(offerers).order_by().values("pk")
    joint = Partner.objects.filter(organisation__in=who, agreed_at__isnull=False).order_by().values("offer")
    entries = Entry.objects.filter(subject_kind="competitions.report", subject_id=OuterRef("report__public_id"))
    returned = entries.filter(verb="send_back").order_by().values("subject_id").annotate(n=Count("pk")).values("n")
    paid = Payment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement").annotate(n=Sum("amount"))
    rows = (
        Agreement.objects.exclude(state=AgreementState.PREPARED)
        .exclude(offer=offer)
        .filter(Q(offer__organisation__in=who) | Q(offer__in=joint), signed_on__gte=since)
        .select_related("offer__organisation", "offer__competition", "report")
        .defer("offer__content", "report__content")
        .annotate(
            filed=Subquery(entries.filter(verb="submit").order_by("at").values("at")[:1]),
            sent_back=Coalesce(Subquery(returned), 0),
            paid=Coalesce(Subquery(paid.values("n")), Decimal(0)),
        )
        .order_by("-task_from", "-pk")
    )
    return [_past(row) for row in rows]


def _past(row: Any) -> PastTask:
    report = getattr(row, "report", None)
    return PastTask(
        year=row.task_from.year,
        organisation=row.offer.organisation.name,
        title=row.offer.title,
        competition=row.offer.competition,
        amount=row.amount,
        paid=row.paid,
        due=row.report_due,
        filed=row.filed,
        sent_back=row.sent_back,
        spent=report.spent_grant if report and report.state == State.ACCEPTED else None,
    )
