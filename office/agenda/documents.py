"""The weekly list for the media as an issued document."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from django.utils.translation import gettext as _

from core.documents.sheet import Sheet, register
from office.agenda.models import Week
from office.agenda.presentation import Item, days, span


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the document names it."""

    hours: str
    kind: str
    title: str
    place: str
    people: str
    organiser: str
    press: bool


@dataclass(frozen=True, slots=True)
class DayLines:
    heading: str
    lines: tuple[Line, ...]


@register
@dataclass(frozen=True)
class WeekSheet(Sheet):
    """The calendar of the marshal and the Board for a week, as the media get it (mandate I.8)."""

    KIND: ClassVar[str] = "agenda.week"
    TEMPLATE: ClassVar[str] = "documents/agenda/week.html"

    span: str
    edition: int
    changes: tuple[str, ...]
    days: tuple[DayLines, ...]

    @property
    def title(self) -> str:
        return _("Kalendarz spotkań marszałka i członków zarządu: %(span)s") % {"span": self.span}

    @classmethod
    def of(cls, week: Week) -> Self:
        """The sheet of the newest edition."""
        return cls.made(week.monday, [Item.kept(row) for row in week.items], week.changes, week.edition)

    @classmethod
    def made(cls, monday: date, items: list[Item], changes: list[str], edition: int) -> Self:
        lines = tuple(
            DayLines(
                day.heading,
                tuple(
                    Line(
                        each.hours,
                        each.kind,
                        each.title,
                        each.place,
                        ", ".join(each.people),
                        each.organiser,
                        each.press,
                    )
                    for each in day.items
                ),
            )
            for day in days(items)
        )
        return cls(span(monday, monday + timedelta(days=6)), edition, tuple(changes), lines)

    @classmethod
    def examples(cls) -> list[Self]:
        opening = Line(
            "10:00–11:30",
            "wydarzenie",
            "Otwarcie drogi w Łęczycy",
            "Łęczyca, ul. Próbna",
            "Marszałek Województwa Łódzkiego Żaneta Łęcka",
            "Zarząd Dróg Próbnych",
            True,
        )
        talk = Line("cały dzień", "spotkanie", "Konwent Marszałków", "", "", "", False)
        monday = DayLines("poniedziałek, 30 listopada", (opening, talk))
        return [
            cls("30 listopada – 6 grudnia 2026 r.", 1, (), (monday,)),
            cls(
                "30 listopada – 6 grudnia 2026 r.", 2, ("Dodano: „Konwent”, środa, 2 grudnia, 9:00–10:00.",), (monday,)
            ),
        ]
