"""Annual reports in the API: the same figures as on the page and in the PDF, each with the rows behind it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.annual import access
from competitions.annual.figures import Cell, Column
from competitions.annual.models import AnnualReport
from competitions.annual.queries import rows_behind
from competitions.annual.snapshot import kind_of, thaw
from competitions.annual.states import State
from core.api.resource import Detailed
from core.audit.ledger import plain
from ngo.programmes.api import PROGRAMMES_READ


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": True})
class FigureField(serializers.Field):
    """A figure as the snapshot keeps it: amounts and shares as text with a point, days in ISO 8601, counts as integers."""

    def to_representation(self, value: Any) -> Any:
        return plain(value)


class ColumnOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CellOut(serializers.Serializer):
    """One figure; `rows` says how many rows are behind it."""

    column = serializers.CharField()
    kind = serializers.CharField(help_text="text, count, money (PLN), percent, day, days")
    value = FigureField(allow_null=True)
    rows = serializers.IntegerField()


class RowOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    cells = CellOut(many=True)


class TableOut(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    columns = ColumnOut(many=True)
    rows = RowOut(many=True)


class AnnualReportOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    year = serializers.IntegerField(source="programme.year")
    programme = serializers.CharField(source="programme.public_id")
    state_label = serializers.CharField(source="get_state_display")
    resolution = serializers.CharField(source="resolution.public_id", default=None, allow_null=True)

    class Meta:
        model = AnnualReport
        fields = (
            "id",
            "year",
            "programme",
            "state",
            "state_label",
            "frozen_at",
            "submitted_on",
            "published_on",
            "resolution",
        )


class AnnualReportDetailOut(AnnualReportOut):
    tables = serializers.SerializerMethodField()

    class Meta(AnnualReportOut.Meta):
        fields = (*AnnualReportOut.Meta.fields, "tables")  # type: ignore[assignment]

    @extend_schema_field(TableOut(many=True))
    def get_tables(self, report: AnnualReport) -> Any:
        tables = [
            {
                "code": table.code,
                "title": table.title,
                "columns": table.columns,
                "rows": [
                    {
                        "key": row.key,
                        "label": row.label,
                        "cells": [
                            _cell(column, cell, row.key) for column, cell in zip(table.columns, row.cells, strict=True)
                        ],
                    }
                    for row in table.rows
                ],
            }
            for table in thaw(report.figures)
        ]
        return TableOut(tables, many=True).data


def _cell(column: Column, cell: Cell, row_key: str) -> dict[str, Any]:
    return {
        "column": column.key,
        "kind": kind_of(column, row_key),
        "value": cell.value,
        "rows": len(cell.refs),
    }


class FigureIn(serializers.Serializer):
    """Which figure: the table's code, the row's and the column's key."""

    table = serializers.CharField(max_length=10)
    row = serializers.CharField(max_length=60)
    column = serializers.CharField(max_length=60)


class BehindOut(serializers.Serializer):
    """One row behind a figure."""

    sign = serializers.CharField(allow_blank=True)
    organisation = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)


class FoundOut(serializers.Serializer):
    """A figure in words, and the rows it comes from."""

    table = serializers.CharField()
    row = serializers.CharField()
    column = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    rows = BehindOut(many=True)


class AnnualReportFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="programme__year", min_value=1, max_value=9999)
    state = django_filters.ChoiceFilter(choices=State.choices)

    class Meta:
        model = AnnualReport
        fields: list[str] = []


class AnnualReportResource(Detailed):
    """Annual reports with their frozen figures (art. 5a ust. 3)."""

    about = _("Sprawozdania roczne z realizacji programów współpracy (art. 5a ust. 3).")
    public = True
    scope = PROGRAMMES_READ
    serializer_class = AnnualReportOut
    detail_serializer_class = AnnualReportDetailOut
    filterset_class = AnnualReportFilter
    orderings = ("-programme__year",)

    def get_queryset(self) -> QuerySet[AnnualReport]:
        rows = access.visible(self.actor, self.at)
        return rows.defer("figures") if self.action == "list" else rows

    @extend_schema(
        summary=_("Wiersze, z których wynika jedna liczba"), parameters=[FigureIn], responses=FoundOut, filters=False
    )
    @action(detail=True, url_path="rows", pagination_class=None, filterset_class=None, orderings=())
    def rows(self, request: Request, id: str) -> Response:
        """The rows behind one figure, as they were frozen."""
        report = self.row()
        wanted = FigureIn(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        found = rows_behind(report, *(wanted.validated_data[name] for name in ("table", "row", "column")))
        if found is None:
            raise Http404
        return self.output(FoundOut, found)
