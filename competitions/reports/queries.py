"""A report as plain values for the law."""

from decimal import Decimal

from competitions.reports.models import Report
from law.report import ReportFacts, facts


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
