"""Recruitment of experts in the API: calls and published lists for everyone, one's own candidacies, for staff those that came."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.recruitment import access, queries
from competitions.recruitment.actions import candidacies
from competitions.recruitment.models import Candidacy, Condition, Field, Proof, Recruitment, Standing
from competitions.recruitment.states import CandidacyState, State
from core.api.resource import Detailed
from core.api.scopes import scope

RECRUITMENTS_READ = scope("recruitments:read", gettext_lazy("nabory ekspertów: odczyt"))
CANDIDACIES_READ = scope("candidacies:read", gettext_lazy("zgłoszenia w naborach ekspertów: odczyt"))
CANDIDACIES_WRITE = scope(
    "candidacies:write", gettext_lazy("własne zgłoszenia w naborach ekspertów: złożenie i wycofanie")
)


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


class CandidacyOut(serializers.ModelSerializer):
    """A candidacy in a line; of the person nothing but the number."""

    id = serializers.CharField(source="public_id")
    recruitment = serializers.CharField(source="recruitment.public_id")
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Candidacy
        fields = (
            "id",
            "recruitment",
            "number",
            "state",
            "state_label",
            "spheres",
            "points",
            "submitted_at",
            "supplement_due",
            "decided_at",
        )


class ProofOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    condition = serializers.IntegerField(source="condition.number")

    class Meta:
        model = Proof
        fields = ("id", "condition", "name", "size", "sha256")


class StandingOut(serializers.ModelSerializer):
    sphere = serializers.CharField(source="field.sphere")

    class Meta:
        model = Standing
        fields = ("sphere", "place", "points", "outcome")


class ConditionAnswerOut(serializers.Serializer):
    """What the candidate says of a condition, and what the office found."""

    condition = serializers.IntegerField()
    value = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    verdict = serializers.CharField(allow_blank=True, help_text="yes, no, missing; puste, gdy jeszcze nie oceniono")
    points = serializers.IntegerField(allow_null=True)


class CandidacyDetailOut(CandidacyOut):
    answers = serializers.SerializerMethodField()
    proofs = ProofOut(many=True)
    standings = serializers.SerializerMethodField(help_text="puste, dopóki lista nie jest ogłoszona")

    class Meta(CandidacyOut.Meta):
        fields = (  # type: ignore[assignment]
            *CandidacyOut.Meta.fields,
            "name",
            "town",
            "education",
            "career",
            "practice",
            "ties",
            "limit",
            "asked_for",
            "reason",
            "answers",
            "proofs",
            "standings",
        )

    @extend_schema_field(ConditionAnswerOut(many=True))
    def get_answers(self, candidacy: Candidacy) -> Any:
        rows = []
        for number, given in sorted(candidacy.answers.items(), key=lambda row: int(row[0])):
            found = candidacy.checks.get(number, {})
            rows.append(
                {
                    "condition": int(number),
                    "value": given.get("value"),
                    "note": given.get("note") or "",
                    "verdict": found.get("verdict") or "",
                    "points": found.get("points"),
                }
            )
        return ConditionAnswerOut(rows, many=True).data

    @extend_schema_field(StandingOut(many=True))
    def get_standings(self, candidacy: Candidacy) -> Any:
        known = candidacy.recruitment.state == State.RESOLVED or access.reads_all(self.context["view"].actor)
        return StandingOut(candidacy.standings.select_related("field") if known else (), many=True).data


class CandidacyFilter(django_filters.FilterSet):
    recruitment = django_filters.CharFilter(field_name="recruitment__public_id")
    state = django_filters.ChoiceFilter(choices=CandidacyState.choices)

    class Meta:
        model = Candidacy
        fields: list[str] = []


class CandidacyResource(Detailed):
    """Candidacies: a person's own, for staff and auditors those that came."""

    about = gettext_lazy("Zgłoszenia w naborach ekspertów: własne, a dla urzędu wszystkie złożone.")
    scope = CANDIDACIES_READ
    write_scope = CANDIDACIES_WRITE
    serializer_class = CandidacyOut
    detail_serializer_class = CandidacyDetailOut
    filterset_class = CandidacyFilter
    orderings = ("-began_at", "number", "submitted_at")
    personal = True

    def get_queryset(self) -> QuerySet[Candidacy]:
        own = self.action in ("submit", "withdraw")
        return (access.mine if own else access.candidacies)(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy("Złóż własne zgłoszenie; powtórzenie niczego nie zmienia"),
        request=None,
        responses=CandidacyOut,
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        """Submit one's own candidacy; doing it again changes nothing."""
        candidacy = self.row(access.may_write)
        return self.output(CandidacyOut, candidacies.apply(candidacy, actor=self.actor, at=self.at))

    @extend_schema(
        summary=gettext_lazy("Wycofaj własne zgłoszenie; powtórzenie niczego nie zmienia"),
        request=None,
        responses=CandidacyOut,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:
        """Withdraw one's own candidacy; doing it again changes nothing."""
        candidacy = self.row(access.may_write)
        return self.output(CandidacyOut, candidacies.withdraw(candidacy, actor=self.actor, at=self.at))
