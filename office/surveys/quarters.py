"""Quarters of years, in which answers are counted and published; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """ "IV kwartał 2026 r." """
        return f"{ROMAN[self.number - 1]} kwartał {self.year} r."

    @property
    def code(self) -> str:
        """ "2026-4", as addresses and files say it."""
        return f"{self.year}-{self.number}"

    @property
    def ends_on(self) -> date:
        """Its last day."""
        year, month = divmod(self.year * 12 + self.number * 3, 12)
        return date(year, month + 1, 1) - timedelta(days=1)


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


def last_published(day: date) -> Quarter:
    """The last quarter whose answers are published on a day: from the second day after its end, when nothing more can come in."""
    running = quarter_of(day - timedelta(days=1))
    return Quarter(running.year, running.number - 1) if running.number > 1 else Quarter(running.year - 1, 4)
