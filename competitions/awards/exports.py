"""The offers of a competition as a table to take away, row by row."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from competitions.awards.words import day_of, waiting
from competitions.calls.models import Competition
from competitions.offers.models import Offer
from competitions.offers.queries import names_together, with_partners

AT_ONCE = 500
HEADINGS = (
    _("Numer"),
    _("Organizacja"),
    "KRS",
    "NIP",
    _("Zadanie"),
    _("Podzadanie"),
    _("Stan"),
    _("Dotacja wnioskowana [zł]"),
    _("Koszt zadania [zł]"),
    _("Złożona"),
    _("Potwierdzenie wpłynęło"),
    _("Punkty"),
    _("Miejsce"),
    _("Dotacja przyznana [zł]"),
    _("Czeka na"),
    _("Czyja kolej"),
    _("Termin"),
)


def headings() -> list[str]:
    """The first row."""
    return [str(each) for each in HEADINGS]


def with_outcome(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """Offers without their content, with those who make each, opinion and award."""
    return (
        with_partners(rows)
        .select_related(None)
        .select_related("organisation", "opinion", "award", "subtask")
        .defer("content")
    )


def table(rows: QuerySet[Offer], competition: Competition, at: datetime) -> Iterator[list[str]]:
    """The offers as cells, some hundred in memory at a time. Amounts as Polish spreadsheets read them: 12345,67."""
    for row in with_outcome(rows).iterator(AT_ONCE):
        yield _cells(row, competition, at)


def _cells(row: Any, competition: Competition, at: datetime) -> list[str]:
    opinion, award = getattr(row, "opinion", None), getattr(row, "award", None)
    wait = waiting(row.state, competition, at)
    return [
        str(row.number or ""),
        names_together(row, row.joint_with),
        row.organisation.krs,
        row.organisation.nip,
        row.title,
        str(row.subtask or ""),
        row.get_state_display(),
        _amount(row.requested),
        _amount(row.total_cost),
        _moment(row.submitted_at),
        _moment(row.confirmed_at),
        _amount(opinion.points) if opinion else "",
        str(opinion.place) if opinion else "",
        _amount(award.amount) if award else "",
        str(wait.what) if wait else "",
        wait.turn if wait else "",
        day_of(wait, competition).isoformat() if wait else "",
    ]


def _amount(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def _moment(value: datetime | None) -> str:
    return f"{localtime(value):%Y-%m-%d %H:%M:%S}" if value else ""
