"""Documents of an offer: the confirmation that it was submitted, with checksum and QR code; the draft to read on paper."""

import base64
import io
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from django.utils.timezone import localdate

from competitions.offers import checksum
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.presentation import ShownSection, sections
from competitions.offers.queries import attachments_snapshot, organisation_snapshot, signatories, typed_for
from core.documents.sheet import Sheet, register

# What the examples of both documents show.
EXAMPLE: dict[str, Any] = {
    "III.1": "Święto żniw „Żółć & źdźbło” <b>2027</b>",
    "III.2.from": "2027-05-01",
    "III.2.to": "2027-09-30",
    "II.2.name": "Żaneta Łęcka",
    "II.2.phone": "42 600 10 20",
    "II.2.email": "zaneta@example.org",
    "III.3": "Zadanie obejmie warsztaty i przegląd zespołów.\nMiejsce: Łęczyca.",
    "III.4": [{"name": "Warsztaty", "description": "Opis", "group": "Mieszkańcy", "term": "maj", "outside": ""}],
    "III.5": "Uczestnicy poznają repertuar regionu.",
    "IV.1": "Prowadzimy warsztaty od 2015 r.",
    "IV.2": "Dwoje instruktorów, sala i nagłośnienie.",
    "V.A.I": [{"action": "1", "name": "Instruktor", "unit": "godz.", "unit_cost": "80.00", "units": "40"}],
    "V.B.2": "2800.00",
    "V.B.3.1": "400.00",
    "VI.1": "free",
    **{f"VII.{number}": "yes" for number in (1, 2, 5, 6, 7)},
    "VII.3": "no",
    "VII.4": "no",
}
EXAMPLE_KNOWN = {
    "I.1": "Zarząd Województwa Łódzkiego",
    "I.2": "16. kultury, sztuki, ochrony dóbr kultury i dziedzictwa narodowego – Żywe tradycje regionu łódzkiego",
    "II.1": "Fundacja Źródło Przykładu, fundacja, KRS 0000000000, ul. Wzorcowa 1, 90-001 Łódź",
}


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a letter about an offer is written to, as the version named them, and about which offer."""

    offer: str
    sign: str
    competition: str
    contact: str
    organisations: str
    joint: bool
    seat: str
    task: str
    version: int
    submitted_at: datetime

    @classmethod
    def of(cls, version: OfferVersion) -> Self:
        """The head of a letter about a version."""
        offer, competition = version.offer, version.offer.competition
        sign = competition.case.sign if competition.case else ""
        return cls(
            offer=f"{offer.number}/{sign or competition.public_id}",
            sign=sign,
            competition=competition.title,
            contact=competition.contact,
            organisations=", ".join(each["name"] for each in [version.organisation, *version.partners]),
            joint=bool(version.partners),
            seat=version.organisation.get("seat", ""),
            task=version.content.get("III.1", ""),
            version=version.number,
            submitted_at=version.submitted_at,
        )

    @classmethod
    def example(cls) -> Self:
        return cls(
            offer="3/KMIII.614.1.2026",
            sign="KMIII.614.1.2026",
            competition="Żywe tradycje regionu łódzkiego",
            contact="Wydział Społeczeństwa Obywatelskiego, tel. 42 663 30 26",
            organisations="Fundacja Źródło Przykładu, Koło Gospodyń Wzorzec",
            joint=True,
            seat="ul. Żwirki 3, 99-100 Łęczyca",
            task="Święto żniw „Żółć & źdźbło” <b>2027</b>",
            version=1,
            submitted_at=datetime(2026, 12, 28, 23, 40, 12, tzinfo=ZoneInfo("Europe/Warsaw")),
        )


@register
@dataclass(frozen=True)
class ConfirmationSheet(Sheet):
    """Potwierdzenie złożenia oferty: what was submitted, when, under which checksum, and the whole offer. Amounts in PLN."""

    KIND: ClassVar[str] = "offers.confirmation"
    TEMPLATE: ClassVar[str] = "documents/offers/confirmation.html"

    number: str
    version: int
    competition: str
    organisation: str
    task: str
    requested: Decimal
    total_cost: Decimal
    submitted_at: datetime
    # Until when it has to come back signed; None of a corrected version that nobody has to sign.
    confirmation_due: datetime | None
    checksum: str
    sections: tuple[ShownSection, ...]
    # Title, name of the file and SHA-256 of each attachment.
    attachments: tuple[tuple[str, str, str], ...] = ()
    # Each organisation that signs, with those who may sign for it that day: "Żaneta Łęcka, prezes".
    offerers: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def title(self) -> str:
        return f"Potwierdzenie złożenia oferty nr {self.number}"

    @property
    def spoken_checksum(self) -> str:
        """The sum in groups of four."""
        return checksum.spoken(self.checksum)

    @property
    def qr(self) -> str:
        """The checksum as a QR code, an SVG picture in a data: address."""
        buffer = io.BytesIO()
        segno.make(self.checksum, error="m").save(buffer, kind="svg", border=0, xmldecl=False)
        return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()

    @classmethod
    def of(cls, version: OfferVersion) -> Self:
        """The confirmation of a frozen version."""
        offer = version.offer
        competition = offer.competition
        sign = competition.case.sign if competition.case else competition.public_id
        known = typed_for(offer, version.organisation, settings.OFFICE["organ"], version.partners, version.scope)
        offerers = [version.organisation, *version.partners]
        return cls(
            number=f"{offer.receipt}/{sign}",
            version=version.number,
            competition=competition.title,
            organisation=version.organisation["name"],
            task=version.content.get("III.1", ""),
            requested=offer.requested,
            total_cost=offer.total_cost,
            submitted_at=version.submitted_at,
            confirmation_due=version.due,
            checksum=version.checksum,
            sections=tuple(sections(version.form_version, version.content, known)),
            attachments=tuple((each["title"], each["name"], each["sha256"]) for each in version.attachments),
            offerers=tuple((each["name"], signatories(each, localdate(version.submitted_at))) for each in offerers),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        content, known = EXAMPLE, EXAMPLE_KNOWN
        warsaw = ZoneInfo("Europe/Warsaw")
        return [
            cls(
                number="4821-0937/KMIII.614.1.2026",
                version=1,
                competition="Żywe tradycje regionu łódzkiego",
                organisation="Fundacja Źródło Przykładu",
                task="Święto żniw „Żółć & źdźbło” <b>2027</b>",
                requested=Decimal("2800.00"),
                total_cost=Decimal("3200.00"),
                submitted_at=datetime(2026, 12, 28, 23, 40, 12, tzinfo=warsaw),
                confirmation_due=datetime(2027, 1, 4, 16, 0, tzinfo=warsaw),
                checksum=checksum.of(content, [("Statut 2026.pdf", checksum.of({"plik": "statut"}))]),
                sections=tuple(sections("offer-2018", content, known)),
                offerers=(
                    ("Fundacja Źródło Przykładu", ("Żaneta Łęcka, prezes zarządu", "Jan Ćwik, skarbnik")),
                    ("Koło „Źdźbło” & Spółka", ()),
                ),
                attachments=(("Statut „Źródła” <i>2026</i>", "Statut 2026.pdf", checksum.of({"plik": "statut"})),),
            )
        ]


@register
@dataclass(frozen=True)
class DraftSheet(Sheet):
    """Oferta w przygotowaniu: as it is being written, for reading and talking over; it is only ever shown as a draft."""

    KIND: ClassVar[str] = "offers.draft"
    TEMPLATE: ClassVar[str] = "documents/offers/draft.html"

    competition: str
    organisation: str
    offers_due: datetime
    sections: tuple[ShownSection, ...]
    attachments: tuple[tuple[str, str, str], ...] = ()

    @property
    def title(self) -> str:
        return "Oferta w przygotowaniu"

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """The draft as it stands."""
        competition, organisation = offer.competition, organisation_snapshot(offer.organisation)
        known = typed_for(offer, organisation, settings.OFFICE["organ"])
        return cls(
            competition=competition.title,
            organisation=organisation["name"],
            offers_due=competition.offers_due,
            sections=tuple(sections(competition.form_version, offer.content, known)),
            attachments=tuple((each["title"], each["name"], each["sha256"]) for each in attachments_snapshot(offer)),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                competition="Żywe tradycje regionu łódzkiego",
                organisation="Fundacja Źródło Przykładu",
                offers_due=datetime(2026, 12, 28, 23, 59, 59, tzinfo=ZoneInfo("Europe/Warsaw")),
                sections=tuple(sections("offer-2018", EXAMPLE, EXAMPLE_KNOWN)),
            )
        ]
