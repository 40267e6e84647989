"""What people ask of the register, the same on the directory's page, in the API and in the files they take away."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.actor import VISITOR
from core.tables.json_lists import Holds
from core.web.templatetags.polish import number_text
from law.identity import NAME_MAX
from law.organisation import legal_forms
from law.spheres import spheres
from ngo.registry.access import sees_people
from ngo.registry.models import County, Organisation, Source
from ngo.registry.queries import Tally, Understood, by_sphere, counties, understood

UNKNOWN = "-"
# The filters that are counted together, and their columns.
COUNTED = {"powiat": "county", "forma": "legal_form", "opp": "is_opp", "likwidacja": "in_liquidation"}


def form_choices() -> list[tuple[str, str]]:
    """Legal forms by code, and the unknown one."""
    return [*((form.code, form.name) for form in legal_forms().values()), (UNKNOWN, str(_("nieustalona")))]


def sphere_choices() -> list[tuple[str, str]]:
    """All spheres that ever were, in the statute's order."""
    return [(each.code, f"{each.code}. {each.name}") for each in spheres()]


class CountyFilter(django_filters.CharFilter):
    """A county by its TERYT code."""

    field_class = forms.RegexField


class OrganisationFilter(django_filters.FilterSet):
    """Each filter by the name it has on the page; `narrowed` applies all of them or all but some."""

    szukaj = django_filters.CharFilter(
        method="of_words", max_length=NAME_MAX, label=_("słowa, „fraza”, -bez, pole:wartość, numer")
    )
    powiat = CountyFilter(field_name="county__code", regex=r"^[0-9]{4}$", label=_("TERYT powiatu"))
    forma = django_filters.ChoiceFilter(method="of_form", choices=form_choices, label=_("forma prawna"))
    sfera = django_filters.ChoiceFilter(method="of_sphere", choices=sphere_choices, label=_("sfera z art. 4 ust. 1"))
    opp = django_filters.BooleanFilter(field_name="is_opp", label=_("organizacja pożytku publicznego"))
    likwidacja = django_filters.BooleanFilter(field_name="in_liquidation", label=_("w likwidacji"))
    potwierdzone = django_filters.BooleanFilter(
        field_name="verified_at", lookup_expr="isnull", exclude=True, label=_("potwierdzone przez urząd")
    )
    zrodlo = django_filters.ChoiceFilter(field_name="source", choices=Source.choices, label=_("źródło danych"))
    krs = django_filters.CharFilter()
    nip = django_filters.CharFilter()
    regon = django_filters.CharFilter()

    class Meta:
        model = Organisation
        fields: list[str] = []

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The values given, by filter; wrong ones are left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def narrowed(self, *, without: Collection[str] = ()) -> QuerySet[Organisation]:
        """The rows that fit, some filters left aside."""
        rows = self.queryset
        for name, value in self.asked.items():
            if name not in without:
                rows = self.filters[name].filter(rows, value)
        return rows

    @cached_property
    def understood(self) -> Understood:
        """What the words mean to the one who asks, read once."""
        words = self.asked.get("szukaj", "") or self.asked.get("name", "")
        return understood(words, inside=sees_people(getattr(self.request, "actor", VISITOR)))

    @property
    def remarks(self) -> list[str]:
        """What people should know of their search: why it was left out, or what was taken otherwise than typed."""
        return [*self.form.errors.get("szukaj", ()), *self.understood.remarks]

    def of_words(self, rows: QuerySet[Organisation], field: str, value: str) -> QuerySet[Organisation]:
        """The query language of the register."""
        return rows.filter(self.understood.condition)

    def of_form(self, rows: QuerySet[Organisation], field: str, value: str) -> QuerySet[Organisation]:
        """One legal form, or those whose form is not known."""
        return rows.filter(legal_form="" if value == UNKNOWN else value)

    def of_sphere(self, rows: QuerySet[Organisation], field: str, value: str) -> QuerySet[Organisation]:
        """Those that work in a sphere."""
        return rows.filter(Holds("spheres", value))


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, its label with how many organisations it would leave, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values."""

    name: str
    label: str
    options: list[Option]


class Directory:
    """What is asked of the register with its numbers: how many there are, and how many each other choice would leave."""

    def __init__(self, asked: OrganisationFilter) -> None:
        self.asked = asked
        self.counties = counties()
        self.tally = Tally(asked.narrowed(without=COUNTED))
        self.spheres = by_sphere(asked.narrowed(without={"sfera"}))
        self.chosen = {COUNTED[name]: value for name, value in asked.asked.items() if name in COUNTED}
        if "county" in self.chosen:
            keys = {county.code: county.pk for county in self.counties}
            self.chosen["county"] = keys.get(self.chosen["county"], 0)
        if self.chosen.get("legal_form") == UNKNOWN:
            self.chosen["legal_form"] = ""

    @property
    def total(self) -> int:
        """How many organisations fit all that is asked."""
        return self.tally.total(self.chosen)

    @cached_property
    def in_counties(self) -> Counter[Any]:
        """How many are in the county of each key, whichever county is chosen; under None those in no known one of the region."""
        return self.tally.by("county", self.chosen)

    def by_county(self) -> list[tuple[County, int]]:
        """Each county and how many it has."""
        return [(county, self.in_counties[county.pk]) for county in self.counties]

    def elsewhere(self) -> int:
        """How many have no county in the region, or an unknown one."""
        return self.in_counties[None]

    def facets(self) -> list[Facet]:
        """The filters with the values that would leave something; a chosen value always stays."""
        forms = self.tally.by("legal_form", self.chosen)
        return [
            self._facet("powiat", _("Powiat"), [(each.code, each.name, count) for each, count in self.by_county()]),
            self._facet(
                "forma",
                _("Forma prawna"),
                [(code, name, forms["" if code == UNKNOWN else code]) for code, name in form_choices()],
            ),
            self._facet(
                "sfera",
                _("Sfera działalności"),
                [(code, name, self.spheres.get(code, 0)) for code, name in sphere_choices()],
            ),
            self._either("opp", _("Organizacja pożytku publicznego")),
            self._either("likwidacja", _("W likwidacji")),
        ]

    def _either(self, name: str, label: Any) -> Facet:
        counts = self.tally.by(COUNTED[name], self.chosen)
        return self._facet(name, label, [("true", _("tak"), counts[True]), ("false", _("nie"), counts[False])])

    def _facet(self, name: str, label: Any, values: Iterable[tuple[str, Any, int]]) -> Facet:
        given = self.asked.asked.get(name)
        chosen = str(given).lower() if isinstance(given, bool) else given
        options = [
            Option(value, f"{words} ({number_text(count, 0)})", value == chosen)
            for value, words, count in values
            if count or value == chosen
        ]
        return Facet(name, str(label), options)


# What the API calls each filter.
IN_API = {
    "szukaj": "name",
    "powiat": "county",
    "forma": "legal_form",
    "sfera": "sphere",
    "opp": "is_opp",
    "likwidacja": "in_liquidation",
    "potwierdzone": "verified",
    "zrodlo": "source",
}


class OrganisationQuery(OrganisationFilter):
    """The same filters under the names of the API."""

    @classmethod
    def get_filters(cls) -> Mapping[str, Any]:
        return {IN_API.get(name, name): each for name, each in super().get_filters().items()}
