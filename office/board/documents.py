"""The minutes of a sitting of the Board, as a document."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.utils.timezone import localdate

from core.documents.sheet import Sheet, register
from law.verdict import WARSAW
from office.board.models import BoardMember, Choice, Sitting
from office.board.queries import present_members
from office.board.states import ItemState


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """An item as it was decided; `votes` are (name, choice) of an open vote, `resolution` the number it got."""

    place: int
    title: str
    unit: str
    reporter: str
    outcome: str
    tally: tuple[int, int, int] | None
    votes: tuple[tuple[str, str], ...]
    casting: bool
    resolution: str
    settled: str


@register
@dataclass(frozen=True)
class MinutesSheet(Sheet):
    """Who was there, what was on the agenda and how each item ended; members as (name, function)."""

    KIND: ClassVar[str] = "board.minutes"
    TEMPLATE: ClassVar[str] = "documents/board/minutes.html"

    organ: str
    sign: str
    held_on: date
    place: str
    opened_at: datetime
    ended_at: datetime
    present: tuple[tuple[str, str], ...]
    absent: tuple[tuple[str, str], ...]
    items: tuple[MinutesItem, ...]
    remarks: str

    @property
    def title(self) -> str:
        return f"Protokół nr {self.sign} z posiedzenia {self.organ}"

    @classmethod
    def of(cls, sitting: Sitting) -> Self:
        """The minutes of a sitting that has ended."""
        if sitting.opened_at is None or sitting.ended_at is None:
            raise ValueError(f"{sitting.public_id} has not ended")
        there = present_members(sitting)
        day = localdate(sitting.opened_at)
        absent = BoardMember.objects.valid(day).exclude(pk__in=[member.pk for member in there])
        return cls(
            organ=settings.OFFICE["organ_genitive"],
            sign=sitting.sign,
            held_on=day,
            place=sitting.place,
            opened_at=sitting.opened_at,
            ended_at=sitting.ended_at,
            present=tuple((member.name, member.get_function_display()) for member in there),
            absent=tuple((member.name, member.get_function_display()) for member in absent),
            items=_items(sitting),
            remarks=sitting.remarks,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        votes = (("Żaneta Łęcka", "za"), ("Borys Żak", "przeciw"), ("Celina Wójcik", "wstrzymał się"))
        items = (
            MinutesItem(
                1,
                "ogłoszenia otwartego konkursu ofert",
                "KM III",
                "dyrektor kancelarii",
                "podjęto uchwałę",
                (1, 1, 1),
                votes,
                True,
                "812/26",
                "",
            ),
            MinutesItem(
                2,
                "wykonania budżetu w III kwartale",
                "KM II",
                "skarbnik województwa",
                "przyjęto do wiadomości",
                None,
                (),
                False,
                "",
                "Zarząd prosi o zestawienie wydatków.",
            ),
        )
        return [
            cls(
                organ="Zarządu Województwa Łódzkiego",
                sign="7/2026",
                held_on=date(2026, 11, 24),
                place="al. Piłsudskiego 8, sala 812",
                opened_at=datetime(2026, 11, 24, 10, 0, tzinfo=WARSAW),
                ended_at=datetime(2026, 11, 24, 11, 45, tzinfo=WARSAW),
                present=tuple(
                    (name, function)
                    for name, function in zip(
                        ("Żaneta Łęcka", "Borys Żak", "Celina Wójcik"),
                        ("marszałek", "wicemarszałek", "członek zarządu"),
                        strict=True,
                    )
                ),
                absent=(("Edmund Źródło", "członek zarządu"),),
                items=items,
                remarks="Porządek obrad przyjęto bez zmian.",
            )
        ]


def _items(sitting: Sitting) -> tuple[MinutesItem, ...]:
    rows = sitting.items.exclude(place=None).exclude(state=ItemState.WITHDRAWN)
    return tuple(
        MinutesItem(
            place=number,
            title=item.title,
            unit=item.unit.symbol,
            reporter=item.reporter,
            outcome=item.get_state_display(),
            tally=_tally([vote.choice for vote in item.votes.all()]),
            votes=tuple((vote.member.name, vote.get_choice_display()) for vote in item.votes.all()),
            casting=_tied([vote.choice for vote in item.votes.all()]),
            resolution=item.resolution.number if item.resolution else "",
            settled=item.settled,
        )
        for number, item in enumerate(
            rows.select_related("unit", "resolution").prefetch_related("votes__member").order_by("place"), 1
        )
    )


def _tally(choices: list[str]) -> tuple[int, int, int] | None:
    if not choices:
        return None
    return choices.count(Choice.FOR), choices.count(Choice.AGAINST), choices.count(Choice.ABSTAINED)


def _tied(choices: list[str]) -> bool:
    return choices.count(Choice.FOR) == choices.count(Choice.AGAINST) > 0
