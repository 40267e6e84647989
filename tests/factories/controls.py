"""A control of the office, from its entry to recommendations."""

from datetime import date, datetime, timedelta
from typing import Any

from core.accounts.actor import Actor
from office.controls import actions
from office.controls.models import Control, Recommendation
from office.structure.models import Unit

ORDER = ("open", "reported", "followed")


class Book:
    """`clerk` keeps the book, `officer` works in the unit to which something is recommended."""

    def __init__(self, people: Any, *, at: datetime, officer: Actor | None = None) -> None:
        self.at = at
        self.clerk: Actor = people("officer", key="KMII", name="Klara Kontrolna")
        self.officer: Actor = officer or people("officer", key="KMIII", name="Olga Wykonawczyni")
        self.unit = Unit.objects.get(code="KMIII")

    @property
    def today(self) -> date:
        return self.at.date()

    def control(self, to: str = "open", **values: Any) -> Control:
        """A control that began ten days ago, as far as `to`."""
        given = {
            "body": "Najwyższy Urząd Przykładów",
            "authorisation": "LLO.411.7.2026",
            "scope": "Dotacje dla organizacji w 2025 r.",
            "unit": self.unit,
            "begins_on": self.today - timedelta(days=10),
            "ends_on": None,
            **values,
        }
        control = actions.enter_control(given, actor=self.clerk, at=self.at)
        who: dict[str, Any] = {"actor": self.clerk, "at": self.at}
        if ORDER.index(to) >= 1:
            days = {"protocol_on": self.today - timedelta(days=2), "ends_on": self.today - timedelta(days=3)}
            due = self.today + timedelta(days=5)
            actions.receive_protocol(control, **days, reservations_due=due, **who)
        if ORDER.index(to) >= 2:
            due = self.today + timedelta(days=14)
            actions.receive_recommendations(control, recommended_on=self.today, answer_due=due, **who)
        return control

    def recommendation(self, control: Control, **values: Any) -> Recommendation:
        """What the unit of the officer is to do within a month."""
        given = {
            "text": "Prowadzić ewidencję rozliczeń dotacji.",
            "owner": self.unit,
            "due_on": self.today + timedelta(days=30),
            **values,
        }
        return actions.recommend(control, **given, actor=self.clerk, at=self.at)
