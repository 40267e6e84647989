"""Reports in the API: an organisation begins, writes, checks and submits its own; the office reads what was submitted."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.agreements.access import visible as visible_agreements
from competitions.offers.api.offers import CONTENT, BreachOut, ContentIn
from competitions.reports import access, actions
from competitions.reports.models import Report
from competitions.reports.queries import report_facts
from competitions.reports.states import State
from core.api.resource import Detailed
from core.api.scopes import scope
from core.documents.api import DocumentOut
from core.documents.queries import documents_of
from law import report as law
from law.forms import form
from ngo.registry.hats import ORGANISATION, WRITERS
from office.structure.hats import STAFF

REPORTS_READ = scope(
    "reports:read", gettext_lazy("sprawozdania z umów: odczyt"), kinds=(*ORGANISATION, *STAFF, "auditor")
)
REPORTS_WRITE = scope("reports:write", gettext_lazy("sprawozdania z umów: pisanie i składanie"), kinds=WRITERS)


class ReportIn(serializers.Serializer):
    agreement = serializers.CharField(max_length=16)


class ReportOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    agreement = serializers.CharField(source="agreement.public_id")
    agreement_number = serializers.CharField(source="agreement.number")
    organisation = serializers.CharField(source="agreement.offer.organisation.public_id")
    state_label = serializers.CharField(source="get_state_display")
    due = serializers.DateField(source="agreement.report_due")
    late = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields = (
            "id",
            "agreement",
            "agreement_number",
            "organisation",
            "state",
            "state_label",
            "due",
            "late",
            "revision",
            "spent_total",
            "spent_grant",
            "created_at",
            "submitted_at",
            "checksum",
            "accepted_at",
        )

    def get_late(self, report: Report) -> bool:
        return bool(report.submitted_at and localdate(report.submitted_at) > report.agreement.report_due)


class ReportDetailOut(ReportOut):
    content = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()

    class Meta(ReportOut.Meta):
        fields = (*ReportOut.Meta.fields, "form_version", "content", "documents")  # type: ignore[assignment]

    @extend_schema_field(CONTENT)
    def get_content(self, report: Report) -> Any:
        return report.content

    @extend_schema_field(DocumentOut(many=True))
    def get_documents(self, report: Report) -> Any:
        return DocumentOut(documents_of(report), many=True).data


class ReportFilter(django_filters.FilterSet):
    agreement = django_filters.CharFilter(field_name="agreement__public_id")
    state = django_filters.ChoiceFilter(choices=State.choices)

    class Meta:
        model = Report
        fields: list[str] = []


class ReportResource(Detailed):
    """Final reports: an organisation's own, and for staff those submitted."""

    about = gettext_lazy("Sprawozdania końcowe z umów: organizacja widzi swoje, urząd złożone.")
    scope = REPORTS_READ
    write_scope = REPORTS_WRITE
    serializer_class = ReportOut
    detail_serializer_class = ReportDetailOut
    filterset_class = ReportFilter
    orderings = ("-created_at", "submitted_at")
    personal = True

    def get_queryset(self) -> QuerySet[Report]:
        rows = access.visible(self.actor, self.at).defer("agreement__version__content", "agreement__offer__content")
        return rows.defer("content") if self.action == "list" else rows

    @extend_schema(
        summary=gettext_lazy("Rozpocznij sprawozdanie z umowy; powtórzenie zwraca to samo"),
        request=ReportIn,
        responses=ReportDetailOut,
    )
    def create(self, request: Request) -> Response:
        """Begin the report on an agreement, with its plan filled in; beginning again gives the same one."""
        wanted = self.input(ReportIn)["agreement"]
        agreement = visible_agreements(self.actor, self.at).filter(public_id=wanted).first()
        if agreement is None:
            raise serializers.ValidationError({"agreement": [_("Nie ma takiej umowy.")]})
        begun = access.visible(self.actor, self.at).filter(agreement=agreement).first()
        allowed, reason = (
            access.may_write(self.actor, begun, self.at) if begun else access.may_start(self.actor, agreement, self.at)
        )
        if not allowed:
            raise PermissionDenied(reason)
        report = begun or actions.start(agreement, actor=self.actor, at=self.at)
        return self.output(ReportDetailOut, report, status=200)

    @extend_schema(
        summary=gettext_lazy("Zastąp całą treść; 409 „stale-report”, gdy ktoś zapisał ją po tej rewizji"),
        request=ContentIn,
        responses=ReportDetailOut,
    )
    @action(detail=True, methods=["put"])
    def content(self, request: Request, id: str) -> Response:
        """Replace the whole content; 409 "stale-report" when somebody saved it since that revision."""
        report = self.row(access.may_write)
        values = self.input(ContentIn, form=form(report.form_version))
        return self.output(ReportDetailOut, actions.save(report, **values, actor=self.actor, at=self.at))

    @extend_schema(
        summary=gettext_lazy("Co jeszcze nie pozwala złożyć sprawozdania"),
        responses=BreachOut(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def check(self, request: Request, id: str) -> Response:
        """What still stands in the way of submitting; empty when nothing does."""
        return Response(BreachOut(law.breaches(report_facts(self.row())), many=True).data)

    @extend_schema(
        summary=gettext_lazy("Złóż; powtórzenie zwraca to samo sprawozdanie"), request=None, responses=ReportDetailOut
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        """Submit; submitting the same content again gives the same report."""
        report = self.row(access.may_write)
        return self.output(ReportDetailOut, actions.submit(report, actor=self.actor, clock=now))
