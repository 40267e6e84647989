"""Joint offers in the API: other organisations are invited, agree, leave."""

from functools import cached_property

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.offers import access, actions
from competitions.offers.api.offers import OFFERS_READ, OFFERS_WRITE
from competitions.offers.models import Offer, Partner
from competitions.offers.queries import outdated
from core.api.fields import LineField, chosen
from core.api.resource import Detailed
from ngo.registry.access import visible as visible_organisations


class PartnerIn(serializers.Serializer):
    offer = LineField(max_length=16)
    organisation = LineField(max_length=16, help_text="identyfikator organizacji z rejestru")


class JoinIn(serializers.Serializer):
    """What a person who signs agrees to in the name of the invited organisation."""

    liable = serializers.BooleanField(
        help_text="true: organizacja składa ofertę wspólnie i wie, że oferenci odpowiadają solidarnie (art. 14 ust. 5)"
    )

    def validate_liable(self, value: bool) -> bool:
        """Agreeing is said, never left out."""
        if not value:
            raise serializers.ValidationError(_("Zgodę wyraża „true”; kto odmawia, usuwa zaproszenie (DELETE)."))
        return value


class PartnerOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    competition = serializers.CharField(source="offer.competition.public_id")
    invited_by = serializers.CharField(source="offer.organisation.name", help_text="kto zaprasza")
    organisation = serializers.CharField(source="organisation.public_id")
    organisation_name = serializers.CharField(source="organisation.name")
    agreement_outdated = serializers.SerializerMethodField(
        help_text="true: oferta zmieniła się od tej zgody; organizacja zgadza się jeszcze raz (join)"
    )

    class Meta:
        model = Partner
        fields = (
            "id",
            "offer",
            "competition",
            "invited_by",
            "organisation",
            "organisation_name",
            "invited_at",
            "agreed_at",
            "agreement_outdated",
        )

    @cached_property
    def outdated(self) -> set[int]:
        """Whose agreement is outdated among all the rows of this answer."""
        shown = self.instance
        return outdated([shown] if isinstance(shown, Partner) else shown or [])

    def get_agreement_outdated(self, partner: Partner) -> bool:
        return partner.pk in self.outdated


class PartnerFilter(django_filters.FilterSet):
    offer = django_filters.CharFilter(field_name="offer__public_id")

    class Meta:
        model = Partner
        fields: list[str] = []


class PartnerResource(Detailed):
    """The organisations of joint offers beside the one that began them."""

    about = gettext_lazy("Oferenci ofert wspólnych: zaproszenia własnych ofert i te, które organizacja dostała.")
    scope = OFFERS_READ
    write_scope = OFFERS_WRITE
    serializer_class = PartnerOut
    filterset_class = PartnerFilter
    orderings = ("-invited_at",)

    def get_queryset(self) -> QuerySet[Partner]:
        return access.joint(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy("Zaproś organizację do oferty wspólnej (201); drugi raz zwraca to samo zaproszenie (200)"),
        request=PartnerIn,
        responses={201: PartnerOut, 200: PartnerOut},
    )
    def create(self, request: Request) -> Response:
        """Invite an organisation of the register to make a draft jointly; inviting it again gives the same row."""
        values = self.input(PartnerIn)
        offers = access.own(self.actor, self.at)
        offer: Offer = chosen(offers, values["offer"], "offer", _("Nie ma takiej oferty."))
        allowed, reason = access.may_invite(self.actor, offer, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        rows = visible_organisations(self.actor, self.at)
        organisation = chosen(rows, values["organisation"], "organisation", _("Nie ma takiej organizacji."))
        partner = actions.invite_partner(offer, organisation, actor=self.actor, at=self.at)
        return self.output(PartnerOut, partner, status=201 if partner.invited_at == self.at else 200)

    @extend_schema(
        summary=gettext_lazy("Zgódź się w imieniu zaproszonej organizacji; powtórzenie niczego nie zmienia"),
        request=JoinIn,
        responses=PartnerOut,
    )
    @action(detail=True, methods=["post"])
    def join(self, request: Request, id: str) -> Response:
        """Agree in the name of an invited organisation; agreeing again changes nothing."""
        partner = self.row(access.may_answer)
        self.input(JoinIn)
        return self.output(PartnerOut, actions.join(partner, actor=self.actor, at=self.at))

    @extend_schema(
        summary=gettext_lazy("Odmów, wystąp albo zrezygnuj z organizacji, póki oferta jest robocza"),
        responses={204: None},
    )
    def destroy(self, request: Request, id: str) -> Response:
        """Take an organisation out of a draft: it refuses or leaves, or the one that began the offer goes on without it."""
        partner: Partner = self.row()
        may = access.may_drop if access.leads(self.actor, partner.offer) else access.may_answer
        allowed, reason = may(self.actor, partner, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        actions.part(partner, actor=self.actor, at=self.at)
        return Response(status=204)
