"""Reads about competitions: publications, the table of same-kind tasks, the timetable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State
from core.publications.models import Publication
from law import calendar, figures
from law import competition as law
from law.verdict import Breach


def publication_days(publications: Sequence[Publication]) -> dict[str, date]:
    """Place → the day of the announcement's first publication there."""
    days: dict[str, date] = {}
    for publication in publications:
        day = localdate(publication.published_at)
        days[publication.place] = min(day, days.get(publication.place, day))
    return days


def window_breaches(competition: Competition, days: Mapping[str, date], on: date) -> list[Breach]:
    """What the publications made so far say against the deadline; empty while one is missing or 21 days remain."""
    if len(days) < 3:
        return []
    return law.window_breaches(max(days.values()), localdate(competition.offers_due), on=on)


@dataclass(frozen=True, slots=True)
class SameKind:
    """Tasks of the same kind in one year: how many grants and how much money in PLN (UDPP art. 13 ust. 2 pkt 7)."""

    year: int
    competitions: int
    grants: int
    amount: Decimal


def same_kind_tasks(competition: Competition) -> list[SameKind]:
    """The table of the year of the announcement and the year before; zeros are stated too."""
    # The announcement counts from the last of the three publications (art. 13 ust. 1), so that year is the year of it.
    last = max(competition.planned_bip, competition.planned_board, competition.planned_website)
    years = (last.year - 1, last.year)
    counted = (
        Competition.objects.filter(
            sphere=competition.sphere, announced_at__year__gte=years[0], announced_at__year__lte=years[1]
        )
        .exclude(pk=competition.pk)
        .order_by()
        .values_list(ExtractYear("announced_at"))
        .annotate(
            competitions=Count("pk", distinct=True),
            grants=Count("offers__agreement", distinct=True),
            amount=Coalesce(Sum("offers__agreement__amount"), Decimal(0)),
        )
    )
    found = {year: SameKind(year, *rest) for year, *rest in counted}
    return [found.get(year, SameKind(year, 0, 0, Decimal(0))) for year in years]


def listed(rows: "QuerySet[Competition]") -> "QuerySet[Competition]":
    """Competitions as lists show them: without their long texts, with the number of submitted offers."""
    return rows.defer("rules", "conditions", "selection_mode", "attachments", "legal_basis")


def announcement_facts(competition: Competition) -> law.CompetitionFacts:
    """The announcement as it is planned now, as plain values for the law."""
    return competition.facts(same_kind_years=[row.year for row in same_kind_tasks(competition)])


def announcement_breaches(competition: Competition, on: date) -> list[Breach]:
    """What the law says against the announcement as it is planned now."""
    return law.breaches(announcement_facts(competition), on=on)


@dataclass(frozen=True, slots=True)
class Term:
    """One date of the timetable with its reason; `done` when it has passed."""

    name: str
    day: date
    reason: str
    done: bool


def timetable(competition: Competition, days: Mapping[str, date], at: datetime) -> list[Term]:
    """Every date of the competition, in order, each with its reason; `days` are those of the publications made so far."""
    on = localdate(at)
    planned = {
        "bip": competition.planned_bip,
        "board": competition.planned_board,
        "website": competition.planned_website,
    }
    last = max({**planned, **days}.values())
    window = figures.value("competition.min_window_days", on=last)
    due = localdate(competition.offers_due)
    report_days = figures.value("report.final_days", on=last)
    rows = [
        (_("Publikacja w BIP"), days.get("bip", planned["bip"]), _("art. 13 ust. 3")),
        (_("Wywieszenie na tablicy ogłoszeń"), days.get("board", planned["board"]), _("art. 13 ust. 3")),
        (_("Publikacja na stronie internetowej"), days.get("website", planned["website"]), _("art. 13 ust. 3")),
        (
            _("Najwcześniejszy możliwy termin składania ofert"),
            calendar.add_days(last, window),
            _("co najmniej %(days)s dni od ostatniej publikacji, art. 13 ust. 1") % {"days": window},
        ),
        (_("Termin składania ofert"), due, _("ogłoszenie, art. 13 ust. 2 pkt 5")),
        (_("Termin złożenia potwierdzenia"), localdate(competition.confirmation_due), _("praktyka urzędu")),
        (_("Wybór ofert"), competition.selection_by, _("ogłoszenie, art. 13 ust. 2 pkt 6")),
        (_("Początek realizacji zadań"), competition.task_from, _("ogłoszenie, art. 13 ust. 2 pkt 4")),
        (_("Koniec realizacji zadań"), competition.task_to, _("ogłoszenie, art. 13 ust. 2 pkt 4")),
        (
            _("Ostatni dzień na sprawozdania"),
            calendar.add_days(competition.task_to, report_days),
            _("%(days)s dni od zakończenia zadania, art. 18 ust. 1") % {"days": report_days},
        ),
    ]
    terms = [Term(name, day, reason, day < on) for name, day, reason in rows]
    return sorted(terms, key=lambda term: term.day)


def open_now(at: datetime) -> "QuerySet[Competition]":
    """Competitions that take offers now, the soonest deadline first."""
    return listed(Competition.objects.open(at)).order_by("offers_due")


def for_staff_counts() -> dict[str, Any]:
    """How many competitions stand in each state."""
    counts = dict(Competition.objects.order_by().values_list("state").annotate(n=Count(F("pk"))))
    return {str(label): counts.get(value, 0) for value, label in State.choices}
