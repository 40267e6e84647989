"""An agreement and a payment as plain values for the law."""

from datetime import date
from decimal import Decimal

from competitions.agreements.models import Agreement
from law.agreement import AgreementFacts, PaymentFacts


def agreement_facts(agreement: Agreement) -> AgreementFacts:
    """The statutory elements of UDPP art. 16 and ufp art. 221 ust. 3."""
    return AgreementFacts(
        task=agreement.offer.title,
        amount=agreement.amount,
        awarded=agreement.offer.award.amount,
        task_from=agreement.task_from,
        task_to=agreement.task_to,
        use_until=agreement.use_until,
        report_due=agreement.report_due,
        account=agreement.account,
    )


def payment_facts(agreement: Agreement, amount: Decimal, paid_on: date) -> PaymentFacts:
    return PaymentFacts(
        agreed=agreement.amount,
        amount=amount,
        signed_on=agreement.signed_on,
        paid_on=paid_on,
        use_until=agreement.use_until,
    )
