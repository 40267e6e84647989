"""The council of social dialogue: four invented members, its sittings, what it adopts."""

from datetime import date, datetime, timedelta
from typing import Any

from core.accounts.actor import Actor
from office.dialogue import actions
from office.dialogue.models import CouncilSitting, Position, Seat

MEMBERS = (
    ("Zdzisława Tkacz", "workers", "Związek Zawodowy Przykład", True),
    ("Maurycy Kupiec", "employers", "Izba Przedsiębiorców Wzór", True),
    ("Eugenia Rządna", "government", "wojewoda", True),
    ("Lucjan Sejmikowski", "self_government", "marszałek", False),
)


class Council:
    """`clerk` serves the council."""

    def __init__(self, people: Any, *, at: datetime) -> None:
        self.at = at
        self.clerk: Actor = people("officer", key="KMII", name="Kornelia Radna")
        self.seats: list[Seat] = [
            actions.seat_member(
                name,
                side=side,
                represents=represents,
                presidium=presidium,
                valid_from=date(2024, 1, 2),
                actor=self.clerk,
                at=at,
            )
            for name, side, represents, presidium in MEMBERS
        ]

    def planned(self, *, earlier: timedelta = timedelta(), **values: Any) -> CouncilSitting:
        """A plenary sitting two hours after it was planned."""
        at = self.at - earlier
        given = {"kind": "plenary", "place": "sala 812", "agenda": "Otwarcie\nStanowisko\n\nWolne wnioski", **values}
        starts_at = given.pop("starts_at", at + timedelta(hours=2))
        return actions.plan_council(starts_at, **given, actor=self.clerk, at=at)

    def held(self, **values: Any) -> CouncilSitting:
        """A sitting of yesterday, with everyone there."""
        sitting = self.planned(earlier=timedelta(days=1), **values)
        return actions.hold_council(sitting, present=self.seats, actor=self.clerk, at=self.at)

    def position(self, **values: Any) -> Position:
        """A position that such a sitting adopted."""
        given = {"kind": "position", "title": "kształcenia zawodowego", "content": "Rada popiera szkoły.", **values}
        return actions.adopt_position(self.held(), **given, actor=self.clerk, at=self.at)
