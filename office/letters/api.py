"""Occasional letters in the API for the unit that writes them, and communiqués for everyone; read only."""

import django_filters
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from office.letters import access
from office.letters.models import Addressee, Communique, Kind, LetterSet
from office.letters.states import NewsState, SetState
from office.structure.api import OFFICE_READ

LETTERS_READ = scope("occasional-letters:read", _("pisma okolicznościowe komórki"), kinds=access.READERS)


class LetterSetOut(serializers.ModelSerializer):
    """A set as a list tells of it: without what it says and to whom."""

    id = serializers.CharField(source="public_id")
    unit = serializers.CharField(source="unit.code", help_text="symbol komórki bez spacji")
    addressees = serializers.IntegerField(source="count", help_text="liczba adresatów")

    class Meta:
        model = LetterSet
        fields: tuple[str, ...] = (
            "id",
            "unit",
            "kind",
            "state",
            "dated_on",
            "addressees",
            "checked_at",
            "signed_on",
            "sent_on",
        )


class AddresseeOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")

    class Meta:
        model = Addressee
        fields = (
            "id",
            "gender",
            "title",
            "first_name",
            "last_name",
            "function",
            "institution",
            "street",
            "postcode",
            "city",
            "salutation",
            "dative",
            "checked",
        )


class LetterSetDetailOut(LetterSetOut):
    """With its occasion, text, who signs, and the addressees with their forms."""

    people = AddresseeOut(many=True, source="addressees")

    class Meta(LetterSetOut.Meta):
        fields = (*LetterSetOut.Meta.fields, "subject", "text", "signatory", "office", "people")


class LetterSetQuery(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=SetState.choices)
    kind = django_filters.ChoiceFilter(choices=Kind.choices)

    class Meta:
        model = LetterSet
        fields: list[str] = []


class LetterSetResource(Detailed):
    """Sets of letters of the caller's unit."""

    about = _("Pisma okolicznościowe komórki, w której działa klucz; audytor widzi wszystkie.")
    scope = LETTERS_READ
    serializer_class = LetterSetOut
    detail_serializer_class = LetterSetDetailOut
    filterset_class = LetterSetQuery
    orderings = ("-prepared_at", "dated_on")
    personal = True

    def get_queryset(self) -> QuerySet[LetterSet]:
        return access.visible(self.actor, self.at).annotate(count=Count("addressees"))


class CommuniqueOut(serializers.ModelSerializer):
    """A communiqué; of a withdrawn one its number, title, when and why, but nothing of what it said."""

    id = serializers.CharField(source="public_id")
    number = serializers.CharField(source="sign")
    unit = serializers.CharField(source="unit.code", help_text="symbol komórki bez spacji")

    class Meta:
        model = Communique
        fields = (
            "id",
            "number",
            "unit",
            "state",
            "title",
            "lead",
            "text",
            "contact",
            "published_at",
            "withdrawn_at",
            "withdrawn_why",
        )

    def to_representation(self, instance: Communique) -> dict[str, object]:
        said: dict[str, object] = super().to_representation(instance)
        return {**said, **dict.fromkeys(("lead", "text", "contact"), "")} if instance.withdrawn_at else said


class CommuniqueQuery(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=NewsState.choices)
    year = django_filters.NumberFilter(min_value=1999, max_value=2999)

    class Meta:
        model = Communique
        fields: list[str] = []


class CommuniqueResource(Detailed):
    """Press communiqués."""

    about = _("Komunikaty prasowe: opublikowane i wycofane dla wszystkich, przygotowywane dla komórki, która je pisze.")
    public = True
    scope = OFFICE_READ
    serializer_class = CommuniqueOut
    filterset_class = CommuniqueQuery
    orderings = ("-published_at", "number")

    def get_queryset(self) -> QuerySet[Communique]:
        return access.communiques(self.actor, self.at)
