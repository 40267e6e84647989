"""Papers to sign in the API; what they are about stays on the pages, where every read is noted."""

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from office.papers import access
from office.papers.models import Paper, PaperQuerySet
from office.papers.states import State
from office.structure.api import WORK_READ


class PaperOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code", help_text="symbol komórki bez spacji")

    class Meta:
        model = Paper
        fields = ("id", "sign", "unit", "kind", "state", "due_on", "submitted_at", "checked_at", "signed_on")


class PaperQuery(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices)
    unit = django_filters.CharFilter(field_name="unit__code")
    due_to = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Paper
        fields: list[str] = []


class PaperResource(Detailed):
    """Papers to sign that the caller sees."""

    about = _("Dokumenty do podpisu marszałka i członków Zarządu: numer, komórka, stan, terminy.")
    scope = WORK_READ
    serializer_class = PaperOut
    filterset_class = PaperQuery
    orderings = ("-submitted_at", "due_on")

    def get_queryset(self) -> PaperQuerySet:
        return access.visible(self.actor, self.at)
