"""Every date of a competition with its reason, and what the dates become when the announcement appears on another day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.calendar import add_days, is_working_day, passed_over, why_off
from law.competition import earliest_deadline, window_breaches
from law.report import final_due
from law.timetable import SOURCES, Dates, Practice, Source, Term, published_on, terms, warnings
from law.verdict import WARSAW, sentence

PRACTICE = Practice(formal_check_days=14, correction_days=7, results_working_days=3, documents_days=7)
ON = date(2026, 11, 23)


def dates(last: date = ON, **changes: object) -> Dates:
    """A competition announced on a day, with a deadline on the first lawful one."""
    due = earliest_deadline(last, on=last)
    values: dict[str, object] = {
        "publications": {"bip": last - timedelta(days=2), "board": last, "website": last - timedelta(days=1)},
        "made": frozenset(),
        "offers_due": datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=WARSAW),
        "confirmation_due": datetime.combine(add_days(due, 7), datetime.min.time(), WARSAW).replace(hour=16),
        "selection_by": add_days(due, 60),
        "task_from": due + timedelta(days=90),
        "task_to": due + timedelta(days=300),
    }
    return Dates(**{**values, **changes})  # type: ignore[arg-type]


def by_code(subject: Dates) -> dict[str, Term]:
    return {term.code: term for term in terms(subject, PRACTICE)}


@pytest.mark.parametrize(
    ("last", "earliest"), [(date(2026, 12, 2), date(2026, 12, 23)), (date(2026, 12, 3), date(2026, 12, 28))]
)
def test_the_earliest_deadline_names_the_days_it_passed_over(last: date, earliest: date) -> None:
    term = by_code(dates(last))["earliest_deadline"]
    assert term.day == earliest
    assert "co najmniej 21 dni od ostatniej z trzech publikacji" in term.reason
    assert ("Wigilia" in term.reason) == (last == date(2026, 12, 3))
    assert ("KPA art. 57 § 4" in term.reason) == (last == date(2026, 12, 3))


def test_a_moved_term_reads_as_a_sentence() -> None:
    reason = by_code(dates(date(2026, 12, 3)))["earliest_deadline"].reason.replace("\u00a0", " ")
    assert reason == (
        "co najmniej 21 dni od ostatniej z trzech publikacji (3 grudnia 2026 r.); nie kończy się w dni wolne i soboty: "
        "24 grudnia 2026 r. (Wigilia Bożego Narodzenia), 25 grudnia 2026 r. (Boże Narodzenie (pierwszy dzień)), "
        "26 grudnia 2026 r. (Boże Narodzenie (drugi dzień)), 27 grudnia 2026 r. (niedziela) – przesuwa się na następny "
        "dzień roboczy; art. 13 ust. 1; KPA art. 57 § 4"
    )


@pytest.mark.parametrize(
    ("task_to", "report", "why"),
    [
        (date(2026, 12, 31), date(2027, 2, 1), "sobota"),
        (date(2026, 11, 24), date(2026, 12, 28), "Wigilia"),
    ],
)
def test_the_report_rolls_over_days_off(task_to: date, report: date, why: str) -> None:
    term = by_code(dates(task_from=date(2026, 11, 1), task_to=task_to))["report"]
    assert (term.day, term.basis) == (report, "art. 18 ust. 1")
    assert why in term.reason


def test_unused_money_comes_back_in_january_or_in_fifteen_days() -> None:
    year_end = by_code(dates(task_to=date(2027, 12, 31)))
    assert (year_end["grant_use"].day, year_end["refund"].day) == (date(2027, 12, 31), date(2028, 1, 31))
    sooner = by_code(dates(task_to=date(2027, 6, 30)))
    assert (sooner["refund"].day, sooner["refund"].basis) == (date(2027, 7, 15), "ufp art. 251 ust. 3")


def test_known_results_count_from_their_own_day() -> None:
    found = by_code(dates(results_on=date(2027, 2, 9)))
    assert found["results"].day == date(2027, 2, 9)
    assert found["justification"].day == date(2027, 3, 11)


def test_the_office_counts_and_the_law_does_not() -> None:
    practice = {term.code for term in terms(dates(), PRACTICE) if term.source == Source.PRACTICE}
    assert practice == {"formal_check", "correction", "panel_opinion", "results", "documents", "agreements"}
    assert set(SOURCES) == set(Source)


@given(st.dates(date(2025, 1, 1), date(2040, 12, 31)))
def test_every_date_has_a_reason_and_counted_ones_end_on_working_days(last: date) -> None:
    found = terms(dates(last), PRACTICE)
    assert len({term.code for term in found}) == len(found) == 19
    assert [term.day for term in found] == sorted(term.day for term in found)
    for term in found:
        assert term.reason
        assert term.source != Source.LAW or "art." in term.reason
        if term.moved_over:
            first, _ = term.moved_over[0]
            assert passed_over(first) == list(term.moved_over)
            assert term.day == term.moved_over[-1][0] + timedelta(days=1)
            assert is_working_day(term.day)
    by = {term.code: term for term in found}
    assert by["report"].day == final_due(dates(last).task_to)
    assert by["earliest_deadline"].day == earliest_deadline(last, on=last)


@given(st.dates(date(2025, 1, 1), date(2040, 12, 31)))
def test_a_day_has_a_reason_exactly_when_it_ends_no_term(day: date) -> None:
    assert bool(why_off(day)) != is_working_day(day)


@given(st.dates(date(2026, 11, 1), date(2027, 11, 1)))
def test_whatever_the_day_of_publication_the_supposed_dates_are_lawful(day: date) -> None:
    before = dates()
    after = published_on(before, day, on=ON)
    due = after.offers_due.astimezone(WARSAW).date()
    assert window_breaches(after.last_publication, due, on=ON) == []
    assert after.offers_due >= before.offers_due
    assert after.offers_due.astimezone(WARSAW).time() == before.offers_due.astimezone(WARSAW).time()
    assert after.confirmation_due >= after.offers_due
    assert (after.task_from, after.task_to) == (before.task_from, before.task_to)
    # What stays lawful stays as it was announced.
    if not window_breaches(day, before.offers_due.astimezone(WARSAW).date(), on=ON):
        assert after == replace(before, publications=after.publications)


def test_publications_that_were_made_stay_where_they_are() -> None:
    made = dates(made=frozenset({"bip"}))
    after = published_on(made, date(2026, 12, 3), on=ON)
    assert after.publications == {"bip": date(2026, 11, 21), "board": date(2026, 12, 3), "website": date(2026, 12, 3)}
    anew = published_on(dates(made=frozenset({"bip", "board", "website"})), date(2026, 12, 3), on=ON)
    assert set(anew.publications.values()) == {date(2026, 12, 3)}
    assert anew.offers_due == datetime(2026, 12, 28, 23, 59, 59, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"offers_due": datetime(2026, 12, 26, 12, tzinfo=WARSAW)}, "timetable.due_on_day_off"),
        ({"selection_by": date(2027, 1, 8)}, "timetable.no_time_to_check"),
        ({"task_from": date(2027, 2, 1)}, "timetable.results_after_start"),
    ],
)
def test_what_is_lawful_but_will_hurt(changes: dict[str, object], code: str) -> None:
    assert warnings(dates(), PRACTICE) == []
    (warning,) = warnings(dates(**changes), PRACTICE)
    assert warning.code == code
    assert sentence(warning)


def test_a_day_off_by_regulation_moves_terms() -> None:
    extra = {date(2026, 12, 14)}
    term = {each.code: each for each in terms(dates(), PRACTICE, extra=extra)}["earliest_deadline"]
    assert (term.day, "rozporządzeniem" in term.reason) == (date(2026, 12, 15), True)
