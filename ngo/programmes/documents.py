"""The programme as an issued document."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from core.documents.sheet import Sheet, register
from core.web.templatetags.polish import data
from law.spheres import sphere
from ngo.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class AimRow:
    number: int
    text: str
    indicator: str
    target: str
    source: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    number: int
    sphere: str
    title: str
    unit: str
    planned_funds: Decimal


@register
@dataclass(frozen=True)
class ProgrammeSheet(Sheet):
    """The annual programme as adopted (UDPP art. 5a ust. 4)."""

    KIND: ClassVar[str] = "programmes.programme"
    TEMPLATE: ClassVar[str] = "documents/programmes/programme.html"

    year: int
    name: str
    resolution: str
    sections: tuple[tuple[str, str], ...]
    planned_funds: Decimal
    aims: tuple[AimRow, ...]
    tasks: tuple[TaskRow, ...]

    @property
    def title(self) -> str:
        return self.name

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """The sheet of a programme as it stands."""
        label = {field.name: str(field.verbose_name).capitalize() for field in programme._meta.fields}
        names: tuple[str, ...] = ("main_aim", "principles", "subject_scope", "forms", "period", "manner")
        names += ("assessment", "creation", "panel_rules")
        adoption = programme.adoption
        return cls(
            year=programme.year,
            name=programme.title,
            resolution=f"{adoption} z dnia {data(adoption.adopted_on)}" if adoption else "",
            sections=tuple((label[name], getattr(programme, name)) for name in names),
            planned_funds=programme.planned_funds or Decimal(0),
            aims=tuple(AimRow(a.number, a.text, a.indicator, a.target, a.source) for a in programme.aims.all()),
            tasks=tuple(
                TaskRow(t.number, f"{t.sphere}. {sphere(t.sphere).name}", t.title, t.unit.symbol, t.planned_funds)
                for t in programme.tasks.select_related("unit")
            ),
        )

    @classmethod
    def examples(cls) -> list[Self]:
        aim = AimRow(1, "Zwiększenie liczby zadań wspólnych", "liczba umów", "25", "rejestr umów")
        task = TaskRow(1, "16. Kultura i sztuka", "Festiwale kultury ludowej", "KM III", Decimal("250000.00"))
        text = "Współpraca opiera się na zasadach pomocniczości, suwerenności stron i jawności."
        return [
            cls(
                2026,
                "Program współpracy na 2026 rok",
                "Sejmik: uchwała nr XX/1/25 z dnia 24 listopada 2025 r.",
                (("Zasady współpracy", text),),
                Decimal("1250000.00"),
                (aim,),
                (task,),
            ),
        ]
