"""By which number a register is asked about an organisation, and which ones it is asked about first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from ngo.registry.access import PUBLIC
from ngo.registry.models import Organisation, Source
from ngo.registry.registers.configured import NUMBERS, VARIABLES, switched_on


@dataclass(frozen=True, slots=True)
class Question:
    """The register to ask, and the number with the field it stands in."""

    source: Source
    field: str
    number: str


def question(organisation: Organisation) -> Question | None:
    """What to ask about an organisation: the surest register that is switched on and has a number of it; None for none."""
    for source in switched_on():
        for field in NUMBERS[source]:
            if number := getattr(organisation, field):
                return Question(Source(source), field, number)
    return None


def askable(source: str) -> Q:
    """The organisations that this register is asked about: those it answers for before others, confirmed, neither absorbed nor deleted."""
    on = switched_on()
    numbered = Q(*(~Q(**{field: ""}) & Q(**{f"{field}__isnull": False}) for field in NUMBERS[source]), _connector=Q.OR)
    surer = [field for other in on[: on.index(source)] for field in NUMBERS[other]]
    return PUBLIC & Q(merged_into=None, deleted_on=None) & numbered & Q(**{f"{field}__isnull": True for field in surer})


def longest_unasked(source: str, count: int) -> list[Organisation]:
    """At most `count` organisations that the register is asked about next: never asked ones first, then the longest ago."""
    rows = Organisation.objects.filter(askable(source))
    never = list(rows.filter(refreshed_at=None).order_by("pk")[:count])
    rest = rows.filter(refreshed_at__isnull=False).order_by("refreshed_at", "pk")
    return never + list(rest[: count - len(never)])


@dataclass(frozen=True, slots=True)
class State:
    """A register: whether it is asked, about how many organisations, how many of them it was never asked about or told
    nothing of, and when the longest unasked one was asked. `variables` are the settings that switch it on."""

    source: Source
    variables: str
    is_on: bool = False
    all: int = 0
    never: int = 0
    untold: int = 0
    oldest: datetime | None = None


def states() -> list[State]:
    """All registers, the surest first."""
    on = switched_on()
    return [_state(source) if source in on else State(Source(source), VARIABLES[source]) for source in NUMBERS]


def _state(source: str) -> State:
    figures = Organisation.objects.filter(askable(source)).aggregate(
        all=Count("pk"),
        never=Count("pk", filter=Q(refreshed_at=None)),
        untold=Count("pk", filter=~Q(refresh_note="")),
        oldest=Min("refreshed_at"),
    )
    return State(Source(source), VARIABLES[source], is_on=True, **figures)
