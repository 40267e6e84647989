"""A recruitment of experts played through the actions: prepared, announced, with candidacies, closed, resolved."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from competitions.recruitment.actions import calls, candidacies, checks, lists
from competitions.recruitment.models import Candidacy, Kind, Recruitment
from core.accounts.actor import Actor
from tests.factories.cycle import Cycle, moment
from tests.factories.files import pdf

ANNOUNCED = moment(2026, 11, 24)
APPLIED = moment(2026, 12, 10)
DUE = moment(2026, 12, 28, 23, 59, 59)
AFTER = moment(2026, 12, 29)
CHECKED = moment(2027, 1, 5)
APPROVED = moment(2027, 1, 20)

CONDITIONS: list[dict[str, Any]] = [
    {"text": "Wykształcenie wyższe", "kind": Kind.REQUIRED, "proof": True, "levels": []},
    {"text": "Ocenione oferty", "kind": Kind.SCORED, "proof": False, "levels": [[1, 5], [20, 10]]},
    {"text": "Lata pracy", "kind": Kind.SCORED, "proof": False, "levels": [[3, 5], [10, 10]]},
]


class Office:
    """Makes recruitments and candidacies through the verbs."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.who = {"actor": cycle.officer}

    def recruitment(self, *, to: str = "open", places: int = 1, **values: Any) -> Recruitment:
        recruitment = calls.prepare(
            {
                "title": "Eksperci na lata 2027–2028",
                "unit": self.cycle.unit,
                "scope": "Ocena ofert.",
                "due": DUE,
                "results_by": date(2027, 1, 29),
                "listed_from": date(2027, 2, 1),
                "listed_to": date(2028, 12, 31),
                "rate": Decimal("150.00"),
                "legal_basis": "art. 15 ust. 2e",
                "contact": "Wydział",
                "statements": ["Korzystam z pełni praw publicznych.", "Dane są prawdziwe."],
                **values,
            },
            fields=[{"sphere": "16", "places": places}, {"sphere": "17", "places": 1}],
            conditions=CONDITIONS,
            at=ANNOUNCED,
            **self.who,
        )
        if to == "open":
            calls.announce(recruitment, at=ANNOUNCED, **self.who)
        return recruitment

    def candidacy(
        self,
        recruitment: Recruitment,
        actor: Actor,
        *,
        scores: Sequence[int] = (0, 0),
        spheres: Sequence[str] = ("16",),
        proof: bool = True,
        to: str = "submitted",
        **values: Any,
    ) -> Candidacy:
        candidacy = candidacies.begin(recruitment, actor=actor, at=APPLIED)
        answers = {"1": {"value": None, "note": "Magister."}}
        answers |= {str(number): {"value": value, "note": ""} for number, value in enumerate(scores, start=2)}
        written = {
            "town": "Łódź",
            "education": "Uniwersytet Łódzki",
            "career": "Dom kultury",
            "spheres": list(spheres),
            "answers": answers,
            "statements": [0, 1],
            **values,
        }
        candidacies.write(candidacy, written, actor=actor, at=APPLIED)
        if proof:
            file = pdf("dyplom.pdf")
            candidacies.add_proof(
                candidacy, file=file, condition=recruitment.conditions.get(number=1), actor=actor, at=APPLIED
            )
        if to == "submitted":
            candidacies.apply(candidacy, actor=actor, at=APPLIED)
        return candidacy

    def checked(self, candidacy: Candidacy, **verdicts: str) -> Candidacy:
        """Everything found as declared, but for `verdicts` (v1="no")."""
        found = {
            number: {"verdict": verdicts.get(f"v{number}", "yes"), "value": row["value"], "note": "Uwaga."}
            for number, row in candidacy.answers.items()
        }
        return checks.check(candidacy, found, at=CHECKED, **self.who)

    def close(self, recruitment: Recruitment) -> Recruitment:
        recruitment.refresh_from_db()
        return calls.close(recruitment, at=AFTER, **self.who)

    def resolve(self, recruitment: Recruitment) -> Recruitment:
        """Every candidacy is checked as declared and found eligible, the list is drawn up and approved by another person."""
        self.close(recruitment)
        for candidacy in recruitment.candidacies.filter(state="submitted"):
            checks.find_eligible(self.checked(candidacy), at=CHECKED, **self.who)
        lists.draw_up(recruitment, at=CHECKED, **self.who)
        return lists.approve_list(recruitment, approval="decyzja nr 3/2027", actor=self.cycle.second, at=APPROVED)
