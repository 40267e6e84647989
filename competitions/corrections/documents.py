"""The letter that calls an organisation to correct its offer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from competitions.corrections.models import Correction
from competitions.corrections.presentation import names
from competitions.corrections.queries import confirmation_due
from competitions.offers.documents import Addressed
from core.documents.sheet import Sheet, register
from law.forms import form


@register
@dataclass(frozen=True)
class CallSheet(Sheet):
    """Wezwanie do uzupełnienia oferty: what may be corrected, why, until when; once (the announcement)."""

    KIND: ClassVar[str] = "corrections.call"
    TEMPLATE: ClassVar[str] = "documents/corrections/call.html"

    about: Addressed
    decided_on: date
    reason: str
    fields: tuple[str, ...]
    files: tuple[str, ...]
    sign_again: bool
    due: datetime
    confirmation_due: datetime | None
    decided_by: str

    @property
    def title(self) -> str:
        return f"Wezwanie do uzupełnienia oferty nr {self.about.offer}"

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """The letter of a correction."""
        base = correction.base
        return cls(
            about=Addressed.of(base),
            decided_on=localdate(correction.called_at),
            reason=correction.reason,
            fields=tuple(names(form(base.form_version), correction.fields)),
            files=tuple(correction.files),
            sign_again=correction.sign_again,
            due=correction.due,
            confirmation_due=confirmation_due(correction),
            decided_by=str(correction.called_by),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        warsaw = ZoneInfo("Europe/Warsaw")
        whole = cls(
            about=Addressed.example(),
            decided_on=date(2027, 1, 4),
            reason="Opisano zapewnienie dostępności: brak opisu dojazdu; Załączniki kompletne: brak statutu",
            fields=("III.3. Syntetyczny opis zadania",),
            files=("Statut",),
            sign_again=True,
            due=datetime(2027, 1, 12, 23, 59, 59, tzinfo=warsaw),
            confirmation_due=datetime(2027, 1, 19, 16, 0, tzinfo=warsaw),
            decided_by="Żaneta Łęcka",
        )
        signature = cls(
            about=Addressed.example(),
            decided_on=date(2027, 1, 4),
            reason="Potwierdzenie podpisane zgodnie z reprezentacją: podpisała jedna osoba z dwóch",
            fields=(),
            files=(),
            sign_again=True,
            due=datetime(2027, 1, 12, 23, 59, 59, tzinfo=warsaw),
            confirmation_due=None,
            decided_by="Żaneta Łęcka",
        )
        return [whole, signature]
