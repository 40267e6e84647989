"""Competitions in the API: their announcement, criteria and timetable."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from competitions.calls import access, queries
from competitions.calls.models import Competition, CompetitionQuerySet, Criterion, SubTask
from competitions.calls.states import State
from core.api.resource import Detailed
from core.api.scopes import scope
from core.publications.queries import publications_of
from law.timetable import SOURCES
from office.structure.hats import STAFF

COMPETITIONS_READ = scope("competitions:read", _("konkursy i ich wyniki"))
COMPETITIONS_WRITE = scope("competitions:write", _("konkursy: zmiany po ogłoszeniu"), kinds=STAFF)


class CriterionOut(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = ("number", *queries.CRITERION_FIELDS)


class SubTaskOut(serializers.ModelSerializer):
    class Meta:
        model = SubTask
        fields = ("number", "title", "pool", "min_grant", "max_grant", "cancelled_at")


class AttachmentRuleOut(serializers.Serializer):
    """A file that offers have to or may be accompanied by."""

    name = serializers.CharField()
    note = serializers.CharField(help_text="kogo dotyczy")
    required = serializers.BooleanField()  # type: ignore[assignment]
    kinds = serializers.ListField(child=serializers.CharField(), help_text="zakończenia nazw plików")
    max_mb = serializers.IntegerField()


class TermOut(serializers.Serializer):
    """One date of the timetable with its reason."""

    code = serializers.CharField(source="term.code")
    name = serializers.CharField(source="term.name")
    day = serializers.DateField(source="term.day")
    decided_by = serializers.ChoiceField(source="term.source", choices=list(SOURCES.items()))
    reason = serializers.CharField(source="term.reason")
    done = serializers.BooleanField()


class CompetitionOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    state_label = serializers.CharField(source="get_state_display")
    programme = serializers.CharField(source="task.programme.public_id")
    task = serializers.CharField(source="task.public_id", help_text="zadanie priorytetowe programu")
    unit = serializers.CharField(source="unit.code")
    case_sign = serializers.CharField(source="case.sign", default=None, allow_null=True)

    class Meta:
        model = Competition
        fields = (
            "id",
            "case_sign",
            "title",
            "state",
            "state_label",
            "programme",
            "task",
            "unit",
            "sphere",
            "form",
            "pool",
            "min_grant",
            "max_grant",
            "task_from",
            "task_to",
            "offers_due",
            "confirmation_due",
            "selection_by",
            "announced_at",
            "resolved_at",
        )


class CompetitionDetailOut(CompetitionOut):
    criteria = CriterionOut(many=True)
    subtasks = SubTaskOut(many=True)
    attachments = AttachmentRuleOut(many=True)
    counties = serializers.ListField(
        child=serializers.CharField(), help_text="kody TERYT powiatów; pusta lista to całe województwo"
    )
    field_help = serializers.DictField(
        child=serializers.CharField(), help_text="kod pola wzoru oferty → podpowiedź tego konkursu"
    )
    timetable = serializers.SerializerMethodField()
    announcement = serializers.CharField(source="announcement.public_id", default=None, allow_null=True)
    decision = serializers.CharField(source="decision.public_id", default=None, allow_null=True)
    repeats = serializers.CharField(
        source="repeats.public_id", default=None, allow_null=True, help_text="konkurs, którego to ponowne ogłoszenie"
    )

    class Meta(CompetitionOut.Meta):
        fields = (  # type: ignore[assignment]
            *CompetitionOut.Meta.fields,
            "rules",
            "conditions",
            "selection_mode",
            "organiser",
            "counties",
            "max_grant_share",
            "own_share_min",
            "own_share_base",
            "own_share_kind",
            "admin_cap",
            "admin_cap_base",
            "offers_per_organisation",
            "indicators_required",
            "attachments",
            "budget_basis",
            "legal_basis",
            "contact",
            "threshold",
            "experts_per_offer",
            "scoring_method",
            "divergence",
            "combining",
            "decisive",
            "correction_days",
            "correction_confirmation_days",
            "form_version",
            "field_help",
            "announcement",
            "decision",
            "repeats",
            "subtasks",
            "criteria",
            "timetable",
        )

    @extend_schema_field(TermOut(many=True))
    def get_timetable(self, competition: Competition) -> Any:
        return TermOut(
            queries.timetable(
                competition, queries.publication_days(publications_of(competition)), self.context["view"].at
            ),
            many=True,
        ).data


class CompetitionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices)
    sphere = django_filters.CharFilter()
    unit = django_filters.CharFilter(field_name="unit__code")
    year = django_filters.NumberFilter(
        field_name="task__programme__year", min_value=1, max_value=9999, label=_("rok programu")
    )
    open = django_filters.BooleanFilter(method="filter_open", label=_("przyjmuje teraz oferty"))

    class Meta:
        model = Competition
        fields: list[str] = []

    def filter_open(self, rows: CompetitionQuerySet, name: str, value: bool) -> CompetitionQuerySet:
        takes = rows.open(now())
        return takes if value else rows.exclude(pk__in=takes.values("pk"))


class CompetitionResource(Detailed):
    """Competitions: announced ones for everyone, those being prepared for staff."""

    about = _("Otwarte konkursy ofert: ogłoszone dla wszystkich, przygotowywane dla urzędu.")
    public = True
    scope = COMPETITIONS_READ
    serializer_class = CompetitionOut
    detail_serializer_class = CompetitionDetailOut
    filterset_class = CompetitionFilter
    orderings = ("-offers_due", "pool", "announced_at")

    def get_queryset(self) -> QuerySet[Competition]:
        rows = access.visible(self.actor, self.at)
        return rows.prefetch_related("criteria", "subtasks") if self.action == "retrieve" else queries.listed(rows)
