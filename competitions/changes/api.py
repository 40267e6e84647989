"""Changes of competitions in the API: what was announced after the announcement, and the verbs that change it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.calls.access import visible as visible_competitions
from competitions.calls.api import COMPETITIONS_READ, COMPETITIONS_WRITE
from competitions.calls.models import Competition, SubTask
from competitions.changes import access, actions
from competitions.changes.forms import CORRECTED
from competitions.changes.models import Change, Kind
from core.api.fields import LineField, MomentField, TextField, chosen
from core.api.resource import Resource
from core.web.page import May
from office.board.access import visible as visible_resolutions
from office.board.models import Body


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


class ChangeIn(serializers.Serializer):
    """Which competition, why, and the resolution it rests on, where there is one."""

    competition = LineField(max_length=16, help_text="identyfikator konkursu")
    reason = TextField(max_length=2000, help_text="powód, który zostanie ogłoszony")
    resolution = LineField(max_length=16, required=False, allow_null=True, help_text="identyfikator uchwały Zarządu")


class DecisionIn(ChangeIn):
    """What only the Board decides."""

    resolution = LineField(max_length=16, help_text="identyfikator uchwały Zarządu")


class ExtensionIn(ChangeIn):
    offers_due = MomentField()
    confirmation_due = MomentField()
    selection_by = serializers.DateField()


class PartIn(serializers.Serializer):
    """A sub-task as it should read; what is not sent stays as it was announced."""

    number = serializers.IntegerField(min_value=1, help_text="numer podzadania")
    title = LineField(max_length=300, required=False)
    pool = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=Decimal("0.01"), required=False)
    min_grant = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True
    )
    max_grant = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal("0.01"), required=False, allow_null=True
    )


class CorrectionIn(ChangeIn, serializers.ModelSerializer):
    """The parts of the announcement as they should read; what is not sent stays as it was announced."""

    slip = serializers.BooleanField(
        default=False, help_text="to tylko oczywiste omyłki w tekście: 21 dni nie liczy się od nowa"
    )
    subtasks = PartIn(
        many=True, required=False, help_text="podzadania, które się zmieniają; żadne nie dochodzi ani nie znika"
    )
    serializer_field_mapping: ClassVar = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: LineField,
        models.TextField: TextField,
        models.DateTimeField: MomentField,
    }

    class Meta:
        model = Competition
        fields = ("competition", "reason", "resolution", "slip", "subtasks", *CORRECTED)
        extra_kwargs: ClassVar = {name: {"required": False} for name in CORRECTED}


def _by_number(parts: Sequence[SubTask], rows: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What was sent of each sub-task by its number, or 400: a number that the competition lacks, or one sent twice."""
    found = {row["number"]: {name: value for name, value in row.items() if name != "number"} for row in rows}
    if not found.keys() <= {part.number for part in parts}:
        raise serializers.ValidationError({"subtasks": [gettext("Nie ma takiego podzadania w tym konkursie.")]})
    if len(found) < len(rows):
        raise serializers.ValidationError({"subtasks": [gettext("Każde podzadanie można podać tylko raz.")]})
    return found


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
    write_scope = COMPETITIONS_WRITE
    serializer_class = ChangeOut
    filterset_class = ChangeFilter
    orderings = ("-made_at",)

    def get_queryset(self) -> QuerySet[Change]:
        return access.visible(self.actor, self.at)

    def changed(self, shape: Any, may: May = access.may_change) -> tuple[Competition, dict[str, Any]]:
        """The competition that the body names, and the rest of the body with its resolution found, or 400, 403."""
        values: Mapping[str, Any] = self.input(shape)
        rows = visible_competitions(self.actor, self.at)
        competition = chosen(rows, values["competition"], "competition", gettext("Nie ma takiego konkursu."))
        allowed, reason = may(self.actor, competition, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        rest = {name: value for name, value in values.items() if name != "competition"}
        if named := rest.get("resolution"):
            board = visible_resolutions(self.actor, self.at).standing().filter(body=Body.BOARD)
            rest["resolution"] = chosen(board, named, "resolution", gettext("Nie ma takiej uchwały Zarządu."))
        return competition, rest

    @extend_schema(
        summary=_("Przedłuż termin składania ofert; powtórzenie zwraca tę samą zmianę"),
        request=ExtensionIn,
        responses=ChangeOut,
    )
    @action(detail=False, methods=["post"])
    def extend(self, request: Request) -> Response:
        """Move the deadline of an open competition to later; the same again gives the same change."""
        competition, values = self.changed(ExtensionIn)
        return self.output(ChangeOut, actions.extend(competition, **values, actor=self.actor, clock=now))

    @extend_schema(
        summary=_("Zmień ogłoszenie; czego nie podasz, zostaje; powtórzenie zwraca tę samą zmianę"),
        request=CorrectionIn,
        responses=ChangeOut,
    )
    @action(detail=False, methods=["post"])
    def correct(self, request: Request) -> Response:
        """Change the announcement of an open competition; the same again gives the same change."""
        competition, values = self.changed(CorrectionIn)
        said = {name: values.pop(name, None) for name in ("reason", "resolution", "slip")}
        said["subtasks"] = _by_number(competition.parts, values.pop("subtasks", []))
        return self.output(ChangeOut, actions.correct(competition, values, **said, actor=self.actor, clock=now))

    @extend_schema(summary=_("Zawieś nabór; powtórzenie zwraca tę samą zmianę"), request=ChangeIn, responses=ChangeOut)
    @action(detail=False, methods=["post"])
    def suspend(self, request: Request) -> Response:
        """Stop taking offers for a time; suspending again gives the same change."""
        competition, values = self.changed(ChangeIn)
        return self.output(ChangeOut, actions.suspend(competition, **values, actor=self.actor, clock=now))

    @extend_schema(summary=_("Wznów nabór; powtórzenie zwraca tę samą zmianę"), request=ChangeIn, responses=ChangeOut)
    @action(detail=False, methods=["post"])
    def resume(self, request: Request) -> Response:
        """Take offers again, with the time lost given back; resuming again gives the same change."""
        competition, values = self.changed(ChangeIn)
        return self.output(ChangeOut, actions.resume(competition, **values, actor=self.actor, at=self.at))

    @extend_schema(
        summary=_("Odwołaj konkurs, gdy zastrzega to ogłoszenie; powtórzenie zwraca tę samą zmianę"),
        request=DecisionIn,
        responses=ChangeOut,
    )
    @action(detail=False, methods=["post"], url_path="call-off")
    def call_off(self, request: Request) -> Response:
        """Call a competition off before its decision, where the announcement reserves that."""
        competition, values = self.changed(DecisionIn)
        return self.output(ChangeOut, actions.call_off(competition, **values, actor=self.actor, at=self.at))
