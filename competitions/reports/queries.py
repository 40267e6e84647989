"""A report as plain values for the law."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from competitions.agreements.models import Agreement
from competitions.agreements.states import State as AgreementState
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
