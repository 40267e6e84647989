"""The agreement on the realisation of a public task as a document."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.utils.timezone import localdate
from num2words import num2words

from competitions.agreements.models import Agreement
from core.documents.sheet import Sheet, register


@register
@dataclass(frozen=True)
class AgreementSheet(Sheet):
    """Framework agreement (Dz.U. 2018 poz. 2057, annex 3). Amounts in PLN; the account in full, for it is a term."""

    KIND: ClassVar[str] = "agreements.agreement"
    TEMPLATE: ClassVar[str] = "documents/agreements/agreement.html"

    number: str
    principal: str
    organisation: str
    organisation_register: str
    organisation_seat: str
    organisation_signatories: str
    task: str
    form: str
    competition: str
    offer_number: int
    offer_submitted_on: date
    checksum: str
    task_from: date
    task_to: date
    use_until: date
    report_due: date
    amount: Decimal
    own_contribution: Decimal
    total_cost: Decimal
    account: str

    @property
    def title(self) -> str:
        return f"Umowa o realizację zadania publicznego nr {self.number}"

    @property
    def amount_in_words(self) -> str:
        """The grant in words, as agreements state it."""
        # A Decimal: num2words takes an int for grosze.
        return str(num2words(Decimal(self.amount), lang="pl", to="currency", currency="PLN"))

    @classmethod
    def of(cls, agreement: Agreement) -> Self:
        """The agreement from its offer version."""
        version, offer = agreement.version, agreement.offer
        organisation = version.organisation
        return cls(
            number=agreement.number,
            principal=settings.OFFICE["region"],
            organisation=organisation["name"],
            organisation_register=organisation["register"],
            organisation_seat=organisation["seat"],
            organisation_signatories=agreement.organisation_signatories,
            task=offer.title,
            form=offer.competition.get_form_display(),
            competition=offer.competition.title,
            offer_number=offer.number or 0,
            offer_submitted_on=localdate(version.submitted_at),
            checksum=version.checksum,
            task_from=agreement.task_from,
            task_to=agreement.task_to,
            use_until=agreement.use_until,
            report_due=agreement.report_due,
            amount=agreement.amount,
            own_contribution=agreement.total_cost - agreement.amount,
            total_cost=agreement.total_cost,
            account=agreement.account,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                number="KMIII.614.1.2026/3",
                principal="Województwo Łódzkie",
                organisation="Fundacja Źródło Przykładu",
                organisation_register="KRS 0000000000",
                organisation_seat="ul. Wzorcowa 1, 90-001 Łódź",
                organisation_signatories="Żaneta Ćwik, prezes zarządu",
                task="Święto żniw w powiecie łęczyckim",
                form="wsparcie",
                competition="Żywe tradycje regionu łódzkiego",
                offer_number=3,
                offer_submitted_on=date(2026, 3, 30),
                checksum="3f2a" * 16,
                task_from=date(2026, 6, 15),
                task_to=date(2026, 11, 30),
                use_until=date(2026, 11, 30),
                report_due=date(2026, 12, 30),
                amount=Decimal("40000.00"),
                own_contribution=Decimal("12500.00"),
                total_cost=Decimal("52500.00"),
                account="PL61109010140000071219812874",
            )
        ]
