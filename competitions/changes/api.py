"""Changes of competitions in the API: what was announced after the announcement."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from competitions.calls.api import COMPETITIONS_READ
from competitions.changes import access
from competitions.changes.models import Change, Kind
from core.api.resource import Resource


class ChangedRowOut(serializers.Serializer):
    """A part of the announcement before and after, in words."""

    name = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChangeOut(serializers.ModelSerializer):
    competition = serializers.CharField(source="competition.public_id")
    kind_label = serializers.CharField(source="get_kind_display")
    subtask = serializers.IntegerField(
        source="subtask.number", default=None, allow_null=True, help_text="numer unieważnionego podzadania"
    )
    resolution = serializers.CharField(source="resolution.public_id", default=None, allow_null=True)
    rows = serializers.SerializerMethodField()

    class Meta:
        model = Change
        fields = (
            "competition",
            "number",
            "kind",
            "kind_label",
            "subtask",
            "made_at",
            "resolution",
            "basis",
            "reason",
            "rows",
            "anew",
        )
        extra_kwargs = {"anew": {"help_text": _("21 dni na oferty liczy się od nowa od ostatniej publikacji zmiany")}}

    @extend_schema_field(ChangedRowOut(many=True))
    def get_rows(self, change: Change) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = change.rows
        return rows


class ChangeFilter(django_filters.FilterSet):
    competition = django_filters.CharFilter(field_name="competition__public_id")
    kind = django_filters.ChoiceFilter(choices=Kind.choices)

    class Meta:
        model = Change
        fields: list[str] = []


class ChangeResource(Resource):
    """Changes of competitions after their announcement."""

    about = _("Zmiany konkursów po ogłoszeniu: przedłużenia, zmiany treści, zawieszenia, odwołania, unieważnienia.")
    public = True
    scope = COMPETITIONS_READ
    serializer_class = ChangeOut
    filterset_class = ChangeFilter
    orderings = ("-made_at",)

    def get_queryset(self) -> QuerySet[Change]:
        return access.visible(self.actor, self.at)
