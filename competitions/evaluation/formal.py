"""The questions of the formal check, with what an offer cannot put right later; office practice, so data; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `correctable` says whether a "no" may be put right once."""

    code: str
    text: str
    correctable: bool


QUESTIONS = (
    Question("in_time", "Oferta złożona w generatorze w terminie", False),
    Question("entitled", "Oferent jest podmiotem uprawnionym (art. 3 ust. 2 i 3)", False),
    Question("within", "Zadanie mieści się w ogłoszeniu (sfera, okres, teren)", False),
    Question("statutory", "Oferent prowadzi działalność statutową w dziedzinie zadania (art. 11 ust. 1)", False),
    Question("limit", "Zachowany limit liczby ofert", False),
    Question("signed", "Potwierdzenie podpisane zgodnie z reprezentacją", True),
    Question("attachments", "Załączniki kompletne", True),
    Question("fields", "Wszystkie pola wypełnione", True),
    Question("arithmetic", "Kalkulacja zgodna rachunkowo", True),
    Question("shares", "Zachowane kwoty i udziały (wkład własny, dotacja, koszty administracyjne)", True),
    Question("joint", "Dane oferty wspólnej kompletne", True),
    Question("declarations", "Oświadczenia kompletne", True),
    Question("accessibility", "Opisano zapewnienie dostępności", True),
)
BY_CODE = {question.code: question for question in QUESTIONS}
ANSWERS = {"yes": "tak", "no": "nie", "na": "nie dotyczy"}


# What the system leaves to a person, in all offers or in some: a question with what one answer may say of many offers at once.
# A "no" is never among them: it has a reason of its own, which its organisation reads.
JUDGED = {
    "within": ("yes",),
    "statutory": ("yes",),
    "signed": ("yes",),
    "attachments": ("yes", "na"),
    "joint": ("yes", "na"),
    "accessibility": ("yes",),
}


ACCEPT, CORRECT, REJECT = "accept", "correct", "reject"
# The fields of the form that a question is about, by the beginning of their code: what a correction would unlock.
ABOUT = {
    "arithmetic": ("V.",),
    "shares": ("V.",),
    "joint": ("V.C",),
    "declarations": ("VI", "VII"),
    "accessibility": ("III.3",),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the system knows of a question: its answer, or none where a person has to look, and why."""

    answer: str
    why: str


Answers = Mapping[str, Mapping[str, Any]]


def complete(answers: Answers) -> list[str]:
    """Codes of questions without a valid answer, or with "no" and without the note that explains it."""
    missing: list[str] = []
    for question in QUESTIONS:
        row = answers.get(question.code, {})
        if row.get("answer") not in ANSWERS or (row["answer"] == "no" and not str(row.get("note", "")).strip()):
            missing.append(question.code)
    return missing


def failed(answers: Answers) -> list[Question]:
    """Questions answered "no"."""
    return [question for question in QUESTIONS if answers[question.code]["answer"] == "no"]


def overruled(answers: Answers, findings: Mapping[str, Finding]) -> list[str]:
    """Codes of questions answered against the system's own finding without a note that says why."""
    return [
        code
        for code, finding in findings.items()
        if finding.answer and answers[code]["answer"] != finding.answer and not str(answers[code]["note"]).strip()
    ]


def possible(answers: Answers, *, may_correct: bool) -> tuple[str, ...]:
    """What may be proposed: everything right is accepted; what cannot be corrected, or not again, is rejected."""
    faults = failed(answers)
    if not faults:
        return (ACCEPT,)
    if may_correct and all(fault.correctable for fault in faults):
        return (CORRECT, REJECT)
    return (REJECT,)


def reason(answers: Answers) -> str:
    """Every "no" with its note, as the organisation reads it."""
    return "; ".join(f"{fault.text}: {answers[fault.code]['note']}" for fault in failed(answers))
