"""Letters in the API: for those who see them on the pages, without anything personal in a list."""

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from office.correspondence import access
from office.correspondence.models import Letter, LetterQuerySet

CORRESPONDENCE_READ = scope("correspondence:read", _("korespondencja urzędu"))


class LetterOut(serializers.ModelSerializer):
    """A letter as a list tells of it."""

    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit_to.code", default="")
    overdue = serializers.BooleanField(source="late")

    class Meta:
        model = Letter
        fields = (
            "id",
            "sign",
            "received_on",
            "channel",
            "addressee",
            "kind",
            "due_on",
            "overdue",
            "state",
            "unit",
            "answered_on",
        )


class LetterDetailOut(LetterOut):
    """With its sender, matter and text."""

    class Meta(LetterOut.Meta):
        fields = (*LetterOut.Meta.fields, "sender", "sender_contact", "matter", "text")  # type: ignore[assignment]


class LetterQuery(django_filters.FilterSet):
    state = django_filters.CharFilter()
    kind = django_filters.CharFilter()
    due_to = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Letter
        fields: list[str] = []


class LetterResource(Detailed):
    """Letters that the caller sees."""

    about = _("Korespondencja: całość dla sekretariatu i audytora, dla innych pisma zadekretowane do nich.")
    scope = CORRESPONDENCE_READ
    serializer_class = LetterOut
    detail_serializer_class = LetterDetailOut
    filterset_class = LetterQuery
    orderings = ("-received_on", "due_on")
    personal = True

    def get_queryset(self) -> LetterQuerySet:
        return access.visible(self.actor, self.at)
