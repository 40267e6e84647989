"""Documents of receiving: the receipt for a confirmation on paper, the letter about an offer left unexamined."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from competitions.confirmations.models import Receipt
from competitions.confirmations.queries import left, required
from competitions.offers import checksum
from competitions.offers.documents import Addressed
from competitions.offers.models import Offer
from core.documents.sheet import Sheet, register


@register
@dataclass(frozen=True)
class ReceiptSheet(Sheet):
    """Poświadczenie wpływu potwierdzenia: the offer, the version with its checksum, the day of receipt. Names of who signed stay out."""

    KIND: ClassVar[str] = "confirmations.receipt"
    TEMPLATE: ClassVar[str] = "documents/confirmations/receipt.html"

    offer: str
    competition: str
    organisation: str
    task: str
    version: int
    checksum: str
    channel: str
    received_at: datetime
    posted_on: date | None
    signatures: int
    recorded_at: datetime
    recorded_by: str

    @property
    def title(self) -> str:
        return f"Poświadczenie wpływu potwierdzenia oferty nr {self.offer}"

    @property
    def spoken_checksum(self) -> str:
        """The sum in groups of four."""
        return checksum.spoken(self.checksum)

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """The sheet of a receipt."""
        offer, competition = receipt.offer, receipt.offer.competition
        sign = competition.case.sign if competition.case else competition.public_id
        return cls(
            offer=f"{offer.number}/{sign}",
            competition=competition.title,
            organisation=receipt.version.organisation["name"],
            task=receipt.version.content.get("III.1", ""),
            version=receipt.version.number,
            checksum=receipt.version.checksum,
            channel=str(receipt.get_channel_display()),
            received_at=receipt.received_at,
            posted_on=receipt.posted_on,
            signatures=len(receipt.signed_by) + bool(receipt.others),
            recorded_at=receipt.recorded_at,
            recorded_by=str(receipt.recorded_by),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        warsaw = ZoneInfo("Europe/Warsaw")
        return [
            cls(
                offer="3/KMIII.614.1.2026",
                competition="Żywe tradycje regionu łódzkiego",
                organisation="Fundacja Źródło Przykładu",
                task="Święto żniw „Żółć & źdźbło” <b>2027</b>",
                version=2,
                checksum=checksum.of({"III.1": "przykład"}),
                channel="papier",
                received_at=datetime(2027, 1, 4, 15, 59, 59, tzinfo=warsaw),
                posted_on=date(2026, 12, 30),
                signatures=2,
                recorded_at=datetime(2027, 1, 4, 16, 20, tzinfo=warsaw),
                recorded_by="Żaneta Łęcka",
            )
        ]


@register
@dataclass(frozen=True)
class UnexaminedSheet(Sheet):
    """Pozostawienie oferty bez rozpatrzenia: which offer, why."""

    KIND: ClassVar[str] = "confirmations.unexamined"
    TEMPLATE: ClassVar[str] = "documents/confirmations/unexamined.html"

    about: Addressed
    decided_on: date
    reason: str
    decided_by: str

    @property
    def title(self) -> str:
        return f"Pozostawienie bez rozpatrzenia oferty nr {self.about.offer}"

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """The letter of an offer that was left unexamined, by the entry of its ledger."""
        entry = left(offer)
        return cls(
            about=Addressed.of(required(offer)),
            decided_on=localdate(entry.at),
            reason=entry.reason,
            decided_by=str(entry.user or ""),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                about=Addressed.example(),
                decided_on=date(2027, 1, 5),
                reason="Potwierdzenie złożenia oferty nie wpłynęło do 4 stycznia 2027 r., godz. 16:00.",
                decided_by="Żaneta Łęcka",
            )
        ]
