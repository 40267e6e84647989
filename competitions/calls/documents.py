"""The announcement of a competition as an issued document (UDPP art. 13 ust. 2)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from competitions.calls.models import Competition
from competitions.calls.queries import (
    ANNOUNCEMENT,
    CriterionRow,
    SameKind,
    SameKindTasks,
    criteria_rows,
    grant_bounds,
    limits,
    same_kind_tasks,
    scoring_rules,
)
from core.documents.sheet import Sheet, register
from core.web.templatetags.polish import data
from law.spheres import sphere


@dataclass(frozen=True, slots=True)
class SubTaskRow:
    number: int
    title: str
    pool: Decimal
    grants: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    name: str
    note: str
    required: bool
    kinds: str


def _repeated(earlier: Competition) -> str:
    """ "Żywe tradycje (KMIII.614.1.2026), który unieważniono (art. 11 ust. 6)"."""
    named = f"{earlier.title} ({earlier.case.sign})" if earlier.case else earlier.title
    return f"{named}, {earlier.repeated_because}"


@register
@dataclass(frozen=True)
class AnnouncementSheet(Sheet):
    """Everything that art. 13 ust. 2 asks of an announcement. Amounts in PLN, shares in percent."""

    KIND: ClassVar[str] = ANNOUNCEMENT
    TEMPLATE: ClassVar[str] = "documents/calls/announcement.html"

    name: str
    sign: str
    resolution: str
    sphere: str
    form: str
    organiser: str
    budget: str
    pool: Decimal
    subtasks: tuple[SubTaskRow, ...]
    rules: str
    calling_off_reserved: bool
    conditions: str
    task_from: date
    task_to: date
    offers_due: datetime
    confirmation_due: datetime
    selection_by: date
    selection_mode: str
    limits: tuple[tuple[str, str], ...]
    criteria: tuple[CriterionRow, ...]
    threshold: Decimal
    scoring: tuple[str, ...]
    same_kind: tuple[SameKind, ...]
    attachments: tuple[AttachmentRow, ...]
    legal_basis: str
    contact: str
    # The competition that is announced again: its title, its case and how it ended.
    repeats: str = ""

    @property
    def title(self) -> str:
        return f"Ogłoszenie otwartego konkursu ofert: {self.name}"

    @classmethod
    def of(cls, competition: Competition) -> Self:
        """The announcement of a competition."""
        resolution = competition.announcement
        return cls(
            name=competition.title,
            sign=competition.case.sign if competition.case else "",
            resolution=f"{resolution} z dnia {data(resolution.adopted_on)}" if resolution else "",
            sphere=f"{competition.sphere}. {sphere(competition.sphere).text}",
            form=competition.get_form_display(),
            organiser=competition.organiser,
            budget=competition.get_budget_basis_display(),
            pool=competition.pool,
            subtasks=tuple(
                SubTaskRow(row.number, row.title, row.pool, grant_bounds(row.min_grant, row.max_grant))
                for row in competition.parts
            ),
            rules=competition.rules,
            calling_off_reserved=competition.calling_off_reserved,
            conditions=competition.conditions,
            task_from=competition.task_from,
            task_to=competition.task_to,
            offers_due=competition.offers_due,
            confirmation_due=competition.confirmation_due,
            selection_by=competition.selection_by,
            selection_mode=competition.selection_mode,
            limits=tuple(limits(competition)),
            criteria=tuple(criteria_rows(competition)),
            threshold=competition.threshold,
            scoring=tuple(scoring_rules(competition)),
            same_kind=tuple(same_kind_tasks(competition)),
            attachments=tuple(
                AttachmentRow(row.name, row.note, row.required, row.files) for row in competition.attachment_rules
            ),
            legal_basis=competition.legal_basis,
            contact=competition.contact,
            repeats=_repeated(competition.repeats) if competition.repeats else "",
        )

    @classmethod
    def examples(cls) -> list[Self]:
        warsaw = ZoneInfo("Europe/Warsaw")
        return [
            cls(
                name="Żywe tradycje regionu łódzkiego",
                sign="KMIII.614.1.2026",
                resolution="Zarząd: uchwała nr 812/26 z dnia 3 listopada 2026 r.",
                sphere="16. kultury, sztuki, ochrony dóbr kultury i dziedzictwa narodowego",
                form="wsparcie",
                organiser="Regionalne Centrum Przykładu",
                budget="uchwalony budżet",
                pool=Decimal("250000.00"),
                subtasks=(
                    SubTaskRow(1, "Śpiew", Decimal("150000.00"), "najwyżej 30 000,00 zł"),
                    SubTaskRow(2, "Rękodzieło", Decimal("100000.00"), "jak w całym konkursie"),
                ),
                rules="Dotację przyznaje Zarząd w formie uchwały.",
                calling_off_reserved=True,
                conditions="Zadanie jest realizowane na terenie województwa.",
                task_from=date(2027, 3, 1),
                task_to=date(2027, 11, 30),
                offers_due=datetime(2026, 12, 28, 23, 59, 59, tzinfo=warsaw),
                confirmation_due=datetime(2027, 1, 4, 16, 0, tzinfo=warsaw),
                selection_by=date(2027, 2, 15),
                selection_mode="Oferty opiniuje komisja konkursowa.",
                limits=(("Najwyższa dotacja", "40 000,00 zł"),),
                criteria=(
                    CriterionRow(
                        1,
                        "Możliwość realizacji zadania",
                        "art. 15 ust. 1 pkt 1",
                        "0–20 pkt, co 0,5",
                        Decimal("1.50"),
                        "każda karta co najmniej 5 pkt",
                        "0–5: brak doświadczenia\n6–20: zadania tego rodzaju",
                    ),
                ),
                threshold=Decimal("60.00"),
                scoring=("Ofertę oceniają 2 eksperci.", "Punkty oferty to średnia punktów z kart oceny."),
                same_kind=(
                    SameKind(
                        2025,
                        (
                            SameKindTasks(
                                2025, "Tradycje bliskie 2025", 3, 1, Decimal("112500.00"), Decimal("90000.00")
                            ),
                        ),
                    ),
                    SameKind(2026, ()),
                ),
                attachments=(
                    AttachmentRow("Odpis z rejestru", "Organizacje niewpisane do KRS", False, "PDF, JPG, do 10 MB"),
                ),
                legal_basis="art. 11 i 13 ustawy o działalności pożytku publicznego i o wolontariacie",
                contact="Wydział Społeczeństwa Obywatelskiego, tel. 42 663 30 26",
                repeats="Żywe tradycje regionu łódzkiego (KMIII.614.7.2025), który unieważniono (art. 11 ust. 6)",
            )
        ]
