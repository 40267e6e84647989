"""A report as plain values for the law; agreements without one; what tasks of a kind cost."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, ExtractYear

from competitions.agreements.models import Agreement, Payment
from competitions.agreements.states import State as AgreementState
from competitions.calls.queries import SameKindTasks
from competitions.reports.models import Report
from competitions.reports.states import State
from law.report import ReportFacts, facts

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
        agreed_grant=agreement.amount,
        agreed_total=agreement.total_cost,
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
