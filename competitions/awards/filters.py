"""What the officer asks of a competition's offers: by words, state, amount, whose turn it is, what is late."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from competitions.awards.words import late, turns
from competitions.calls.models import Competition
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.tables.folding import fold

ANY = _("wszystkie")
ORDERS = (
    ("number", _("numeru")),
    ("organisation__sort_key", _("nazwy organizacji")),
    ("-requested", _("kwoty, od największej")),
    ("requested", _("kwoty, od najmniejszej")),
    ("opinion__place", _("miejsca na liście komisji")),
)


class OfferFilter(django_filters.FilterSet):
    """Each filter by the name it has in the address; a value that is none narrows nothing."""

    szukaj = django_filters.CharFilter(method="of_words", max_length=200, label=_("Organizacja albo zadanie"))
    stan = django_filters.ChoiceFilter(field_name="state", choices=State.choices[1:], empty_label=ANY, label=_("Stan"))
    kolej = django_filters.ChoiceFilter(method="of_turn", empty_label=ANY, label=_("Czyja kolej"))
    spoznione = django_filters.ChoiceFilter(
        method="of_late", choices=[("tak", _("tylko po terminie"))], empty_label=_("każdy"), label=_("Termin")
    )
    podzadanie = django_filters.ChoiceFilter(field_name="subtask__number", empty_label=ANY, label=_("Podzadanie"))
    od = django_filters.NumberFilter(field_name="requested", lookup_expr="gte", min_value=0, label=_("Dotacja od [zł]"))
    do = django_filters.NumberFilter(field_name="requested", lookup_expr="lte", min_value=0, label=_("Dotacja do [zł]"))
    kolejnosc = django_filters.ChoiceFilter(method="in_order", choices=ORDERS, empty_label=None, label=_("Według"))

    class Meta:
        model = Offer
        fields: list[str] = []

    def __init__(self, data: Any, *, rows: QuerySet[Offer], competition: Competition, at: datetime) -> None:
        self.turns = turns(competition, at)
        self.late = late(competition, at)
        super().__init__(data, queryset=rows)
        self.filters["kolej"].extra["choices"] = [(turn, turn) for turn in self.turns]
        if competition.divided:
            self.filters["podzadanie"].extra["choices"] = [(str(row.number), str(row)) for row in competition.parts]
        else:
            del self.filters["podzadanie"]

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The values given, by filter; wrong ones are left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def narrowed(self) -> QuerySet[Offer]:
        """The offers that fit, in the order asked for."""
        rows = self.queryset.order_by("number", "pk")
        for name, value in self.asked.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    @cached_property
    def sums(self) -> dict[str, Any]:
        """How many fit, and what they ask for in PLN."""
        return self.narrowed().order_by().aggregate(count=Count("pk"), requested=Sum("requested"))

    def of_words(self, rows: QuerySet[Offer], field: str, value: str) -> QuerySet[Offer]:
        """Every word in the organisation's name or in the task's title."""
        for word in value.split():
            rows = rows.filter(Q(organisation__search_text__contains=fold(word)) | Q(title__icontains=word))
        return rows

    def of_turn(self, rows: QuerySet[Offer], field: str, value: str) -> QuerySet[Offer]:
        """Those that wait for somebody."""
        return rows.filter(state__in=self.turns[value])

    def of_late(self, rows: QuerySet[Offer], field: str, value: str) -> QuerySet[Offer]:
        """Those whose term has passed."""
        return rows.filter(state__in=self.late)

    def in_order(self, rows: QuerySet[Offer], field: str, value: str) -> QuerySet[Offer]:
        """Another order than that of the numbers."""
        return rows.order_by(value, "number", "pk")
