"""Corrections in the API: an organisation reads what it is called to correct, writes it, checks it and submits it."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.corrections import access, actions, queries
from competitions.corrections.models import Correction
from competitions.offers.api.offers import CONTENT, OFFERS_READ, OFFERS_WRITE, BreachOut, ContentIn, ReceiptOut
from competitions.offers.merge import replacing
from competitions.offers.models import OfferVersion
from core.api.resource import Detailed
from law.forms import form


class CorrectionOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    competition = serializers.CharField(source="offer.competition.public_id")
    state = serializers.CharField(source="offer.state", help_text="stan oferty; „returned”, póki można ją uzupełniać")
    unlocked = serializers.ListField(
        source="fields", child=serializers.CharField(), help_text="kody pól wzoru, które można zmienić"
    )
    base = serializers.IntegerField(source="base.number", help_text="wersja oferty, którą się uzupełnia")
    version = serializers.IntegerField(
        source="version.number", default=None, allow_null=True, help_text="wersja po uzupełnieniu"
    )

    class Meta:
        model = Correction
        fields = (
            "id",
            "offer",
            "competition",
            "state",
            "unlocked",
            "sign_again",
            "reason",
            "called_at",
            "due",
            "base",
            "revision",
            "saved_at",
            "version",
            "corrected_at",
        )


class CorrectionDetailOut(CorrectionOut):
    content = serializers.SerializerMethodField(help_text="cała oferta tak, jak brzmi z uzupełnieniem")

    class Meta(CorrectionOut.Meta):
        fields = (*CorrectionOut.Meta.fields, "content")  # type: ignore[assignment]

    @extend_schema_field(CONTENT)
    def get_content(self, correction: Correction) -> Mapping[str, Any]:
        """What is typed is the organisation's until it submits; the office reads the version it called back."""
        if self.context["view"].is_own(correction) or correction.version:
            return queries.corrected_content(correction)
        content: Mapping[str, Any] = correction.base.content
        return content


class CorrectionFilter(django_filters.FilterSet):
    offer = django_filters.CharFilter(field_name="offer__public_id")
    competition = django_filters.CharFilter(field_name="offer__competition__public_id")

    class Meta:
        model = Correction
        fields: list[str] = []


class CorrectionResource(Detailed):
    """The one correction of an offer: its organisation's to write, staff's to read. It begins with a formal card."""

    about = _("Uzupełnienia ofert: wezwanie powstaje z zatwierdzonej karty formalnej, organizacja pisze i składa.")
    scope = OFFERS_READ
    write_scope = OFFERS_WRITE
    serializer_class = CorrectionOut
    detail_serializer_class = CorrectionDetailOut
    filterset_class = CorrectionFilter
    orderings = ("-called_at", "due")
    personal = True

    def get_queryset(self) -> QuerySet[Correction]:
        if self.action == "list":
            return access.visible(self.actor, self.at).defer("content", "base__content", "offer__content")
        gate = access.visible if self.action == "retrieve" else access.own
        return gate(self.actor, self.at)

    def is_own(self, correction: Correction) -> bool:
        """Whether the caller acts for an organisation that makes the offer."""
        return access.own(self.actor, self.at).filter(pk=correction.pk).exists()

    @extend_schema(
        summary=_("Zastąp treść pól; czego nie podasz, zostaje; 409 „stale-draft”, gdy ktoś zapisał ją po tej rewizji"),
        request=ContentIn,
        responses=CorrectionDetailOut,
    )
    @action(detail=True, methods=["put"])
    def content(self, request: Request, id: str) -> Response:
        """Replace what stands in some of the unlocked fields; 409 "locked-fields" when another one is sent."""
        correction = self.row(access.may_correct)
        official = form(correction.base.form_version)
        values = self.input(ContentIn, form=official)
        changes = replacing(official, queries.with_row_keys(correction), values["content"])
        saved, _merged = actions.save(correction, changes, revision=values["revision"], actor=self.actor, at=self.at)
        return self.output(CorrectionDetailOut, saved)

    @extend_schema(
        summary=_("Co jeszcze nie pozwala złożyć uzupełnienia"), responses=BreachOut(many=True), filters=False
    )
    @action(detail=True, pagination_class=None)
    def check(self, request: Request, id: str) -> Response:
        """What still stands in the way of submitting; empty when nothing does."""
        correction = self.row()
        breaches = queries.breaches(correction, queries.corrected_content(correction), at=self.at)
        return Response(BreachOut(breaches, many=True).data)

    @extend_schema(
        summary=_("Złóż uzupełnienie; powtórzenie zwraca to samo pokwitowanie"), request=None, responses=ReceiptOut
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        """Submit the correction as the next version; submitting it again gives the same receipt."""
        correction = self.row(access.may_submit)
        version: OfferVersion = actions.correct(correction, actor=self.actor, clock=now)
        return self.output(ReceiptOut, version)
