"""Agreements in the API: terms and payments, the account masked."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from competitions.agreements import access
from competitions.agreements.models import Agreement, Payment
from competitions.agreements.states import State
from core.api.resource import Detailed
from core.api.scopes import scope
from core.documents.api import DocumentOut
from core.documents.queries import documents_of
from core.web.templatetags.polish import iban_masked
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF

AGREEMENTS_READ = scope("agreements:read", _("umowy i wypłaty"), kinds=(*ORGANISATION, *STAFF, "auditor"))


class PaymentOut(serializers.ModelSerializer):
    class Meta:
        model = Payment
        fields = ("tranche", "amount", "paid_on")


class AgreementOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    competition = serializers.CharField(source="offer.competition.public_id")
    organisation = serializers.CharField(source="offer.organisation.public_id")
    organisation_name = serializers.CharField(source="offer.organisation.name")
    task = serializers.CharField(source="offer.title")
    state_label = serializers.CharField(source="get_state_display")
    account = serializers.SerializerMethodField(help_text="rachunek bankowy, cztery ostatnie cyfry")

    class Meta:
        model = Agreement
        fields = (
            "id",
            "number",
            "offer",
            "competition",
            "organisation",
            "organisation_name",
            "task",
            "state",
            "state_label",
            "amount",
            "total_cost",
            "account",
            "task_from",
            "task_to",
            "use_until",
            "report_due",
            "prepared_at",
            "signed_on",
            "settled_at",
        )

    def get_account(self, agreement: Agreement) -> str:
        return iban_masked(agreement.account)


class AgreementDetailOut(AgreementOut):
    payments = PaymentOut(many=True)
    documents = serializers.SerializerMethodField()

    class Meta(AgreementOut.Meta):
        fields = (*AgreementOut.Meta.fields, "payments", "documents")  # type: ignore[assignment]

    @extend_schema_field(DocumentOut(many=True))
    def get_documents(self, agreement: Agreement) -> Any:
        return DocumentOut(documents_of(agreement), many=True).data


class AgreementFilter(django_filters.FilterSet):
    competition = django_filters.CharFilter(field_name="offer__competition__public_id")
    organisation = django_filters.CharFilter(field_name="offer__organisation__public_id")
    state = django_filters.ChoiceFilter(choices=State.choices)
    signed_from = django_filters.DateFilter(field_name="signed_on", lookup_expr="gte")
    signed_to = django_filters.DateFilter(field_name="signed_on", lookup_expr="lte")

    class Meta:
        model = Agreement
        fields: list[str] = []


class AgreementResource(Detailed):
    """Agreements: an organisation's own, and for staff all."""

    about = _("Umowy o realizację zadań publicznych: organizacja widzi swoje, urząd wszystkie.")
    scope = AGREEMENTS_READ
    serializer_class = AgreementOut
    detail_serializer_class = AgreementDetailOut
    filterset_class = AgreementFilter
    orderings = ("-prepared_at", "number", "signed_on", "amount")
    personal = True

    def get_queryset(self) -> QuerySet[Agreement]:
        rows = access.visible(self.actor, self.at).defer("version__content", "version__organisation", "offer__content")
        return rows.prefetch_related("payments") if self.action == "retrieve" else rows
