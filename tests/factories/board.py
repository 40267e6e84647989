"""The Board at work: five invented members, a sitting, what a unit brings before it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.accounts.actor import Actor
from office.board.actions import items, sittings
from office.board.models import BoardItem, BoardMember, ItemKind, Sitting
from office.structure.models import Unit
from tests.factories.files import pdf

MEMBERS = (
    ("Bogusława Śliz", "marshal"),
    ("Idzi Krzemień", "vice"),
    ("Nadzieja Wrzos", "vice"),
    ("Ziemowit Dąb", "member"),
    ("Kalina Brzoza", "member"),
)


class Board:
    """`clerk` serves the sittings, `head` closes their minutes, `officer` sends items of another unit."""

    def __init__(self, people: Any, *, at: datetime, officer: Actor | None = None) -> None:
        self.at = at
        self.clerk: Actor = people("officer", key="KMII", name="Klara Sekretariat")
        self.head: Actor = people("head", key="KMII", name="Hubert Obsługa")
        self.officer: Actor = officer or people("officer", key="KMIII", name="Olga Wnioskodawczyni")
        self.unit = Unit.objects.get(code="KMIII")
        self.members: list[BoardMember] = [
            sittings.appoint_member(name, function=function, valid_from=date(2024, 5, 7), actor=self.clerk, at=at)
            for name, function in MEMBERS
        ]

    @property
    def day(self) -> datetime:
        """When a sitting begins: the next morning."""
        return self.at + timedelta(days=1)

    def sitting(self, **values: Any) -> Sitting:
        """A sitting that collects items."""
        given = {"place": "sala 812", "items_due": localdate(self.at), **values}
        return sittings.plan_sitting(given.pop("starts_at", self.day), **given, actor=self.clerk, at=self.at)

    def item(self, sitting: Sitting, *, accepted: bool = True, **values: Any) -> BoardItem:
        """A draft of a resolution that a unit sends."""
        given = {
            "kind": ItemKind.RESOLUTION,
            "title": "ogłoszenia otwartego konkursu ofert",
            "reporter": "dyrektor kancelarii",
            "file": pdf("Projekt.pdf"),
            **values,
        }
        item = items.submit_item(sitting, unit=self.unit, **given, actor=self.officer, at=self.at)
        return items.accept_item(item, actor=self.clerk, at=self.at) if accepted else item

    def opened(self, sitting: Sitting, present: int = 5) -> Sitting:
        """The sitting in session with the first so many members."""
        sittings.close_agenda(sitting, actor=self.clerk, at=self.at)
        return sittings.open_sitting(sitting, present=self.members[:present], actor=self.clerk, at=self.day)

    def votes(self, said: str) -> dict[BoardMember, str]:
        """Votes by letter, the marshal's first: f(or), a(gainst), o (abstained), a dash for none."""
        choices = {"f": "for", "a": "against", "o": "abstained", "-": ""}
        return dict(zip(self.members, [choices[letter] for letter in said], strict=False))

    def decide(self, item: BoardItem, said: str = "fffff", outcome: str = "adopted", **values: Any) -> BoardItem:
        """The decision on an item, by votes as `votes` reads them."""
        return items.decide(item, outcome=outcome, votes=self.votes(said), **values, actor=self.clerk, at=self.day)

    def recorded(self) -> Sitting:
        """A sitting with its minutes closed: one resolution adopted, one information noted."""
        sitting = self.sitting()
        draft = self.item(sitting)
        report = self.item(sitting, kind=ItemKind.INFORMATION, title="wykonania budżetu")
        self.opened(sitting)
        self.decide(draft, "ffaof")
        self.decide(report, "", "noted", settled="Zarząd prosi o zestawienie.")
        sittings.end_sitting(sitting, actor=self.clerk, at=self.day)
        return sittings.close_minutes(sitting, remarks="Porządek bez zmian.", actor=self.head, at=self.day)
