"""The days of the story, counted from today by the law's own calendar; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from law.calendar import add_days, add_working_days, is_working_day, last_working_day_before
from law.competition import earliest_deadline


def working_days_before(day: date, count: int) -> date:
    """The count-th working day before a day."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def ago(today: date, days: int) -> date:
    """The last working day that is at least so many days before today."""
    return last_working_day_before(today - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one competition from its draft to the payment, planned ones too; `third` is the last publication."""

    drafted: date
    approved: date
    first: date
    third: date
    due: date
    confirmation_due: date
    selection_by: date
    appointed: date
    checked: date
    evaluated: date
    declared: date
    scored: date
    met: date
    resolved: date
    prepared: date
    signed: date
    paid: date


def course(third: date, due: date | None = None) -> Course:
    """The days that follow from the last publication; without `due`, the first deadline that art. 13 ust. 1 allows."""
    due = due or earliest_deadline(third, on=third)
    confirmation_due = add_days(due, 7)
    checked = add_working_days(confirmation_due, 1)
    evaluated = add_working_days(checked, 1)
    scored = add_working_days(evaluated, 4)
    met = add_working_days(scored, 2)
    resolved = add_working_days(met, 4)
    prepared = add_working_days(resolved, 4)
    signed = add_working_days(prepared, 4)
    return Course(
        drafted=working_days_before(third, 21),
        approved=working_days_before(third, 6),
        first=working_days_before(third, 1),
        third=third,
        due=due,
        confirmation_due=confirmation_due,
        selection_by=add_days(due, 60),
        appointed=add_working_days(due, 3),
        checked=checked,
        evaluated=evaluated,
        declared=add_working_days(evaluated, 1),
        scored=scored,
        met=met,
        resolved=resolved,
        prepared=prepared,
        signed=signed,
        paid=add_working_days(signed, 3),
    )


def open_course(today: date) -> Course:
    """A competition whose deadline is a few days ahead, announced as late as 21 days allow."""
    due = add_days(today, 6)
    third = last_working_day_before(due - timedelta(days=21))
    while earliest_deadline(third, on=third) > due:
        third = working_days_before(third, 1)
    return course(third, due)


@dataclass(frozen=True, slots=True)
class ProgrammeCourse:
    """The days of a programme in the year before its own."""

    drafted: date
    proposed: date
    adopted: date
    published: date


def programme_course(year: int, *, needed_by: date) -> ProgrammeCourse:
    """The usual autumn, or earlier where a competition of the programme was announced before it."""
    adopted = min(last_working_day_before(date(year - 1, 10, 27)), ago(needed_by, 21))
    return ProgrammeCourse(
        drafted=ago(adopted, 70), proposed=ago(adopted, 40), adopted=adopted, published=add_working_days(adopted, 5)
    )


@dataclass(frozen=True, slots=True)
class AnnualCourse:
    """The days of the report on last year: never later than yesterday, so a January sees a report made in haste."""

    begun: date
    frozen: date
    submitted: date


def annual_course(today: date) -> AnnualCourse:
    yesterday = today - timedelta(days=1)
    return AnnualCourse(
        begun=min(last_working_day_before(date(today.year, 2, 10)), yesterday),
        frozen=min(last_working_day_before(date(today.year, 3, 3)), yesterday),
        submitted=min(last_working_day_before(date(today.year, 3, 24)), yesterday),
    )


# When the last publication of each competition was, by its name in the script.
def courses(today: date) -> dict[str, Course]:
    """The days of every competition of the story."""
    last = today.year - 1
    return {
        "kultura-rok-temu": course(last_working_day_before(date(last, 1, 16))),
        "niepelnosprawnosc-rok-temu": course(last_working_day_before(date(last, 1, 23))),
        "seniorzy-rok-temu": course(last_working_day_before(date(last, 2, 6))),
        "ekologia": course(ago(today, 165)),
        "niepelnosprawnosc": course(ago(today, 80)),
        "seniorzy": course(ago(today, 56)),
        "sport": course(ago(today, 36)),
        "czytanie": course(ago(today, 70)),
        "mikrogranty": course(ago(today, 48)),
        "kultura": open_course(today),
        "pierwsza-pomoc": open_course(today),
        "ratownictwo": course(add_working_days(today, 3)),
        "wolontariat": course(add_working_days(today, 12)),
    }
