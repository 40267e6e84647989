"""Trips in the API, read only: the staff of the unit and auditors."""

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from office.trips import access
from office.trips.models import Cost, Trip, TripQuerySet

TRIPS_READ = scope("trips:read", _("wyjazdy i delegacje komórki"), kinds=access.READERS)


class TripOut(serializers.ModelSerializer):
    """A trip as a list tells of it: without names."""

    id = serializers.CharField(source="public_id")
    number = serializers.CharField(source="sign")
    unit = serializers.CharField(source="unit.code")
    due_on = serializers.DateField(allow_null=True)
    late = serializers.BooleanField()

    class Meta:
        model = Trip
        fields: tuple[str, ...] = (
            "id",
            "number",
            "unit",
            "kind",
            "state",
            "country",
            "place",
            "starts_on",
            "ends_on",
            "due_on",
            "late",
            "planned_pln",
            "actual_pln",
        )


class PersonOut(serializers.Serializer):
    name = serializers.CharField()
    role = serializers.CharField()


class PointOut(serializers.Serializer):
    day = serializers.DateField()
    time = serializers.CharField()
    text = serializers.CharField()


class CostOut(serializers.ModelSerializer):
    class Meta:
        model = Cost
        fields = ("side", "kind", "note", "amount", "currency", "rate", "rate_on", "pln")


class TripDetailOut(TripOut):
    """With its purpose, people, programme, costs and report."""

    participants = PersonOut(many=True, source="people")
    programme = PointOut(many=True, source="points")
    costs = CostOut(many=True)
    report = serializers.CharField(source="report_text")

    class Meta(TripOut.Meta):
        fields = (*TripOut.Meta.fields, "purpose", "participants", "programme", "costs", "reported_on", "report")


class TripQuery(django_filters.FilterSet):
    state = django_filters.CharFilter()
    starts_from = django_filters.DateFilter(field_name="starts_on", lookup_expr="gte")
    starts_to = django_filters.DateFilter(field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = Trip
        fields: list[str] = []


class TripResource(Detailed):
    """Trips of the caller's unit."""

    about = _("Wyjazdy i delegacje komórki, w której działa klucz; audytor widzi wszystkie.")
    scope = TRIPS_READ
    serializer_class = TripOut
    detail_serializer_class = TripDetailOut
    filterset_class = TripQuery
    orderings = ("-starts_on", "ends_on")
    personal = True

    def get_queryset(self) -> TripQuerySet:
        return access.visible(self.actor, self.at)
