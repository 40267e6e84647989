"""The book of controls in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from office.controls import access
from office.controls.models import Control, ControlQuerySet, Recommendation
from office.controls.states import State
from office.structure.api import WORK_READ


class RecommendationOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    owner = serializers.CharField(source="owner.code", help_text="symbol komórki bez spacji")

    class Meta:
        model = Recommendation
        fields = ("id", "number", "text", "owner", "due_on", "state", "executed_on", "how")


class ControlOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code", default=None, allow_null=True, help_text="puste: cały urząd")

    class Meta:
        model = Control
        fields = (
            "id",
            "sign",
            "state",
            "body",
            "authorisation",
            "scope",
            "unit",
            "begins_on",
            "ends_on",
            "protocol_on",
            "reservations_due",
            "reservations_on",
            "recommended_on",
            "answer_due",
            "answered_on",
        )


class ControlDetailOut(ControlOut):
    """With what was recommended."""

    recommendations = RecommendationOut(many=True)

    class Meta(ControlOut.Meta):
        fields = (*ControlOut.Meta.fields, "recommendations")  # type: ignore[assignment]


class ControlQuery(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices)
    unit = django_filters.CharFilter(field_name="unit__code")
    begins_from = django_filters.DateFilter(field_name="begins_on", lookup_expr="gte")
    begins_to = django_filters.DateFilter(field_name="begins_on", lookup_expr="lte")

    class Meta:
        model = Control
        fields: list[str] = []


class ControlResource(Detailed):
    """Controls of the office that the caller sees."""

    about = _("Książka kontroli: kontrole urzędu i zalecenia pokontrolne.")
    scope = WORK_READ
    serializer_class = ControlOut
    detail_serializer_class = ControlDetailOut
    filterset_class = ControlQuery
    orderings = ("-entered_at", "begins_on")

    def get_queryset(self) -> ControlQuerySet:
        return access.visible(self.actor, self.at)
