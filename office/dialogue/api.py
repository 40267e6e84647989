"""The council of social dialogue in the API: what it adopted for everyone, its sittings for the office."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from office.dialogue import access
from office.dialogue.models import CouncilSitting, Position
from office.dialogue.states import PositionState, State
from office.structure.api import OFFICE_READ, WORK_READ


class PositionOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = Position
        fields = (
            "id",
            "sign",
            "kind",
            "title",
            "content",
            "adopted_on",
            "state",
            "addressee",
            "sent_on",
            "answer_due",
            "answered_on",
        )


class PositionQuery(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Position.Kind.choices)
    state = django_filters.ChoiceFilter(choices=PositionState.choices)
    adopted_from = django_filters.DateFilter(field_name="adopted_on", lookup_expr="gte")

    class Meta:
        model = Position
        fields: list[str] = []


class PositionResource(Detailed):
    """Positions and opinions of the council."""

    about = _("Stanowiska i opinie Wojewódzkiej Rady Dialogu Społecznego.")
    public = True
    scope = OFFICE_READ
    serializer_class = PositionOut
    filterset_class = PositionQuery
    orderings = ("-adopted_on", "number")

    def get_queryset(self) -> QuerySet[Position]:
        return access.visible(self.actor, self.at)


class CouncilSittingOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    points = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = CouncilSitting
        fields = ("id", "sign", "kind", "state", "starts_at", "place", "points")


class CouncilSittingQuery(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=CouncilSitting.Kind.choices)
    state = django_filters.ChoiceFilter(choices=State.choices)

    class Meta:
        model = CouncilSitting
        fields: list[str] = []


class CouncilSittingResource(Detailed):
    """Sittings of the council and of its presidium."""

    about = _("Posiedzenia Wojewódzkiej Rady Dialogu Społecznego i jej prezydium, bez nazwisk obecnych.")
    scope = WORK_READ
    serializer_class = CouncilSittingOut
    filterset_class = CouncilSittingQuery
    orderings = ("-starts_at", "number")

    def get_queryset(self) -> QuerySet[CouncilSitting]:
        return access.sittings(self.actor, self.at)
