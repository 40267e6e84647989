"""The minutes of a panel, where experts have no names, the certificate of an assignment, the letter about a rejected offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.utils.timezone import localdate

from competitions.calls.queries import scoring_rules
from competitions.evaluation import certificate, formal, planning, queries
from competitions.evaluation.models import Choice, FormalCheck, Motion, Opinion, Panel, Plan, Recusal
from competitions.evaluation.states import PlanState
from competitions.offers.documents import Addressed
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


@dataclass(frozen=True, slots=True)
class GivenRow:
    """An offer with who evaluates it, each with the fit 0–5."""

    number: int
    organisation: str
    experts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    number: int
    out: str
    put: str
    reason: str


@register
@dataclass(frozen=True)
class AssignmentSheet(Sheet):
    """The certificate of an assignment: what was asked, how good the answer is and how that is known, or why there is none.

    `bound` is the most that any assignment could reach, `gap` how far from it (0: proved). `digest` is the SHA-256 of the
    canonical data, as the ledger keeps it.
    """

    KIND: ClassVar[str] = "evaluation.assignment"
    TEMPLATE: ClassVar[str] = "documents/evaluation/assignment.html"

    competition: str
    sign: str
    number: int
    outcome: str
    asked_on: date
    due: date
    offers: int
    experts: int
    seed: int
    no_repeat: bool
    in_doubt: str
    digest: str
    worst: str
    total: str
    bound: str
    gap: str
    conflict: tuple[str, ...] = ()
    given: tuple[GivenRow, ...] = ()
    loads: tuple[tuple[str, int, int], ...] = ()
    changes: tuple[ChangeRow, ...] = ()

    @property
    def title(self) -> str:
        return f"Zaświadczenie o przydziale ofert ekspertom nr {self.number}: {self.competition}"

    @property
    def proved(self) -> bool:
        """Whether no better assignment is possible."""
        return self.gap == "0"

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """The certificate of a plan whose answer was found."""
        competition, answer = plan.competition, plan.data["answer"]
        problem = planning.Problem.of(plan.data["problem"])
        names, applicants = queries.names_of(problem), queries.names_of_applicants(competition)
        pairs = planning.changed(answer["pairs"], plan.changes)
        columns = {each.expert: place for place, each in enumerate(problem.experts)}
        numbers = {each.offer: each.number for each in problem.offers}

        def on(place: int, offer: str) -> tuple[tuple[str, int], ...]:
            found = [expert for one, expert in pairs if one == offer]
            return tuple((names.get(each, ""), problem.grades[place][columns[each]]) for each in found)

        return cls(
            competition=competition.title,
            sign=competition.case.sign if competition.case else "",
            number=plan.number,
            outcome=str(PlanState(plan.state).label),
            asked_on=localdate(plan.asked_at),
            due=plan.due,
            offers=len(problem.offers),
            experts=len(problem.experts),
            seed=problem.seed,
            no_repeat=problem.no_repeat,
            in_doubt=plan.reason if plan.in_doubt else "",
            digest=plan.digest,
            worst=str(answer["worst"]),
            total=str(answer["total"]),
            bound=str(answer["bound"]),
            gap=str(answer["gap"]),
            conflict=tuple(certificate.rules_in_words(problem, answer["conflict"] or [], names)),
            given=tuple(
                GivenRow(each.number, applicants.get(each.offer, ""), on(place, each.offer))
                for place, each in enumerate(problem.offers)
                if pairs and each.demand
            ),
            loads=tuple(
                (names.get(each.expert, ""), sum(expert == each.expert for _offer, expert in pairs), each.most)
                for each in problem.experts
                if pairs
            ),
            changes=tuple(
                ChangeRow(
                    numbers[each["offer"]], names.get(each["out"], ""), names.get(each["put"], ""), each["reason"]
                )
                for each in plan.changes
            ),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        asked: dict[str, Any] = {
            "competition": "Żywe tradycje regionu łódzkiego",
            "sign": "KMIII.614.1.2026",
            "asked_on": date(2026, 4, 20),
            "due": date(2026, 5, 8),
            "offers": 2,
            "experts": 3,
            "seed": 8021,
            "no_repeat": True,
            "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        }
        return [
            cls(
                **asked,
                number=2,
                outcome="przyjęta, karty rozdane",
                in_doubt="Eksperci potwierdzili brak powiązań.",
                worst="7",
                total="15",
                bound="15",
                gap="0",
                given=(
                    GivenRow(1, "Stowarzyszenie Próba", (("Anna Łęcka", 5), ("Borys Żak", 3))),
                    GivenRow(3, "Fundacja Źródło Przykładu", (("Anna Łęcka", 4), ("Celina Wójcik", 3))),
                ),
                loads=(("Anna Łęcka", 2, 4), ("Borys Żak", 1, 4), ("Celina Wójcik", 1, 2)),
                changes=(ChangeRow(3, "Borys Żak", "Celina Wójcik", "Ekspert jest na urlopie."),),
            ),
            cls(
                **asked,
                number=1,
                outcome="nie da się ułożyć",
                in_doubt="",
                worst="0",
                total="0",
                bound="0",
                gap="0",
                conflict=(
                    "oferta nr 3: potrzeba 2 ekspertów, a bez przeszkody jest tylko jeden: Anna Łęcka",
                    "Anna Łęcka: może wziąć najwyżej 0 ofert",
                ),
            ),
        ]


@register
@dataclass(frozen=True)
class RejectionSheet(Sheet):
    """Odrzucenie oferty w ocenie formalnej: each requirement that is not met, with what was found."""

    KIND: ClassVar[str] = "evaluation.rejection"
    TEMPLATE: ClassVar[str] = "documents/evaluation/rejection.html"

    about: Addressed
    decided_on: date
    faults: tuple[tuple[str, str], ...]
    decided_by: str

    @property
    def title(self) -> str:
        return f"Odrzucenie oferty nr {self.about.offer} w ocenie formalnej"

    @classmethod
    def of(cls, check: FormalCheck) -> Self:
        """The letter of an approved formal card that rejects its offer."""
        if check.approved_at is None:
            raise ValueError("the card is not approved")
        return cls(
            about=Addressed.of(check.version),
            decided_on=localdate(check.approved_at),
            faults=tuple((fault.text, check.answers[fault.code]["note"]) for fault in formal.failed(check.answers)),
            decided_by=str(check.approved_by),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                about=Addressed.example(),
                decided_on=date(2027, 1, 12),
                faults=(
                    (
                        formal.BY_CODE["within"].text,
                        "Zadanie trwa do grudnia 2028 r., a ogłoszenie kończy się rok wcześniej.",
                    ),
                    (formal.BY_CODE["shares"].text, "Dotacja przekracza najwyższą kwotę z ogłoszenia."),
                ),
                decided_by="Żaneta Łęcka",
            )
        ]
