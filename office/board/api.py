"""Resolutions, sittings of the Board and their agendas in the API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from office.board import access
from office.board.models import BoardItem, BoardItemQuerySet, Body, Resolution, Sitting
from office.board.states import ItemState, State
from office.structure.api import OFFICE_READ, WORK_READ


class ResolutionOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code", help_text="symbol komórki bez spacji")

    class Meta:
        model = Resolution
        fields = ("id", "body", "number", "adopted_on", "title", "unit", "annulled_at")


class ResolutionFilter(django_filters.FilterSet):
    body = django_filters.ChoiceFilter(choices=Body.choices)
    number = django_filters.CharFilter()
    unit = django_filters.CharFilter(field_name="unit__code")
    adopted_from = django_filters.DateFilter(field_name="adopted_on", lookup_expr="gte")
    adopted_to = django_filters.DateFilter(field_name="adopted_on", lookup_expr="lte")

    class Meta:
        model = Resolution
        fields: list[str] = []


class ResolutionResource(Detailed):
    """Adopted resolutions."""

    about = _("Uchwały, na które powołują się programy i konkursy.")
    public = True
    scope = OFFICE_READ
    serializer_class = ResolutionOut
    filterset_class = ResolutionFilter
    orderings = ("-adopted_on", "number")

    def get_queryset(self) -> QuerySet[Resolution]:
        return access.visible(self.actor, self.at)


class SittingOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = Sitting
        fields = ("id", "number", "year", "state", "starts_at", "place", "items_due", "minutes_due")


class SittingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices)
    year = django_filters.NumberFilter(min_value=1999, max_value=2999)

    class Meta:
        model = Sitting
        fields: list[str] = []


class SittingResource(Detailed):
    """Sittings of the Board."""

    about = _("Posiedzenia Zarządu: numer, termin, miejsce, stan.")
    scope = WORK_READ
    serializer_class = SittingOut
    filterset_class = SittingFilter
    orderings = ("-starts_at", "number")

    def get_queryset(self) -> QuerySet[Sitting]:
        return access.sittings(self.actor, self.at)


class BoardItemOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    sitting = serializers.CharField(source="sitting.public_id")
    unit = serializers.CharField(source="unit.code", help_text="symbol komórki bez spacji")
    resolution = serializers.CharField(source="resolution.public_id", default=None, allow_null=True)

    class Meta:
        model = BoardItem
        fields = ("id", "sitting", "unit", "kind", "title", "reporter", "place", "state", "submitted_at", "resolution")


class BoardItemFilter(django_filters.FilterSet):
    sitting = django_filters.CharFilter(field_name="sitting__public_id")
    state = django_filters.ChoiceFilter(choices=ItemState.choices)
    unit = django_filters.CharFilter(field_name="unit__code")

    class Meta:
        model = BoardItem
        fields: list[str] = []


class BoardItemResource(Detailed):
    """Items of agendas of the Board's sittings."""

    about = _("Punkty porządku obrad Zarządu: własne komórki i przyjęte do porządku.")
    scope = WORK_READ
    serializer_class = BoardItemOut
    filterset_class = BoardItemFilter
    orderings = ("-submitted_at", "place")

    def get_queryset(self) -> BoardItemQuerySet:
        return access.items(self.actor, self.at)
