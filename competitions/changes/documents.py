"""A change of a competition as an issued document, published like its announcement (UDPP art. 13 ust. 3, art. 18a ust. 2)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from django.utils.timezone import localdate

from competitions.changes.models import Change, Kind
from core.documents.sheet import Sheet, register
from core.web.templatetags.polish import data

# What a change means for organisations, in the document, on pages and in letters.
MEANING = {
    Kind.EXTENSION: "Oferty można składać do nowego terminu. Oferty już złożone pozostają ważne.",
    Kind.CORRECTION: "Oferty już złożone pozostają ważne; organizacja może ofertę wycofać, jeżeli zmiana jej nie odpowiada.",
    Kind.SUSPENSION: (
        "Do wznowienia naboru nie można składać ofert; wersje robocze można zapisywać, a oferty już złożone pozostają "
        "ważne. Po wznowieniu termin wydłuży się o czas zawieszenia."
    ),
    Kind.RESUMPTION: "Oferty można znów składać, do nowego terminu. Czas zawieszenia został oddany.",
    Kind.CALLING_OFF: (
        "Konkurs nie będzie rozstrzygnięty. Złożone oferty pozostają w systemie do wglądu i nie są dalej oceniane."
    ),
    Kind.CANCELLATION: (
        "Konkurs kończy się bez wyboru ofert. Złożone oferty pozostają w systemie do wglądu. Organ może ogłosić konkurs "
        "ponownie (art. 11 ust. 6)."
    ),
    Kind.PART_CANCELLATION: (
        "W tym podzadaniu oferty nie będą wybierane, a jego pula zostaje wolna. Oferty w nim złożone pozostają w systemie do "
        "wglądu. Pozostałe podzadania toczą się bez zmian. Organ może ogłosić konkurs na to zadanie ponownie (art. 11 ust. 6)."
    ),
}
HEADINGS = {
    Kind.EXTENSION: "Przedłużenie terminu składania ofert",
    Kind.CORRECTION: "Zmiana ogłoszenia otwartego konkursu ofert",
    Kind.SUSPENSION: "Zawieszenie naboru ofert",
    Kind.RESUMPTION: "Wznowienie naboru ofert",
    Kind.CALLING_OFF: "Odwołanie otwartego konkursu ofert",
    Kind.CANCELLATION: "Unieważnienie otwartego konkursu ofert",
    Kind.PART_CANCELLATION: "Unieważnienie podzadania w otwartym konkursie ofert",
}


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A part of the announcement before and after."""

    name: str
    before: str
    after: str


@register
@dataclass(frozen=True)
class ChangeSheet(Sheet):
    """A change of a competition after its announcement: what changes, why, on what ground, what it means."""

    KIND: ClassVar[str] = "changes.change"
    TEMPLATE: ClassVar[str] = "documents/changes/change.html"

    name: str
    sign: str
    heading: str
    number: int
    made_on: date
    resolution: str
    basis: str
    reason: str
    rows: tuple[ChangedRow, ...]
    anew: bool
    meaning: str

    @property
    def title(self) -> str:
        return f"{self.heading}: {self.name}"

    @classmethod
    def of(cls, change: Change) -> Self:
        """The document of a change."""
        competition, resolution, kind = change.competition, change.resolution, Kind(change.kind)
        return cls(
            name=competition.title,
            sign=competition.case.sign if competition.case else "",
            heading=HEADINGS[kind],
            number=change.number,
            made_on=localdate(change.made_at),
            resolution=f"{resolution} z dnia {data(resolution.adopted_on)}" if resolution else "",
            basis=change.basis,
            reason=change.reason,
            rows=tuple(ChangedRow(**row) for row in change.rows),
            anew=change.anew,
            meaning=MEANING[kind],
        )

    @classmethod
    def examples(cls) -> list[Self]:
        first = cls(
            name="Żywe tradycje regionu łódzkiego",
            sign="KMIII.614.1.2026",
            heading=HEADINGS[Kind.CORRECTION],
            number=1,
            made_on=date(2026, 11, 30),
            resolution="",
            basis="",
            reason="Zwiększenie puli po zmianie projektu budżetu.",
            rows=(
                ChangedRow("pula środków", "250 000,00 zł", "300 000,00 zł"),
                ChangedRow(
                    "termin składania ofert",
                    "14 grudnia 2026 r., godz. 23:59:59",
                    "28 grudnia 2026 r., godz. 23:59:59",
                ),
            ),
            anew=True,
            meaning=MEANING[Kind.CORRECTION],
        )
        second = cls(
            name="Żywe tradycje regionu łódzkiego",
            sign="",
            heading=HEADINGS[Kind.CANCELLATION],
            number=2,
            made_on=date(2027, 1, 12),
            resolution="Zarząd: uchwała nr 14/27 z dnia 12 stycznia 2027 r.",
            basis="art. 18a ust. 1 pkt 1",
            reason="Nie złożono żadnej oferty.",
            rows=(),
            anew=False,
            meaning=MEANING[Kind.CANCELLATION],
        )
        third = cls(
            name="Żywe tradycje regionu łódzkiego",
            sign="KMIII.614.1.2026",
            heading=HEADINGS[Kind.PART_CANCELLATION],
            number=3,
            made_on=date(2027, 1, 12),
            resolution="Zarząd: uchwała nr 14/27 z dnia 12 stycznia 2027 r.",
            basis="art. 18a ust. 1 pkt 2",
            reason="Żadna z dwóch ofert nie spełniła wymogów ogłoszenia.",
            rows=(ChangedRow("podzadanie 2. Rękodzieło", "pula 40 000,00 zł", "unieważnione; pula jest wolna"),),
            anew=False,
            meaning=MEANING[Kind.PART_CANCELLATION],
        )
        return [first, second, third]
