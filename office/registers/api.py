"""Entries of registers in the API: everyone reads what is public, the units of a register all of it."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.resource import Detailed
from core.api.scopes import scope
from office.registers import access
from office.registers.models import Entry, EntryQuerySet
from office.registers.schema import registers

REGISTERS_READ = scope("registers:read", _("wpisy rejestrów urzędu"))


class EntryOut(serializers.ModelSerializer):
    """An entry as a list tells of it, without anything personal."""

    id = serializers.CharField(source="public_id")
    cancelled = serializers.SerializerMethodField()

    class Meta:
        model = Entry
        fields = ("id", "register", "sign", "title", "entered_at", "due_on", "cancelled")

    def get_cancelled(self, entry: Entry) -> bool:
        return entry.cancelled_at is not None


class EntryDetailOut(EntryOut):
    """With the values of the fields that the caller sees, by their codes."""

    values = serializers.SerializerMethodField()

    class Meta(EntryOut.Meta):
        fields = (*EntryOut.Meta.fields, "values")  # type: ignore[assignment]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_values(self, entry: Entry) -> dict[str, Any]:
        register = registers()[entry.register]
        seen = register.seen(access.reach(self.context["request"].actor, register))
        return {field.code: entry.particulars.get(field.code) for field in seen}


class EntryQuery(django_filters.FilterSet):
    register = django_filters.CharFilter()
    due_to = django_filters.DateFilter(field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Entry
        fields: list[str] = []


class EntryResource(Detailed):
    """Entries of the registers that the caller sees."""

    about = _("Wpisy rejestrów urzędu: publiczne dla wszystkich, pozostałe dla komórek, które prowadzą rejestr.")
    public = True
    scope = REGISTERS_READ
    serializer_class = EntryOut
    detail_serializer_class = EntryDetailOut
    filterset_class = EntryQuery
    orderings = ("-entered_at", "due_on")
    personal = True

    def get_queryset(self) -> EntryQuerySet:
        return access.visible(self.actor, self.at)
