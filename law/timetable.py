"""Every date of a competition with its reason, and what the dates would become if the announcement appeared on a given day.

Three kinds of dates: those the law counts (art. 13–18, KPA art. 57), those the announcement states, and those that stand
in between by the office's practice, which no law asks for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from law import figures
from law.agreement import use_until
from law.calendar import (
    add_days,
    add_months,
    add_working_days,
    is_working_day,
    last_working_day_before,
    passed_over,
    rolled,
    why_off,
)
from law.competition import earliest_deadline
from law.verdict import NBSP, WARSAW, Breach
from law.verdict import day as spoken_day

# place → (what happens there, its point of art. 13 ust. 3)
PLACES = {
    "bip": ("Publikacja w Biuletynie Informacji Publicznej", 1),
    "board": ("Wywieszenie na tablicy ogłoszeń", 2),
    "website": ("Publikacja na stronie internetowej", 3),
}


class Source(StrEnum):
    """Who decides a date."""

    LAW = "law"
    ANNOUNCEMENT = "announcement"
    PRACTICE = "practice"


SOURCES = {Source.LAW: "ustawa", Source.ANNOUNCEMENT: "ogłoszenie", Source.PRACTICE: "praktyka urzędu"}


@dataclass(frozen=True, slots=True)
class Practice:
    """What the office does between the statutory dates, in days; in working days where the name says so."""

    formal_check_days: int
    correction_days: int
    results_working_days: int
    documents_days: int


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates a competition is built on. `publications`: place → day, planned or made; `made` are the places made.

    `results_on` is the day on which the results were made known; None until then.
    """

    publications: Mapping[str, date]
    made: frozenset[str]
    offers_due: datetime
    confirmation_due: datetime
    selection_by: date
    task_from: date
    task_to: date
    results_on: date | None = None

    @property
    def last_publication(self) -> date:
        """The day from which the 21 days run (art. 13 ust. 1)."""
        return max(self.publications.values())


@dataclass(frozen=True, slots=True)
class Term:
    """One date: what it is, who decides it, its article, how it was counted, the days over which it was moved.

    `internal` terms are the office's own; the public list leaves them out.
    """

    code: str
    name: str
    day: date
    source: Source
    basis: str
    counted: str = ""
    moved_over: tuple[tuple[date, str], ...] = ()
    internal: bool = False

    @property
    def reason(self) -> str:
        """ "co najmniej 21 dni od… ; wypada 24 grudnia (Wigilia…), więc przesuwa się (KPA art. 57 § 4); art. 13 ust. 1"."""
        parts = [self.counted] if self.counted else []
        if self.moved_over:
            over = ", ".join(f"{spoken_day(day)} ({why})" for day, why in self.moved_over)
            parts.append(f"nie kończy się w dni wolne i soboty: {over} – przesuwa się na następny dzień roboczy")
        basis = f"{self.basis}; KPA art. 57 § 4" if self.moved_over else self.basis
        return "; ".join([*parts, basis] if basis else parts)

    @property
    def decided_by(self) -> str:
        """Who decides the date, in a word."""
        return SOURCES[self.source]


def terms(dates: Dates, practice: Practice, *, extra: Collection[date] = ()) -> list[Term]:
    """Every date in order of days; `extra` are days off added by regulation (DWP art. 1a)."""
    found = [*_publications(dates, extra), *_offers(dates, practice, extra), *_results(dates, practice, extra)]
    found += _task(dates, extra)
    # The order of the story decides between two of one day.
    return sorted(found, key=lambda term: term.day)


def _publications(dates: Dates, extra: Collection[date]) -> list[Term]:
    found = []
    for place, day in dates.publications.items():
        what, point = PLACES[place]
        counted = "dzień publikacji" if place in dates.made else "dzień planowany"
        basis = f"art. 13 ust. 3 pkt {point}"
        found.append(Term(f"published_{place}", what, day, Source.LAW, basis, counted, internal=True))
    last = dates.last_publication
    days = figures.value("competition.min_window_days", on=last)
    counted = f"co najmniej {days} dni od ostatniej z trzech publikacji ({spoken_day(last)})"
    found.append(
        _counted(
            "earliest_deadline",
            "Najwcześniejszy możliwy termin składania ofert",
            last,
            days,
            "art. 13 ust. 1",
            counted,
            extra,
            internal=True,
        )
    )
    return found


def _offers(dates: Dates, practice: Practice, extra: Collection[date]) -> list[Term]:
    due, confirmed = _day(dates.offers_due), _day(dates.confirmation_due)
    checked_from = f"{practice.formal_check_days} dni od terminu potwierdzeń"
    check = _counted(
        "formal_check",
        "Koniec oceny formalnej",
        confirmed,
        practice.formal_check_days,
        "",
        checked_from,
        extra,
        source=Source.PRACTICE,
    )
    window = f"{practice.correction_days} dni od końca oceny formalnej, jedno wezwanie"
    return [
        Term(
            "offers_due",
            "Termin składania ofert",
            due,
            Source.ANNOUNCEMENT,
            "art. 13 ust. 2 pkt 5",
            _until(dates.offers_due),
        ),
        Term(
            "confirmation_due",
            "Termin złożenia potwierdzenia",
            confirmed,
            Source.ANNOUNCEMENT,
            "",
            f"{_until(dates.confirmation_due)}; liczy się data wpływu",
        ),
        check,
        _counted(
            "correction",
            "Koniec poprawiania braków formalnych",
            check.day,
            practice.correction_days,
            "",
            window,
            extra,
            source=Source.PRACTICE,
        ),
        Term(
            "panel_opinion",
            "Opinia komisji konkursowej",
            last_working_day_before(dates.selection_by - timedelta(days=1), extra=extra),
            Source.PRACTICE,
            "art. 15 ust. 2a",
            "ostatni dzień roboczy przed wyborem ofert",
        ),
        Term("selection", "Wybór ofert", dates.selection_by, Source.ANNOUNCEMENT, "art. 13 ust. 2 pkt 6", "najpóźniej"),
    ]


def _results(dates: Dates, practice: Practice, extra: Collection[date]) -> list[Term]:
    results = dates.results_on or add_working_days(dates.selection_by, practice.results_working_days, extra=extra)
    soon = (
        "ogłoszone"
        if dates.results_on
        else f"niezwłocznie; w urzędzie do {practice.results_working_days} dni roboczych od wyboru"
    )
    days = figures.value("results.justification_days", on=results)
    return [
        Term("results", "Ogłoszenie wyników", results, Source.PRACTICE, "art. 15 ust. 2j", soon),
        _counted(
            "documents",
            "Dokumenty do umowy",
            results,
            practice.documents_days,
            "",
            f"{practice.documents_days} dni od ogłoszenia wyników",
            extra,
            source=Source.PRACTICE,
        ),
        _counted(
            "justification",
            "Ostatni dzień na żądanie uzasadnienia",
            results,
            days,
            "art. 15 ust. 2i",
            f"{days} dni od ogłoszenia wyników; żądać może każdy",
            extra,
        ),
        Term(
            "agreements",
            "Zawarcie umów",
            last_working_day_before(dates.task_from - timedelta(days=1), extra=extra),
            Source.PRACTICE,
            "art. 15 ust. 4",
            "bez zbędnej zwłoki, najlepiej przed początkiem zadań",
        ),
    ]


def _task(dates: Dates, extra: Collection[date]) -> list[Term]:
    used = use_until(dates.task_to)
    year_end = used == date(used.year, 12, 31)
    short = figures.value("refund.unused_short_term_days", on=used)
    month, day = map(int, figures.value("refund.unused_by", on=used).split("-"))
    returned = date(used.year + 1, month, day) if year_end else used + timedelta(days=short)
    report_days = figures.value("report.final_days", on=dates.task_to)
    announced = "art. 13 ust. 2 pkt 4"
    return [
        Term("task_from", "Początek realizacji zadań", dates.task_from, Source.ANNOUNCEMENT, announced, "najwcześniej"),
        Term("task_to", "Koniec realizacji zadań", dates.task_to, Source.ANNOUNCEMENT, announced, "najpóźniej"),
        Term(
            "grant_use",
            "Koniec wykorzystania dotacji",
            used,
            Source.LAW,
            "ufp art. 221 ust. 3 pkt 3",
            "koniec zadania, nie później niż 31 grudnia",
        ),
        Term(
            "refund",
            "Zwrot niewykorzystanej dotacji",
            returned,
            Source.LAW,
            "ufp art. 251 ust. 1" if year_end else "ufp art. 251 ust. 3",
            "data z ustawy" if year_end else f"{short} dni od końca wykorzystania",
        ),
        _counted(
            "report",
            "Ostatni dzień na sprawozdania",
            dates.task_to,
            report_days,
            "art. 18 ust. 1",
            f"{report_days} dni od końca zadania",
            extra,
        ),
    ]


def _counted(
    code: str,
    name: str,
    event: date,
    days: int,
    basis: str,
    counted: str,
    extra: Collection[date],
    *,
    source: Source = Source.LAW,
    internal: bool = False,
) -> Term:
    """A term of so many days from an event, moved over days off."""
    over = tuple(passed_over(event + timedelta(days=days), extra=extra))
    return Term(code, name, add_days(event, days, extra=extra), source, basis, counted, over, internal)


def _day(moment: datetime) -> date:
    return moment.astimezone(WARSAW).date()


def _until(moment: datetime) -> str:
    return f"do godz.{NBSP}{moment.astimezone(WARSAW):%H:%M:%S}"


def published_on(dates: Dates, day: date, *, on: date, extra: Collection[date] = ()) -> Dates:
    """The dates if what is still unpublished appeared on a day; with all three made, if it were announced anew that day.

    What the announcement states stays as long as it is lawful. A deadline that would come too soon becomes the first lawful
    day, and the confirmation and the selection follow by as many days; the period of the tasks stays. `on` dates the law.
    """
    made = dates.made if len(dates.made) < len(dates.publications) else frozenset()
    publications = {place: old if place in made else day for place, old in dates.publications.items()}
    due = _day(dates.offers_due)
    earliest = earliest_deadline(max(publications.values()), on=on)
    late = max(earliest - due, timedelta(0))
    if not late:
        return replace(dates, publications=publications, made=made)
    return replace(
        dates,
        publications=publications,
        made=made,
        offers_due=_later(dates.offers_due, earliest),
        confirmation_due=_later(dates.confirmation_due, rolled(_day(dates.confirmation_due) + late, extra=extra)),
        selection_by=rolled(dates.selection_by + late, extra=extra),
    )


def moved_to(dates: Dates, first: date, *, years: int, on: date, extra: Collection[date] = ()) -> Dates:
    """The dates of a competition repeated with its first publication on another day; the tasks last `years` later.

    Publications, terms and the selection keep their distances in days and stand on working days; a deadline that would then
    leave fewer than 21 days from the last publication becomes the first lawful day. `on` dates the law.
    """
    shift = first - min(dates.publications.values())
    publications = {place: rolled(day + shift, extra=extra) for place, day in dates.publications.items()}
    earliest = earliest_deadline(max(publications.values()), on=on)
    due = max(rolled(_day(dates.offers_due) + shift, extra=extra), earliest)
    late = due - _day(dates.offers_due)
    return Dates(
        publications=publications,
        made=frozenset(),
        offers_due=_later(dates.offers_due, due),
        confirmation_due=_later(dates.confirmation_due, rolled(_day(dates.confirmation_due) + late, extra=extra)),
        selection_by=rolled(dates.selection_by + late, extra=extra),
        task_from=add_months(dates.task_from, 12 * years, roll=False),
        task_to=add_months(dates.task_to, 12 * years, roll=False),
    )


def _later(moment: datetime, day: date) -> datetime:
    """The same time by the clock in Łódź, on another day."""
    return datetime.combine(day, moment.astimezone(WARSAW).time(), WARSAW)


def warnings(dates: Dates, practice: Practice, *, extra: Collection[date] = ()) -> list[Breach]:
    """What no law forbids but will hurt: a deadline on a day off, no time to check, a choice after the tasks begin."""
    by_code = {term.code: term for term in terms(dates, practice, extra=extra)}
    found = []
    due = _day(dates.offers_due)
    if not is_working_day(due, extra=extra):
        values = {"day": due, "why": why_off(due, extra=extra)}
        found.append(Breach("timetable.due_on_day_off", "KPA art. 57 § 4", values, "offers_due"))
    correction = by_code["correction"].day
    if correction >= dates.selection_by:
        values = {"correction": correction, "selection": dates.selection_by}
        found.append(Breach("timetable.no_time_to_check", "praktyka urzędu", values, "selection_by"))
    results = by_code["results"].day
    if results >= dates.task_from:
        values = {"results": results, "task_from": dates.task_from}
        found.append(Breach("timetable.results_after_start", "art. 15 ust. 4", values, "task_from"))
    return found
