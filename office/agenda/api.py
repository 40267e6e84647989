"""Events of the calendar in the API: staff and the auditor read what they see on its pages."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from office.agenda import access
from office.agenda.models import Event, Kind, Occurrence
from office.agenda.states import State

EVENTS_READ = scope("events:read", _("kalendarz urzędu"), kinds=access.READERS)


class EventOut(serializers.ModelSerializer):
    """An event as a list tells of it."""

    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Event
        fields = ("id", "kind", "title", "state", "visibility", "all_day", "starts_at", "ends_at", "rule", "unit")


class OccurrenceOut(serializers.ModelSerializer):
    """One time of an event."""

    cancelled = serializers.SerializerMethodField()

    class Meta:
        model = Occurrence
        fields = ("day", "starts_at", "ends_at", "moved", "cancelled")

    def get_cancelled(self, occurrence: Occurrence) -> bool:
        return occurrence.cancelled_at is not None


class EventDetailOut(EventOut):
    """With where, who, and each of its times."""

    room = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    occurrences = OccurrenceOut(many=True)

    class Meta(EventOut.Meta):
        fields = (*EventOut.Meta.fields, "room", "place", "organiser", "press", "people", "occurrences")  # type: ignore[assignment]

    def get_room(self, event: Event) -> str:
        return str(event.room or "")

    def get_people(self, event: Event) -> list[str]:
        return [str(each) for each in event.people.all()]


class EventQuery(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    state = django_filters.ChoiceFilter(choices=State.choices)
    unit = django_filters.CharFilter(field_name="unit__code")
    ends_from = django_filters.IsoDateTimeFilter(field_name="last_ends_at", lookup_expr="gte")
    starts_to = django_filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")

    class Meta:
        model = Event
        fields: list[str] = []


class EventResource(Detailed):
    """Events that the caller sees."""

    about = _("Wydarzenia w kalendarzu urzędu, jak widzi je rola klucza; poufne tylko dla komórki i obsługi osób.")
    scope = EVENTS_READ
    serializer_class = EventOut
    detail_serializer_class = EventDetailOut
    filterset_class = EventQuery
    orderings = ("starts_at",)
    personal = True

    def get_queryset(self) -> "QuerySet[Event]":
        return access.visible(self.actor, self.at).prefetch_related("people", "occurrences")
