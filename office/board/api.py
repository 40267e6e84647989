"""Resolutions in the API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from office.board import access
from office.board.models import Body, Resolution
from office.structure.api import OFFICE_READ


class ResolutionOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code", help_text="symbol komórki bez spacji")

    class Meta:
        model = Resolution
        fields = ("id", "body", "number", "adopted_on", "title", "unit")


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
