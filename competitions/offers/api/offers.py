"""Offers in the API: an organisation writes, checks, submits and withdraws its own; the office reads what was submitted."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.offers import access, actions, queries
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.states import State
from core.api.filters import MomentFilter
from core.api.resource import Detailed
from core.api.scopes import scope
from core.documents.api import DocumentOut
from core.documents.queries import documents_of
from law import offer as law
from law.forms import RICH_LIMIT, ROWS_LIMIT, TEXT_LIMIT, Field, form
from law.verdict import sentence
from ngo.registry.access import organisation_of
from ngo.registry.hats import ORGANISATION, WRITERS
from office.structure.hats import STAFF

OFFERS_READ = scope("offers:read", gettext_lazy("oferty: odczyt"), kinds=(*ORGANISATION, *STAFF, "auditor"))
OFFERS_WRITE = scope("offers:write", gettext_lazy("oferty: pisanie, składanie, wycofanie"), kinds=WRITERS)

CONTENT = {
    "type": "object",
    "additionalProperties": {
        "oneOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}},
        ]
    },
}


@extend_schema_field(CONTENT)
class ContentField(serializers.Field):
    """Content of an official form: code of a field → text, or the rows of a table.

    What the form has no place for is refused, so that nothing sent is lost in silence; whether the content is right is
    judged at submission. The form stands in the context as "form".
    """

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("Podaj obiekt: kod pola wzoru → treść."))
        fields = {field.code: field for field in self.context["form"].fields() if field.type != "auto"}
        faults = {
            code: fault
            for code, value in data.items()
            if (fault := _fault(fields[code], value) if code in fields else _("Wzór nie ma takiego pola."))
        }
        if faults:
            raise serializers.ValidationError(faults)
        return data

    def to_representation(self, value: Any) -> Any:
        return value


def _fault(field: Field, value: Any) -> str:
    """What is wrong with the shape of a value; empty when nothing is."""
    if field.type != "table":
        return _text_fault(value, field.max_length)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return _("To tabela: podaj listę wierszy, a w każdym kod kolumny → treść.")
    if len(value) > ROWS_LIMIT:
        return _("Tabela może mieć najwyżej %(rows)s wierszy.") % {"rows": ROWS_LIMIT}
    columns = {column.code: column for column in field.columns if column.type != "auto"}
    for number, row in enumerate(value, start=1):
        for code, cell in row.items():
            if code not in columns:
                return _("Wiersz %(row)s: tabela nie ma kolumny „%(code)s”.") % {"row": number, "code": code[:60]}
            fault = _text_fault(cell, RICH_LIMIT if columns[code].type == "rich" else TEXT_LIMIT)
            if fault:
                return _("Wiersz %(row)s, kolumna „%(code)s”: %(fault)s") % {
                    "row": number,
                    "code": code,
                    "fault": fault,
                }
    return ""


def _text_fault(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        return _("Podaj tekst; kwoty („12345.67”) i daty („2027-05-01”) też są tekstem.")
    if len(value) > longest:
        return _("Tekst ma %(length)s znaków, a może mieć %(longest)s.") % {"length": len(value), "longest": longest}
    return ""


class ContentIn(serializers.Serializer):
    """The whole content, and the revision it was written from."""

    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    content = ContentField()


class ReasonIn(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class BreachOut(serializers.Serializer):
    """What stands in the way: the sentence, its article, the field of the form."""

    code = serializers.CharField()
    sentence = serializers.SerializerMethodField()
    basis = serializers.CharField()
    field = serializers.CharField()

    def get_sentence(self, breach: Any) -> str:
        return sentence(breach)


class OfferBreachOut(BreachOut):
    """The same of an offer, which may also have defects that do not keep it from being submitted."""

    blocking = serializers.BooleanField(help_text="nie pozwala złożyć oferty; „false” tylko może jej zaszkodzić")


class ScopeIn(serializers.Serializer):
    """What an offer is for: a sub-task of a divided competition, counties of a limited one; the competition is in the context.

    Either may be left for later; submitting needs them.
    """

    subtask = serializers.IntegerField(
        min_value=1,
        max_value=99,
        required=False,
        allow_null=True,
        default=None,
        help_text="numer podzadania, w konkursie podzielonym",
    )
    counties = serializers.ListField(
        child=serializers.CharField(max_length=7),
        required=False,
        default=list,
        max_length=50,
        help_text="kody TERYT powiatów z ogłoszenia, w konkursie dla wybranych powiatów",
    )


class OfferIn(ScopeIn):
    competition = serializers.CharField(max_length=16)


def scope_from(competition: Competition, values: Mapping[str, Any]) -> dict[str, Any]:
    """The scope as the actions take it. Raises ValidationError, field by field, for what the announcement has not."""
    faults: dict[str, list[str]] = {}
    subtask = None
    if (number := values["subtask"]) is not None:
        subtask = next((row for row in competition.parts if row.number == number), None)
        if subtask is None:
            faults["subtask"] = [_("Ten konkurs nie ma podzadania nr %(number)s.") % {"number": number}]
        elif subtask.cancelled_at:
            faults["subtask"] = [_("Podzadanie nr %(number)s jest unieważnione.") % {"number": number}]
    counties = list(dict.fromkeys(values["counties"]))
    if wrong := [code for code in counties if code not in competition.counties]:
        told = {"codes": ", ".join(wrong)}
        faults["counties"] = [
            _("Ten konkurs nie obejmuje powiatów: %(codes)s. Podaj kody z ogłoszenia.") % told
            if competition.counties
            else _("Ten konkurs obejmuje całe województwo: powiatów się w nim nie wybiera.")
        ]
    if faults:
        raise serializers.ValidationError(faults)
    return {"subtask": subtask, "counties": counties}


class OfferOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    competition = serializers.CharField(source="competition.public_id")
    organisation = serializers.CharField(source="organisation.public_id")
    organisation_name = serializers.CharField(source="organisation.name")
    number = serializers.SerializerMethodField(help_text="numer w konkursie; organizacja zna go po terminie składania")
    state_label = serializers.CharField(source="get_state_display")
    subtask = serializers.IntegerField(source="subtask.number", default=None, allow_null=True)
    counties = serializers.ListField(child=serializers.CharField(), help_text="kody TERYT powiatów")

    class Meta:
        model = Offer
        fields = (
            "id",
            "competition",
            "subtask",
            "counties",
            "organisation",
            "organisation_name",
            "number",
            "receipt",
            "state",
            "state_label",
            "title",
            "requested",
            "total_cost",
            "revision",
            "created_at",
            "saved_at",
            "submitted_at",
            "checksum",
            "confirmed_at",
        )

    def get_number(self, offer: Offer) -> int | None:
        view = self.context["view"]
        return offer.number if access.numbered(view.actor, offer, view.at) else None


class OfferDetailOut(OfferOut):
    form_version = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()

    class Meta(OfferOut.Meta):
        fields = (*OfferOut.Meta.fields, "form_version", "content", "documents")  # type: ignore[assignment]

    def get_form_version(self, offer: Offer) -> str:
        return offer.competition.form_version

    @extend_schema_field(CONTENT)
    def get_content(self, offer: Offer) -> Mapping[str, Any]:
        """What was submitted last, or the draft."""
        version = offer.versions.order_by("-number").first()
        content: Mapping[str, Any] = version.content if version else offer.content
        return content

    @extend_schema_field(DocumentOut(many=True))
    def get_documents(self, offer: Offer) -> Any:
        return DocumentOut(documents_of(offer), many=True).data


class ReceiptOut(serializers.ModelSerializer):
    """What an organisation holds in hand after it submitted: number, checksum, and until when the confirmation is due."""

    offer = serializers.CharField(source="offer.public_id")
    receipt = serializers.CharField(source="offer.receipt", help_text="numer oferty, losowy, na potwierdzeniu")
    version = serializers.IntegerField(source="number")
    confirmation_due = serializers.SerializerMethodField(help_text="puste, gdy tej wersji nie trzeba potwierdzać")

    class Meta:
        model = OfferVersion
        fields = ("offer", "receipt", "version", "checksum", "spoken_checksum", "submitted_at", "confirmation_due")

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_confirmation_due(self, version: OfferVersion) -> str | None:
        return serializers.DateTimeField().to_representation(version.due) if version.due else None


class OfferFilter(django_filters.FilterSet):
    competition = django_filters.CharFilter(field_name="competition__public_id")
    organisation = django_filters.CharFilter(field_name="organisation__public_id")
    state = django_filters.ChoiceFilter(choices=State.choices)
    subtask = django_filters.NumberFilter(
        field_name="subtask__number", min_value=1, max_value=99, label=gettext_lazy("numer podzadania")
    )
    submitted_from = MomentFilter(field_name="submitted_at", lookup_expr="gte")

    class Meta:
        model = Offer
        fields: list[str] = []


class OfferResource(Detailed):
    """Offers: an organisation's own, and for staff those submitted."""

    about = gettext_lazy("Oferty: organizacja widzi swoje, urząd złożone.")
    scope = OFFERS_READ
    write_scope = OFFERS_WRITE
    serializer_class = OfferOut
    detail_serializer_class = OfferDetailOut
    filterset_class = OfferFilter
    orderings = ("-created_at", "number", "submitted_at")
    personal = True

    def get_queryset(self) -> QuerySet[Offer]:
        if self.action == "list":
            return queries.listed(access.visible(self.actor, self.at))
        gate = access.visible if self.action == "retrieve" else access.own
        return gate(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy("Rozpocznij ofertę; póki jest pusta, powtórzenie zwraca tę samą"),
        request=OfferIn,
        responses={201: OfferDetailOut, 200: OfferDetailOut},
    )
    def create(self, request: Request) -> Response:
        """Begin an offer (201); while nothing is written in it, beginning again gives the same one (200)."""
        organisation = organisation_of(self.actor)
        wanted = self.input(OfferIn)
        competition = visible_competitions(self.actor, self.at).filter(public_id=wanted["competition"]).first()
        if competition is None:
            raise serializers.ValidationError({"competition": [_("Nie ma takiego konkursu.")]})
        allowed, reason = access.may_start(self.actor, competition, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        scope = scope_from(competition, wanted)
        blank = access.own(self.actor, self.at).filter(competition=competition, state=State.DRAFT, revision=0).first()
        if blank is not None:
            if scope["subtask"] or scope["counties"]:
                blank = actions.choose(blank, **scope, actor=self.actor, at=self.at)
            return self.output(OfferDetailOut, blank)
        offer = actions.start(competition, organisation, **scope, actor=self.actor, at=self.at)
        return self.output(OfferDetailOut, offer, status=201)

    @extend_schema(
        summary=gettext_lazy("Wybierz podzadanie i powiaty wersji roboczej"), request=ScopeIn, responses=OfferDetailOut
    )
    @action(detail=True, methods=["put"], url_path="scope")
    def choose(self, request: Request, id: str) -> Response:
        """Change the sub-task and the counties that a draft is for; the same again changes nothing."""
        offer = self.row(access.may_write)
        scope = scope_from(offer.competition, self.input(ScopeIn))
        return self.output(OfferDetailOut, actions.choose(offer, **scope, actor=self.actor, at=self.at))

    @extend_schema(
        summary=gettext_lazy("Zastąp całą treść; 409 „stale-draft”, gdy ktoś zapisał ją po tej rewizji"),
        request=ContentIn,
        responses=OfferDetailOut,
    )
    @action(detail=True, methods=["put"])
    def content(self, request: Request, id: str) -> Response:
        """Replace the whole content of a draft; 409 "stale-draft" when somebody saved it since that revision."""
        offer = self.row(access.may_write)
        values = self.input(ContentIn, form=form(offer.competition.form_version))
        return self.output(OfferDetailOut, actions.save(offer, **values, actor=self.actor, at=self.at))

    @extend_schema(
        summary=gettext_lazy("Co jeszcze nie pozwala złożyć oferty i co może jej zaszkodzić"),
        responses=OfferBreachOut(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def check(self, request: Request, id: str) -> Response:
        """What still stands in the way of submitting, then what does not but may harm the offer."""
        offer = self.row()
        facts = queries.offer_facts(offer, offer.content)
        hard, soft = law.breaches(facts, at=self.at), law.soft_defects(facts)
        rows = [*BreachOut(hard, many=True).data, *BreachOut(soft, many=True).data]
        return Response([{**row, "blocking": number < len(hard)} for number, row in enumerate(rows)])

    @extend_schema(
        summary=gettext_lazy("Złóż; powtórzenie zwraca to samo pokwitowanie"), request=None, responses=ReceiptOut
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        """Submit; submitting the same content again gives the same receipt."""
        offer = self.row(access.may_submit)
        return self.output(ReceiptOut, actions.submit(offer, actor=self.actor, clock=now))

    @extend_schema(
        summary=gettext_lazy("Wycofaj złożoną ofertę przed rozstrzygnięciem"), request=ReasonIn, responses=OfferOut
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:
        """Withdraw a submitted offer before the award; withdrawing it again changes nothing."""
        offer = self.row(access.may_withdraw)
        reason = self.input(ReasonIn)["reason"]
        if offer.state == State.WITHDRAWN:
            return self.output(OfferOut, offer)
        return self.output(OfferOut, actions.withdraw(offer, reason=reason, actor=self.actor, at=self.at))
