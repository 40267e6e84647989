"""Confirmations in the API: which offer a checksum names and whether it waits for it; the receipt of a signed one."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.confirmations import access, actions, queries
from competitions.confirmations.models import Channel, Receipt
from competitions.confirmations.recognition import recognise
from competitions.confirmations.refusals import WrongConfirmation
from competitions.offers.access import numbered
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer, OfferVersion
from core.api.fields import LineField, MomentField, chosen
from core.api.resource import Detailed
from core.api.scopes import scope
from core.web.page import log_personal_read
from law.competition import deadline_passed
from ngo.papers.models import Signatory
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF

CONFIRMATIONS_READ = scope(
    "confirmations:read", gettext_lazy("potwierdzenia ofert: odczyt"), kinds=(*ORGANISATION, *STAFF, "auditor")
)
CONFIRMATIONS_WRITE = scope("confirmations:write", gettext_lazy("potwierdzenia ofert: przyjmowanie"), kinds=STAFF)
LONGEST = 400


class ConfirmationIn(serializers.Serializer):
    """What came: of which offer, with which checksum, by which way, when, signed by whom."""

    offer = LineField(max_length=16)
    checksum = LineField(max_length=LONGEST, help_text="suma z potwierdzenia: cała albo co najmniej cztery grupy")
    channel = serializers.ChoiceField(choices=Channel.choices)
    received_at = MomentField()
    posted_on = serializers.DateField(
        default=None, allow_null=True, help_text="dla papieru, gdy w konkursie decyduje data nadania"
    )
    signatories = serializers.ListField(
        child=LineField(max_length=16), default=list, max_length=50, help_text="identyfikatory osób podpisujących"
    )
    others = LineField(
        max_length=300, default="", allow_blank=True, help_text="podpisy osób, których organizacja nie zgłosiła"
    )


class SignedOut(serializers.Serializer):
    name = serializers.CharField()
    function = serializers.CharField()
    confirmed = serializers.BooleanField(help_text="urząd potwierdził, że ta osoba podpisuje")


class ConfirmationOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    offer_number = serializers.SerializerMethodField(
        help_text="numer w konkursie; organizacja zna go po terminie składania"
    )
    competition = serializers.CharField(source="offer.competition.public_id")
    version = serializers.IntegerField(source="version.number")
    checksum = serializers.CharField(source="version.checksum")
    channel_label = serializers.CharField(source="get_channel_display")
    signed_by = SignedOut(many=True)

    class Meta:
        model = Receipt
        fields = (
            "id",
            "number",
            "offer",
            "offer_number",
            "competition",
            "version",
            "checksum",
            "channel",
            "channel_label",
            "received_at",
            "posted_on",
            "signed_by",
            "others",
            "recorded_at",
        )

    def get_offer_number(self, receipt: Receipt) -> int | None:
        view = self.context["view"]
        return receipt.offer.number if numbered(view.actor, receipt.offer, view.at) else None


class NamedVersionOut(serializers.Serializer):
    """A version that a checksum names: whether it is the one that waits for its confirmation now, or why not."""

    offer = serializers.CharField(source="offer.public_id")
    offer_number = serializers.IntegerField(source="offer.number")
    organisation_name = serializers.CharField(source="offer.organisation.name")
    competition = serializers.CharField(source="offer.competition.public_id")
    version = serializers.IntegerField(source="number")
    checksum = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    awaited = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="dlaczego nie czeka na potwierdzenie; puste, gdy czeka")
    due = serializers.SerializerMethodField()
    late = serializers.SerializerMethodField(help_text="termin już minął")

    def get_reason(self, version: OfferVersion) -> str:
        try:
            actions.insist_awaited(version.offer, version, queries.required(version.offer))
        except WrongConfirmation as refusal:
            return refusal.sentence
        return ""

    def get_awaited(self, version: OfferVersion) -> bool:
        return not self.get_reason(version)

    @extend_schema_field(serializers.DateTimeField())
    def get_due(self, version: OfferVersion) -> str:
        due: str = serializers.DateTimeField().to_representation(queries.term(version.offer, version))
        return due

    def get_late(self, version: OfferVersion) -> bool:
        return deadline_passed(queries.term(version.offer, version), self.context["view"].at)


class RecognisedOut(serializers.Serializer):
    """What a text names."""

    digits = serializers.CharField(allow_blank=True, help_text="suma, jak ją odczytano")
    short = serializers.BooleanField(help_text="za mało, żeby szukać: potrzebne są dwie grupy")
    versions = NamedVersionOut(many=True)
    nearest = NamedVersionOut(allow_null=True, help_text="najbliższa, gdy cała suma ma błąd")
    wrong = serializers.ListField(child=serializers.IntegerField(), help_text="numery grup, które się różnią (1–16)")


class ConfirmationFilter(django_filters.FilterSet):
    offer = django_filters.CharFilter(field_name="offer__public_id")
    competition = django_filters.CharFilter(field_name="offer__competition__public_id")
    channel = django_filters.ChoiceFilter(choices=Channel.choices)

    class Meta:
        model = Receipt
        fields: list[str] = []


class ConfirmationResource(Detailed):
    """Receipts of signed confirmations: an organisation's own, for staff all they see."""

    about = gettext_lazy("Przyjęte potwierdzenia ofert: organizacja widzi swoje, urząd wszystkie i przyjmuje następne.")
    scope = CONFIRMATIONS_READ
    write_scope = CONFIRMATIONS_WRITE
    serializer_class = ConfirmationOut
    filterset_class = ConfirmationFilter
    orderings = ("-received_at", "recorded_at")
    personal = True

    def get_queryset(self) -> QuerySet[Receipt]:
        return access.receipts(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy("Którą ofertę nazywa suma kontrolna i czy czeka ona na potwierdzenie"),
        parameters=[OpenApiParameter("checksum", OpenApiTypes.STR, required=True)],
        responses=RecognisedOut,
        filters=False,
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def check(self, request: Request) -> Response:
        """What a checksum, typed or scanned, names among the offers of the office."""
        text = LineField(max_length=LONGEST).run_validation(request.query_params.get("checksum", ""))
        found = recognise(text, access.versions(self.actor, self.at))
        named = [*found.versions, *([found.nearest] if found.nearest else [])]
        log_personal_read(self.actor, "reception", *(version.offer for version in named), at=self.at)
        return self.output(RecognisedOut, found)

    @extend_schema(
        summary=gettext_lazy("Przyjmij podpisane potwierdzenie (201); powtórzenie zwraca ten sam wpis (200)"),
        request=ConfirmationIn,
        responses={201: ConfirmationOut, 200: ConfirmationOut},
    )
    def create(self, request: Request) -> Response:
        """Receive a signed confirmation of the version required now; the same again gives the same receipt."""
        values = dict(self.input(ConfirmationIn))
        offer: Offer = chosen(
            visible_offers(self.actor, self.at), values.pop("offer"), "offer", _("Nie ma takiej oferty.")
        )
        allowed, reason = access.may_receive(self.actor, offer, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        if values["received_at"] > self.at:
            raise serializers.ValidationError({"received_at": [_("Data wpływu nie może być w przyszłości.")]})
        receipt = actions.receive(
            offer,
            typed_checksum=values.pop("checksum"),
            signatories=self.signing(offer, values.pop("signatories")),
            **values,
            actor=self.actor,
            at=self.at,
        )
        return self.output(ConfirmationOut, receipt, status=201 if receipt.recorded_at == self.at else 200)

    def signing(self, offer: Offer, named: list[str]) -> list[Signatory]:
        """Those who sign for the organisation now, as the page offers them, or 400."""
        people: dict[str, Any] = {
            each.public_id: each for each in queries.signing(offer.organisation, localdate(self.at))
        }
        if strangers := [code for code in named if code not in people]:
            raise serializers.ValidationError(
                {
                    "signatories": [
                        _("Organizacja nie ma takiej osoby podpisującej: %(id)s.") % {"id": code} for code in strangers
                    ]
                }
            )
        return [people[code] for code in dict.fromkeys(named)]
