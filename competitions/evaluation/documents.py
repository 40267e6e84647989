"""The minutes of a panel as an issued document; experts appear by number, never by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from competitions.calls.queries import scoring_rules
from competitions.evaluation import queries
from competitions.evaluation.models import Choice, Motion, Opinion, Panel, Recusal
from competitions.offers.queries import names_together, with_partners
from core.documents.sheet import Sheet, register
from core.web.templatetags.polish import liczba, zloty


@dataclass(frozen=True, slots=True)
class MemberRow:
    name: str
    role: str
    side: str
    present: bool


@dataclass(frozen=True, slots=True)
class OpinionRow:
    place: int
    number: int
    organisation: str
    task: str
    points: Decimal
    requested: Decimal
    proposed: Decimal
    text: str
    subtask: str = ""


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A vote: `what` it was about, values in words ("17,25", "12 000,00 zł"), who voted how."""

    number: int
    what: str
    before: str
    after: str
    reason: str
    votes: tuple[tuple[str, str], ...]
    carried: bool

    @classmethod
    def of(cls, motion: Motion, names: Mapping[str, str]) -> Self:
        """A vote in the words of the minutes; `names`: public id of a member → name, in the order of the panel."""
        if motion.criterion:
            what = f"kryterium {motion.criterion.number}: {motion.criterion.name}"
            before, after = (f"{liczba(value, 2)} pkt" for value in (motion.before, motion.after))
        else:
            what, before, after = "proponowana dotacja", zloty(motion.before), zloty(motion.after)
        votes = tuple(
            (name, str(Choice(motion.votes[key]).label)) for key, name in names.items() if key in motion.votes
        )
        return cls(motion.offer.number or 0, what, before, after, motion.reason, votes, motion.carried)


@register
@dataclass(frozen=True)
class MinutesSheet(Sheet):
    """Minutes: who sat, what was judged, the ranking with the panel's opinions. Amounts in PLN."""

    KIND: ClassVar[str] = "evaluation.minutes"
    TEMPLATE: ClassVar[str] = "documents/evaluation/minutes.html"

    competition: str
    sign: str
    appointment: str
    met_on: date
    maximum: Decimal
    threshold: Decimal
    pool: Decimal
    scoring: tuple[str, ...]
    members: tuple[MemberRow, ...]
    opinions: tuple[OpinionRow, ...]
    sittings: tuple[str, ...] = ()
    # Number of an offer, and the member who was excluded from it.
    recusals: tuple[tuple[int, str], ...] = ()
    motions: tuple[MotionRow, ...] = ()

    @property
    def title(self) -> str:
        return f"Protokół komisji konkursowej: {self.competition}"

    @classmethod
    def of(cls, panel: Panel) -> Self:
        """The minutes of a concluded panel."""
        competition = panel.competition
        if panel.met_on is None:
            raise ValueError("minutes are written after the sitting")
        rows = Opinion.objects.filter(offer__competition=competition)
        rows = rows.select_related("offer__organisation", "offer__subtask").order_by("place", "offer__number")
        opinions = with_partners(rows, "offer")
        recusals = Recusal.objects.filter(member__panel=panel).select_related("member__user", "offer")
        names = {
            member.user.public_id: str(member.user) for member in panel.members.select_related("user").order_by("pk")
        }
        return cls(
            competition=competition.title,
            sign=competition.case.sign if competition.case else "",
            appointment=str(panel.appointment),
            met_on=panel.met_on,
            maximum=sum((criterion.weighted_max for criterion in competition.criteria.all()), Decimal(0)),
            threshold=competition.threshold,
            pool=competition.pool,
            scoring=tuple(scoring_rules(competition)),
            members=tuple(
                MemberRow(str(m.user), m.get_role_display(), m.get_side_display(), m.present)
                for m in panel.members.select_related("user").order_by("pk")
            ),
            opinions=tuple(
                OpinionRow(
                    o.place,
                    o.offer.number or 0,
                    names_together(o.offer, o.joint_with),
                    o.offer.title,
                    o.points,
                    o.offer.requested,
                    o.proposed_amount,
                    o.text,
                    str(o.offer.subtask or ""),
                )
                for o in opinions
            ),
            sittings=tuple(panel.sittings),
            recusals=tuple((r.offer.number or 0, str(r.member.user)) for r in recusals),
            motions=tuple(MotionRow.of(motion, names) for motion in queries.motions(competition)),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                competition="Żywe tradycje regionu łódzkiego",
                sign="KMIII.614.1.2026",
                appointment="Zarząd: uchwała nr 812/26",
                met_on=date(2026, 5, 14),
                maximum=Decimal(100),
                threshold=Decimal("60.00"),
                pool=Decimal("250000.00"),
                scoring=("Ofertę oceniają 2 eksperci.", "Punkty oferty to średnia punktów z kart oceny."),
                members=(MemberRow("Anna Łęcka", "przewodniczący", "przedstawiciel organu wykonawczego", True),),
                opinions=(
                    OpinionRow(
                        1,
                        3,
                        "Fundacja Źródło Przykładu",
                        "Święto żniw",
                        Decimal("87.50"),
                        Decimal("40000.00"),
                        Decimal("40000.00"),
                        "Komisja opiniuje ofertę pozytywnie.",
                    ),
                    OpinionRow(
                        2,
                        1,
                        "Stowarzyszenie Próba",
                        "Warsztaty śpiewu",
                        Decimal("52.00"),
                        Decimal("30000.00"),
                        Decimal("0.00"),
                        "Komisja opiniuje ofertę negatywnie.",
                        "2. Rękodzieło",
                    ),
                ),
                sittings=(
                    "Posiedzenie nr 1: 14 maja 2026 r., od 9.00 do 12.40, sala 12. Byli obecni: Anna Łęcka (9.00–12.40).",
                ),
                recusals=((1, "Anna Łęcka"),),
                motions=(
                    MotionRow(
                        3,
                        "kryterium 2: kalkulacja kosztów",
                        "14,50 pkt",
                        "12,00 pkt",
                        "Wynajem sali wyceniono dwa razy.",
                        (("Anna Łęcka", "za"),),
                        True,
                    ),
                ),
            )
        ]
