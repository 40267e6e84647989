"""The agreement on a grant: contents, term of use, signatures, payment (UDPP art. 16, ufp art. 221, USW art. 57)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from law import figures
from law.calendar import add_months
from law.verdict import Breach


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """The statutory elements of an agreement. Amounts in PLN."""

    task: str
    amount: Decimal
    awarded: Decimal
    task_from: date
    task_to: date
    use_until: date
    report_due: date
    account: str


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A transfer beside its agreement. Amounts in PLN."""

    agreed: Decimal
    amount: Decimal
    signed_on: date | None
    paid_on: date
    use_until: date


def use_until(task_to: date) -> date:
    """The end of the task, but not later than the last day of its budget year (ufp art. 221 ust. 3 pkt 3)."""
    month, day = figures.value("agreement.grant_use_latest", on=task_to).split("-")
    return min(task_to, date(task_to.year, int(month), int(day)))


def breaches(facts: AgreementFacts, *, on: date) -> list[Breach]:
    """What is missing or wrong in an agreement."""
    found = []
    for value, what in ((facts.task, "opis zadania"), (facts.account, "rachunek bankowy organizacji")):
        if not value.strip():
            found.append(Breach("agreement.element_missing", "ufp art. 221 ust. 3", {"what": what}))
    if facts.amount != facts.awarded:
        values = {"amount": facts.amount, "awarded": facts.awarded}
        found.append(Breach("agreement.amount_differs", "art. 15 ust. 2h pkt 3", values))
    if facts.use_until > use_until(facts.task_to):
        found.append(Breach("agreement.use_late", "ufp art. 221 ust. 3 pkt 3", {"latest": use_until(facts.task_to)}))
    years = figures.value("agreement.max_years", on=on)
    if facts.task_to > add_months(facts.task_from, 12 * years, roll=False):
        found.append(Breach("agreement.too_long", "art. 16 ust. 3", {"years": years}))
    if facts.report_due <= facts.task_to:
        found.append(Breach("agreement.report_early", "art. 18 ust. 1"))
    return found


def signature_breaches(*, organisation: str, office: str, treasurer: str, signed_on: date, on: date) -> list[Breach]:
    """Signatures that are missing (UDPP art. 16 ust. 2, USW art. 57 ust. 1–3 and 5) or dated in the future."""
    found = []
    for value, what, basis in (
        (organisation, "podpisów organizacji", "art. 16 ust. 2"),
        (office, "podpisów marszałka i członka zarządu", "ustawa o samorządzie województwa, art. 57 ust. 1–2"),
        (treasurer, "kontrasygnaty skarbnika", "ustawa o samorządzie województwa, art. 57 ust. 3"),
    ):
        if not value.strip():
            found.append(Breach("agreement.signature_missing", basis, {"what": what}))
    if signed_on > on:
        found.append(Breach("agreement.signed_in_future", "art. 16 ust. 2", {"day": signed_on}))
    return found


def payment_breaches(facts: PaymentFacts) -> list[Breach]:
    """A payment of another sum than agreed, before the signature, or after the grant may be used."""
    found = []
    if facts.amount != facts.agreed:
        values = {"amount": facts.amount, "agreed": facts.agreed}
        found.append(Breach("payment.amount_differs", "ufp art. 221 ust. 3 pkt 2", values))
    if facts.signed_on is None or facts.paid_on < facts.signed_on:
        found.append(Breach("payment.before_signature", "art. 16 ust. 2", {"day": facts.paid_on}))
    if facts.paid_on > facts.use_until:
        dates = {"day": facts.paid_on, "use_until": facts.use_until}
        found.append(Breach("payment.after_use", "ufp art. 221 ust. 3 pkt 3", dates))
    return found
