"""A report as plain values for the law."""

from competitions.reports.models import Report
from law.report import ReportFacts, facts


def report_facts(report: Report) -> ReportFacts:
    """The report's content beside what the agreement says."""
    agreement = report.agreement
    paid = sum(payment.amount for payment in agreement.payments.all())
    return facts(report.content, grant_paid=paid, agreed_grant=agreement.amount, agreed_total=agreement.total_cost)
