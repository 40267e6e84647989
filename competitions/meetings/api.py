"""Meetings of panels in the API: when and who was there, the agenda, what was voted; through the same gates as the pages."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from competitions.evaluation.hats import PANEL
from competitions.evaluation.models import Choice, Motion
from competitions.meetings import access, queries
from competitions.meetings.models import Item, Meeting, Presence
from competitions.meetings.states import ItemState, State
from core.accounts.hats import AUDITOR
from core.api.resource import Detailed
from core.api.scopes import scope
from office.structure.hats import STAFF

MEETINGS_READ = scope(
    "meetings:read", gettext_lazy("posiedzenia komisji: odczyt"), kinds=(*PANEL, *STAFF, AUDITOR.code)
)


class MeetingOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    panel = serializers.CharField(source="panel.public_id")
    competition = serializers.CharField(source="panel.competition.public_id")
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Meeting
        fields = (
            "id",
            "panel",
            "competition",
            "number",
            "state",
            "state_label",
            "starts_at",
            "place",
            "opened_at",
            "ended_at",
            "end_reason",
        )


class PresenceOut(serializers.ModelSerializer):
    """A member in the room from one moment to another."""

    member = serializers.CharField(source="member.user.name")
    role = serializers.CharField(source="member.role")

    class Meta:
        model = Presence
        fields = ("member", "role", "came_at", "left_at")


class MeetingDetailOut(MeetingOut):
    presences = serializers.SerializerMethodField()

    class Meta(MeetingOut.Meta):
        fields = (*MeetingOut.Meta.fields, "presences")  # type: ignore[assignment]

    @extend_schema_field(PresenceOut(many=True))
    def get_presences(self, meeting: Meeting) -> Any:
        return PresenceOut(meeting.presences.select_related("member__user"), many=True).data


class MeetingFilter(django_filters.FilterSet):
    competition = django_filters.CharFilter(field_name="panel__competition__public_id")
    state = django_filters.ChoiceFilter(choices=State.choices)

    class Meta:
        model = Meeting
        fields: list[str] = []


class MeetingResource(Detailed):
    """Meetings of the panels that the caller sees."""

    about = gettext_lazy("Posiedzenia komisji konkursowych: kiedy, gdzie i kto był na sali.")
    scope = MEETINGS_READ
    serializer_class = MeetingOut
    detail_serializer_class = MeetingDetailOut
    filterset_class = MeetingFilter
    orderings = ("-starts_at", "number")
    personal = True

    def get_queryset(self) -> QuerySet[Meeting]:
        return access.visible(self.actor, self.at)


class ItemOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    meeting = serializers.CharField(source="meeting.public_id")
    offer = serializers.CharField(source="offer.public_id")
    offer_number = serializers.IntegerField(source="offer.number")
    organisation_name = serializers.CharField(source="offer.organisation.name")
    task = serializers.CharField(source="offer.title")
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Item
        fields = (
            "id",
            "meeting",
            "place",
            "offer",
            "offer_number",
            "organisation_name",
            "task",
            "state",
            "state_label",
            "text",
            "settled_at",
        )


class VoteOut(serializers.Serializer):
    member = serializers.CharField()
    choice = serializers.ChoiceField(choices=Choice.choices)


class MotionOut(serializers.ModelSerializer):
    """A vote on other points of a criterion or, without one, on another amount in PLN."""

    criterion = serializers.IntegerField(source="criterion.number", default=None, allow_null=True)
    votes = serializers.SerializerMethodField()

    class Meta:
        model = Motion
        fields = ("criterion", "before", "after", "reason", "carried", "annulled", "voted_at", "votes")

    @extend_schema_field(VoteOut(many=True))
    def get_votes(self, motion: Motion) -> Any:
        names = self.context["names"]
        rows = [
            {"member": names.get(user, _("osoba usunięta")), "choice": choice} for user, choice in motion.votes.items()
        ]
        return VoteOut(rows, many=True).data


class ItemDetailOut(ItemOut):
    motions = serializers.SerializerMethodField()

    class Meta(ItemOut.Meta):
        fields = (*ItemOut.Meta.fields, "motions")  # type: ignore[assignment]

    @extend_schema_field(MotionOut(many=True))
    def get_motions(self, item: Item) -> Any:
        names = {each.user.public_id: str(each.user) for each in item.meeting.panel.members.select_related("user")}
        return MotionOut(queries.motions_of(item), many=True, context={"names": names}).data


class ItemFilter(django_filters.FilterSet):
    meeting = django_filters.CharFilter(field_name="meeting__public_id")
    offer = django_filters.CharFilter(field_name="offer__public_id")
    state = django_filters.ChoiceFilter(choices=ItemState.choices)

    class Meta:
        model = Item
        fields: list[str] = []


class ItemResource(Detailed):
    """Offers on the agenda of meetings; a member's after the declaration and without those from which they are excluded."""

    about = gettext_lazy("Oferty w porządku posiedzenia: opinia komisji i głosowania nad zmianą punktów albo kwoty.")
    scope = MEETINGS_READ
    serializer_class = ItemOut
    detail_serializer_class = ItemDetailOut
    filterset_class = ItemFilter
    orderings = ("place", "settled_at")
    personal = True

    def get_queryset(self) -> QuerySet[Item]:
        return access.items(self.actor, self.at)
