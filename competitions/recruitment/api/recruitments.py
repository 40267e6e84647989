"""Recruitments of experts in the API: those announced with their conditions, their lists once resolved."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.recruitment import access, queries
from competitions.recruitment.models import Condition, Field, Recruitment
from competitions.recruitment.states import State
from core.api.resource import Detailed
from core.api.scopes import scope

RECRUITMENTS_READ = scope("recruitments:read", gettext_lazy("nabory ekspertów: odczyt"))


class FieldOut(serializers.ModelSerializer):
    class Meta:
        model = Field
        fields = ("sphere", "places")


class ConditionOut(serializers.ModelSerializer):
    levels = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), help_text="pary: od ilu, ile punktów"
    )

    class Meta:
        model = Condition
        fields = ("number", "text", "kind", "proof", "levels")


class RecruitmentOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code")
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Recruitment
        fields = (
            "id",
            "title",
            "unit",
            "state",
            "state_label",
            "announced_at",
            "due",
            "results_by",
            "listed_from",
            "listed_to",
            "rate",
            "resolved_at",
        )


class RecruitmentDetailOut(RecruitmentOut):
    fields_wanted = FieldOut(source="fields", many=True)
    conditions = ConditionOut(many=True)
    statements = serializers.ListField(child=serializers.CharField())

    class Meta(RecruitmentOut.Meta):
        fields = (  # type: ignore[assignment]
            *RecruitmentOut.Meta.fields,
            "scope",
            "least_points",
            "supplement_days",
            "names_published",
            "fields_wanted",
            "conditions",
            "statements",
            "legal_basis",
            "contact",
        )


class ListRowOut(serializers.Serializer):
    place = serializers.IntegerField()
    who = serializers.CharField(help_text="imię i nazwisko albo numer zgłoszenia, jak na ogłoszonej liście")
    points = serializers.IntegerField()
    outcome = serializers.CharField()


class FieldResultOut(serializers.Serializer):
    """The list and the reserve of one field, as they were published."""

    code = serializers.CharField(help_text="punkt art. 4 ust. 1")
    name = serializers.CharField()
    places = serializers.IntegerField()
    rows = ListRowOut(many=True)


class RecruitmentFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices)

    class Meta:
        model = Recruitment
        fields: list[str] = []


class RecruitmentResource(Detailed):
    """Recruitments of experts that were announced; for staff also those being prepared."""

    about = gettext_lazy("Nabory ekspertów: ogłoszone, z warunkami, a po rozstrzygnięciu z listą i listą rezerwową.")
    public = True
    scope = RECRUITMENTS_READ
    serializer_class = RecruitmentOut
    detail_serializer_class = RecruitmentDetailOut
    filterset_class = RecruitmentFilter
    orderings = ("-due", "announced_at")

    def get_queryset(self) -> QuerySet[Recruitment]:
        rows = access.visible(self.actor, self.at)
        return rows.filter(state=State.RESOLVED) if self.action == "results" else rows

    @extend_schema(
        summary=gettext_lazy("Lista ekspertów i lista rezerwowa, po rozstrzygnięciu"),
        responses=FieldResultOut(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def results(self, request: Request, id: str) -> Response:
        """The published list of each field, once the recruitment is resolved."""
        return Response(FieldResultOut(queries.results(self.row()), many=True).data)
