"""What people ask of the list of competitions, the same on its page, in its feed and in its calendar."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition, CompetitionQuerySet
from competitions.calls.states import State
from core.tables.json_lists import Holds
from law.spheres import spheres
from ngo.registry.territory import county_names

ASSESSED = (State.CLOSED, State.EVALUATION, State.CONCLUDED)
OVER = (State.RESOLVED, State.SETTLED, State.CALLED_OFF, State.CANCELLED)
STANDS = (
    ("nabor", _("trwa nabór")),
    ("ocena", _("trwa ocena")),
    ("koniec", _("rozstrzygnięte i zakończone")),
)


def sphere_choices() -> list[tuple[str, str]]:
    """All spheres that ever were, in the statute's order."""
    return [(each.code, f"{each.code}. {each.name}") for each in spheres()]


def county_choices() -> list[tuple[str, str]]:
    """Counties by their TERYT codes."""
    return list(county_names().items())


def in_county(code: str) -> Q:
    """Competitions whose tasks may be done in a county: named in them, or the whole voivodeship is."""
    return Q(Holds("counties", code)) | Q(counties=[])


class CallFilter(django_filters.FilterSet):
    """Each filter by the name it has in the address; a value that is none narrows nothing."""

    szukaj = django_filters.CharFilter(
        field_name="title", lookup_expr="icontains", max_length=200, label=_("Słowa z tytułu")
    )
    stan = django_filters.ChoiceFilter(method="of_stand", choices=STANDS, empty_label=_("wszystkie"), label=_("Stan"))
    sfera = django_filters.ChoiceFilter(
        field_name="sphere", choices=sphere_choices, empty_label=_("wszystkie"), label=_("Rodzaj zadania (sfera)")
    )
    powiat = django_filters.ChoiceFilter(
        method="of_county", choices=county_choices, empty_label=_("całe województwo"), label=_("Powiat")
    )

    class Meta:
        model = Competition
        fields: list[str] = []

    def __init__(self, data: Any, *, rows: QuerySet[Competition], at: datetime) -> None:
        self.at = at
        super().__init__(data, queryset=rows)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The values given, by filter; wrong ones are left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def narrowed(self) -> CompetitionQuerySet:
        """The competitions that fit."""
        rows = self.queryset
        for name, value in self.asked.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def of_stand(self, rows: CompetitionQuerySet, field: str, value: str) -> QuerySet[Competition]:
        """Where a competition stands."""
        return rows.open(self.at) if value == "nabor" else rows.filter(state__in=ASSESSED if value == "ocena" else OVER)

    def of_county(self, rows: CompetitionQuerySet, field: str, value: str) -> QuerySet[Competition]:
        """Competitions for tasks in a county."""
        return rows.filter(in_county(value))
