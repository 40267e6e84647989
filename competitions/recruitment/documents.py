"""Documents of recruitment: the announcement, the receipt of a candidacy, the letter of refusal, the published list."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Self

from competitions.recruitment.models import Candidacy, Condition, Kind, Recruitment
from competitions.recruitment.queries import results
from core.documents.sheet import Sheet, register
from law.spheres import sphere
from law.verdict import WARSAW


@dataclass(frozen=True, slots=True)
class FieldRow:
    code: str
    name: str
    places: int


@dataclass(frozen=True, slots=True)
class ConditionRow:
    number: int
    text: str
    required: bool
    proof: bool
    levels: str


@dataclass(frozen=True, slots=True)
class ListRow:
    place: int
    who: str
    points: int
    outcome: str


@dataclass(frozen=True, slots=True)
class ListPart:
    name: str
    rows: tuple[ListRow, ...]


def levels_in_words(condition: Condition) -> str:
    """The points of a scored condition: "od 3: 5 pkt, od 5: 10 pkt"."""
    return ", ".join(f"od {least}: {points} pkt" for least, points in condition.levels)


@register
@dataclass(frozen=True)
class RecruitmentSheet(Sheet):
    """The announcement of a recruitment of experts. Pay in PLN for one card."""

    KIND: ClassVar[str] = "recruitment.announcement"
    TEMPLATE: ClassVar[str] = "documents/recruitment/announcement.html"

    name: str
    scope: str
    fields: tuple[FieldRow, ...]
    conditions: tuple[ConditionRow, ...]
    statements: tuple[str, ...]
    due: datetime
    supplement_days: int
    results_by: date
    listed_from: date
    listed_to: date
    rate: Decimal
    least_points: int
    names_published: bool
    legal_basis: str
    contact: str

    @property
    def title(self) -> str:
        return f"Nabór ekspertów: {self.name}"

    @classmethod
    def of(cls, recruitment: Recruitment) -> Self:
        """The announcement as the recruitment stands now."""
        return cls(
            name=recruitment.title,
            scope=recruitment.scope,
            fields=tuple(
                FieldRow(each.sphere, sphere(each.sphere).name, each.places) for each in recruitment.fields.all()
            ),
            conditions=tuple(
                ConditionRow(each.number, each.text, each.kind == Kind.REQUIRED, each.proof, levels_in_words(each))
                for each in recruitment.conditions.all()
            ),
            statements=tuple(recruitment.statements),
            due=recruitment.due.astimezone(WARSAW),
            supplement_days=recruitment.supplement_days,
            results_by=recruitment.results_by,
            listed_from=recruitment.listed_from,
            listed_to=recruitment.listed_to,
            rate=recruitment.rate,
            least_points=recruitment.least_points,
            names_published=recruitment.names_published,
            legal_basis=recruitment.legal_basis,
            contact=recruitment.contact,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                name="Eksperci do oceny ofert w latach 2027–2028",
                scope="Ocena ofert złożonych w otwartych konkursach ofert i wydanie opinii na karcie oceny.",
                fields=(FieldRow("16", "Kultura i sztuka", 3), FieldRow("17", "Sport", 2)),
                conditions=(
                    ConditionRow(1, "Wykształcenie wyższe", True, True, ""),
                    ConditionRow(
                        2, "Liczba ocenionych wniosków lub ofert", False, False, "od 10: 5 pkt, od 50: 10 pkt"
                    ),
                ),
                statements=("Korzystam z pełni praw publicznych.", "Dane w zgłoszeniu są prawdziwe."),
                due=datetime(2026, 12, 28, 23, 59, 59, tzinfo=WARSAW),
                supplement_days=7,
                results_by=date(2027, 1, 29),
                listed_from=date(2027, 2, 1),
                listed_to=date(2028, 12, 31),
                rate=Decimal("150.00"),
                least_points=5,
                names_published=True,
                legal_basis="art. 15 ust. 2e i 2ea ustawy o działalności pożytku publicznego i o wolontariacie",
                contact="Wydział Społeczeństwa Obywatelskiego, tel. 42 663 30 26",
            )
        ]


@register
@dataclass(frozen=True)
class CandidacyReceiptSheet(Sheet):
    """That a candidacy came, when and with what."""

    KIND: ClassVar[str] = "recruitment.receipt"
    TEMPLATE: ClassVar[str] = "documents/recruitment/receipt.html"

    recruitment: str
    number: int
    name: str
    fields: tuple[str, ...]
    files: tuple[str, ...]
    submitted_at: datetime

    @property
    def title(self) -> str:
        return f"Poświadczenie złożenia zgłoszenia nr {self.number} w naborze ekspertów"

    @classmethod
    def of(cls, candidacy: Candidacy, submitted_at: datetime) -> Self:
        """The candidacy as it was submitted."""
        return cls(
            recruitment=candidacy.recruitment.title,
            number=candidacy.number or 0,
            name=candidacy.name,
            fields=tuple(f"{code}. {sphere(code).name}" for code in candidacy.spheres),
            files=tuple(each.name for each in candidacy.proofs.all()),
            submitted_at=submitted_at.astimezone(WARSAW),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                recruitment="Eksperci do oceny ofert w latach 2027–2028",
                number=4,
                name="Żaneta Łęcka",
                fields=("16. Kultura i sztuka",),
                files=("Dyplom.pdf",),
                submitted_at=datetime(2026, 12, 20, 10, 15, 30, tzinfo=WARSAW),
            )
        ]


@register
@dataclass(frozen=True)
class RefusalSheet(Sheet):
    """The letter to a candidate whose candidacy was rejected, with the reason."""

    KIND: ClassVar[str] = "recruitment.refusal"
    TEMPLATE: ClassVar[str] = "documents/recruitment/refusal.html"

    recruitment: str
    number: int
    name: str
    submitted_on: date
    conditions: tuple[tuple[str, str], ...]
    reason: str
    contact: str

    @property
    def title(self) -> str:
        return f"Odrzucenie zgłoszenia nr {self.number} w naborze ekspertów"

    @classmethod
    def of(cls, candidacy: Candidacy) -> Self:
        """The rejected candidacy with the conditions that it does not meet."""
        recruitment = candidacy.recruitment
        failed = tuple(
            (str(each), candidacy.checks.get(str(each.number), {}).get("note", ""))
            for each in recruitment.conditions.all()
            if each.kind == Kind.REQUIRED and candidacy.checks.get(str(each.number), {}).get("verdict") != "yes"
        )
        moment = candidacy.submitted_at or candidacy.began_at
        return cls(
            recruitment=recruitment.title,
            number=candidacy.number or 0,
            name=candidacy.name,
            submitted_on=moment.astimezone(WARSAW).date(),
            conditions=failed,
            reason=candidacy.reason,
            contact=recruitment.contact,
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                recruitment="Eksperci do oceny ofert w latach 2027–2028",
                number=7,
                name="Łukasz Ćwik",
                submitted_on=date(2026, 12, 21),
                conditions=(("2. Trzy lata doświadczenia zawodowego", "Dokumenty potwierdzają dwa lata."),),
                reason="Zgłoszenie nie spełnia warunku koniecznego także po uzupełnieniu.",
                contact="Wydział Społeczeństwa Obywatelskiego, tel. 42 663 30 26",
            )
        ]


@register
@dataclass(frozen=True)
class ExpertListSheet(Sheet):
    """The published list of experts with the reserve list, field by field."""

    KIND: ClassVar[str] = "recruitment.results"
    TEMPLATE: ClassVar[str] = "documents/recruitment/results.html"

    recruitment: str
    listed_from: date
    listed_to: date
    approval: str
    parts: tuple[ListPart, ...]

    @property
    def title(self) -> str:
        return f"Lista ekspertów: {self.recruitment}"

    @classmethod
    def of(cls, recruitment: Recruitment) -> Self:
        """The list as it was approved."""
        return cls(
            recruitment=recruitment.title,
            listed_from=recruitment.listed_from,
            listed_to=recruitment.listed_to,
            approval=recruitment.approval,
            parts=tuple(
                ListPart(
                    f"{each.code}. {each.name}",
                    tuple(ListRow(row.place, row.who, row.points, row.outcome) for row in each.rows),
                )
                for each in results(recruitment)
            ),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        return [
            cls(
                recruitment="Eksperci do oceny ofert w latach 2027–2028",
                listed_from=date(2027, 2, 1),
                listed_to=date(2028, 12, 31),
                approval="decyzja dyrektora Departamentu nr 3/2027",
                parts=(
                    ListPart(
                        "16. Kultura i sztuka",
                        (
                            ListRow(1, "Żaneta Łęcka", 25, "lista ekspertów"),
                            ListRow(2, "zgłoszenie nr 4", 15, "lista rezerwowa"),
                        ),
                    ),
                    ListPart("17. Sport", ()),
                ),
            )
        ]
