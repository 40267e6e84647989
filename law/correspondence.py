"""Letters to an office: kinds whose answer has a statutory term, and the day by which each is answered."""

from dataclasses import dataclass
from datetime import date

from law import figures
from law.calendar import add_days, add_months, add_working_days


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: its name, the figure of its term ("" where the office's practice counts), its basis in Polish."""

    label: str
    figure: str = ""
    basis: str = ""


KINDS = {
    "letter": Kind("pismo zwykłe"),
    "complaint": Kind("skarga", "complaint.answer_months", "KPA art. 237 § 1"),
    "motion": Kind("wniosek", "complaint.answer_months", "KPA art. 237 § 1 w związku z art. 244"),
    "petition": Kind("petycja", "petition.answer_months", "ustawa o petycjach, art. 10 ust. 1"),
    "information": Kind(
        "wniosek o informację publiczną",
        "info_request.answer_days",
        "ustawa o dostępie do informacji publicznej, art. 13 ust. 1",
    ),
    "accessibility": Kind(
        "żądanie dostępności cyfrowej", "accessibility.request_days", "ustawa o dostępności cyfrowej, art. 18 ust. 3"
    ),
}


def answer_due(kind: str, received: date, *, practice_days: int) -> date:
    """The last day for an answer: months or days of the statute from the receipt, for other letters working days of practice."""
    key = KINDS[kind].figure
    if not key:
        return add_working_days(received, practice_days)
    count = figures.value(key, on=received)
    return add_months(received, count) if key.endswith("_months") else add_days(received, count)
