"""Letters, the whole set in one file, address labels, envelopes, communiqués, as documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from django.conf import settings

from core.documents.sheet import Sheet, register
from office.letters.models import Addressee, Communique, LetterSet
from office.letters.wording import merged


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: to whom, how they are addressed, the paragraphs of its text."""

    lines: tuple[str, ...]
    salutation: str
    paragraphs: tuple[str, ...]

    @classmethod
    def of(cls, letter_set: LetterSet, addressee: Addressee) -> Self:
        """The text with the addressee's forms in it."""
        values = {
            "komu": addressee.dative,
            "kto": addressee.name or addressee.institution,
            "funkcja": addressee.function,
            "instytucja": addressee.institution,
        }
        text = merged(letter_set.text, values).replace("\r\n", "\n")
        paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
        return cls(addressee.lines, addressee.salutation, paragraphs)


EXAMPLE = Letter(
    ("Szanowna Pani", "dr Żaneta Łęcka", "Wójt Gminy Źródła", "ul. Długa 5", "95-100 Źródła"),
    "Szanowna Pani Wójt",
    ("proszę przyjąć serdeczne gratulacje z okazji jubileuszu gminy.", "Życzę Pani dalszych sukcesów."),
)
OTHER = Letter(
    ("Szanowny Pan", "Jan Ćma", "ul. Krótka 1", "90-001 Łódź"), "Szanowny Panie", ("proszę przyjąć gratulacje.",)
)


@register
@dataclass(frozen=True)
class LetterSheet(Sheet):
    """One letter, to be signed by hand."""

    KIND: ClassVar[str] = "letters.letter"
    TEMPLATE: ClassVar[str] = "documents/letters/letter.html"

    kind: str
    to: str
    dated_on: date
    letter: Letter
    signatory: str
    signed_as: str

    @property
    def title(self) -> str:
        return f"{self.kind.capitalize()}: {self.to}"

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The one letter, as a set of one."""
        return (self.letter,)

    @classmethod
    def of(cls, letter_set: LetterSet, addressee: Addressee) -> Self:
        """The letter to one addressee."""
        return cls(
            kind=letter_set.get_kind_display(),
            to=str(addressee),
            dated_on=letter_set.dated_on,
            letter=Letter.of(letter_set, addressee),
            signatory=letter_set.signatory,
            signed_as=letter_set.office,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        signed = ("Bogumił Świętosławski", "Marszałek Województwa Łódzkiego")
        return [cls("gratulacje", "dr Żaneta Łęcka", date(2027, 3, 8), EXAMPLE, *signed)]


@register
@dataclass(frozen=True)
class MergedSheet(Sheet):
    """All letters of a set in one file, each on a page of its own: for the printer."""

    KIND: ClassVar[str] = "letters.merged"
    TEMPLATE: ClassVar[str] = "documents/letters/letter.html"

    kind: str
    subject: str
    dated_on: date
    letters: tuple[Letter, ...]
    signatory: str
    signed_as: str

    @property
    def title(self) -> str:
        return f"{self.kind.capitalize()}: {self.subject}"

    @classmethod
    def of(cls, letter_set: LetterSet, addressees: Iterable[Addressee]) -> Self:
        """The letters to all addressees."""
        return cls(
            kind=letter_set.get_kind_display(),
            subject=letter_set.subject,
            dated_on=letter_set.dated_on,
            letters=tuple(Letter.of(letter_set, each) for each in addressees),
            signatory=letter_set.signatory,
            signed_as=letter_set.office,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        signed = ("Bogumił Świętosławski", "Marszałek Województwa Łódzkiego")
        return [cls("życzenia", "Dzień Kobiet", date(2027, 3, 8), (EXAMPLE, OTHER), *signed)]


@register
@dataclass(frozen=True)
class LabelSheet(Sheet):
    """Address labels: 21 on an A4 sheet, 63.5 × 38.1 mm."""

    KIND: ClassVar[str] = "letters.labels"
    TEMPLATE: ClassVar[str] = "documents/letters/labels.html"
    ON_SHEET: ClassVar[int] = 21
    IN_ROW: ClassVar[int] = 3

    subject: str
    addresses: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        return f"Etykiety: {self.subject}"

    @property
    def sheets(self) -> list[list[tuple[tuple[str, ...], ...]]]:
        """The addresses in rows, as many rows as go on a sheet."""
        rows = [self.addresses[start : start + self.IN_ROW] for start in range(0, len(self.addresses), self.IN_ROW)]
        on_sheet = self.ON_SHEET // self.IN_ROW
        return [rows[start : start + on_sheet] for start in range(0, len(rows), on_sheet)]

    @classmethod
    def of(cls, letter_set: LetterSet, addressees: Iterable[Addressee]) -> Self:
        """A label for each addressee."""
        return cls(letter_set.subject, tuple(each.lines for each in addressees))

    @classmethod
    def examples(cls) -> list[Self]:
        return [cls("Dzień Kobiet", (EXAMPLE.lines, OTHER.lines) * 12)]


@register
@dataclass(frozen=True)
class EnvelopeSheet(LabelSheet):
    """Envelopes DL, 220 × 110 mm: the office as the sender, the address where the post reads it."""

    KIND: ClassVar[str] = "letters.envelopes"
    TEMPLATE: ClassVar[str] = "documents/letters/envelopes.html"

    @property
    def title(self) -> str:
        return f"Koperty: {self.subject}"

    @classmethod
    def examples(cls) -> list[Self]:
        return [cls("Dzień Kobiet", (EXAMPLE.lines, OTHER.lines))]


@register
@dataclass(frozen=True)
class CommuniqueSheet(Sheet):
    """A communiqué as newsrooms get it."""

    KIND: ClassVar[str] = "letters.communique"
    TEMPLATE: ClassVar[str] = "documents/letters/communique.html"

    sign: str
    unit: str
    headline: str
    lead: str
    paragraphs: tuple[str, ...]
    contact: str
    published_on: date

    @property
    def title(self) -> str:
        return f"Komunikat nr {self.sign}: {self.headline}"

    @classmethod
    def of(cls, communique: Communique, on: date) -> Self:
        """The communiqué published on a day."""
        return cls(
            sign=communique.sign,
            unit=str(communique.unit),
            headline=communique.title,
            lead=communique.lead,
            paragraphs=tuple(each.strip() for each in communique.text.split("\n\n") if each.strip()),
            contact=communique.contact,
            published_on=on,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                sign="3/2027",
                unit="Wydział Informacji i Komunikacji Społecznej (KM I)",
                headline="Otwarto most nad Bzurą",
                lead="Od dziś kierowcy jeżdżą nowym mostem w Źródłach.",
                paragraphs=("Budowa trwała dwa lata.", "Most ma chodnik i drogę dla rowerów."),
                contact=settings.OFFICE["email"],
                published_on=date(2027, 3, 8),
            )
        ]
