"""Programmes in the API, with their aims and tasks."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from ngo.programmes import access
from ngo.programmes.models import Aim, PriorityTask, Programme
from ngo.programmes.states import State

PROGRAMMES_READ = scope("programmes:read", _("programy współpracy i sprawozdania roczne"))


class AimOut(serializers.ModelSerializer):
    class Meta:
        model = Aim
        fields = ("number", "text", "indicator", "target", "source")


class PriorityTaskOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = PriorityTask
        fields = ("id", "number", "sphere", "title", "unit", "planned_funds")


class ProgrammeOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    state_label = serializers.CharField(source="get_state_display")
    adoption = serializers.CharField(source="adoption.public_id", default=None, allow_null=True, help_text="uchwała")

    class Meta:
        model = Programme
        fields = ("id", "year", "title", "state", "state_label", "planned_funds", "adoption")


class ProgrammeDetailOut(ProgrammeOut):
    aims = AimOut(many=True)
    tasks = PriorityTaskOut(many=True)

    class Meta(ProgrammeOut.Meta):
        fields = (  # type: ignore[assignment]
            *ProgrammeOut.Meta.fields,
            "main_aim",
            "principles",
            "subject_scope",
            "forms",
            "period",
            "manner",
            "assessment",
            "creation",
            "panel_rules",
            "aims",
            "tasks",
        )


class ProgrammeFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(min_value=1, max_value=9999)
    state = django_filters.ChoiceFilter(choices=State.choices)

    class Meta:
        model = Programme
        fields: list[str] = []


class ProgrammeResource(Detailed):
    """Annual programmes of cooperation."""

    about = _("Roczne programy współpracy z organizacjami.")
    public = True
    scope = PROGRAMMES_READ
    serializer_class = ProgrammeOut
    detail_serializer_class = ProgrammeDetailOut
    filterset_class = ProgrammeFilter
    orderings = ("-year",)

    def get_queryset(self) -> QuerySet[Programme]:
        rows = access.visible(self.actor, self.at)
        return rows.prefetch_related("aims", "tasks__unit") if self.action == "retrieve" else rows
