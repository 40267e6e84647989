"""Entries of registers in the API: everyone reads what is public, the units of a register all of it, and write in it."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.fields import LineField, TextField, chosen
from core.api.resource import Detailed
from core.api.scopes import scope
from core.files.api import Files
from office.registers import access, actions
from office.registers.forms import EntryForm
from office.registers.models import Entry, EntryFile, EntryQuerySet
from office.registers.schema import Field, Register, registers
from office.registers.values import named_units
from office.structure.hats import STAFF
from office.structure.queries import units_on

REGISTERS_READ = scope("registers:read", _("wpisy rejestrów urzędu"))
REGISTERS_WRITE = scope(
    "registers:write", _("wpisy rejestrów własnej komórki: dodawanie, zmiana, unieważnianie, pliki"), kinds=STAFF
)


@extend_schema_field({"type": "object", "additionalProperties": True})
class ValuesField(serializers.Field):
    """Values by the codes of a register's fields: texts, numbers, yes or no, lists of codes; null for an empty one."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(gettext("Podaj obiekt: kod pola i jego wartość."))
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class EntryIn(serializers.Serializer):
    """A new entry; `once` is a name of the request: sent again with it, it gives the entry that was made."""

    register = LineField(max_length=40)
    once = LineField(max_length=64, required=False, default="")
    values = ValuesField()


class RevisionIn(serializers.Serializer):
    """All values of an entry, and the revision they were written from."""

    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    values = ValuesField()


class CancellationIn(serializers.Serializer):
    reason = TextField(max_length=500)


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
        fields = (*EntryOut.Meta.fields, "revision", "values")  # type: ignore[assignment]

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
    write_scope = REGISTERS_WRITE
    serializer_class = EntryOut
    detail_serializer_class = EntryDetailOut
    filterset_class = EntryQuery
    orderings = ("-entered_at", "due_on")
    personal = True

    def get_queryset(self) -> EntryQuerySet:
        return access.visible(self.actor, self.at)

    def said(self, register: Register, values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """Values as the form of the register takes them, or 400 with each fault at its field."""
        fields = {field.code: field for field in register.fields}
        faults: dict[str, list[Any]] = {
            code: [fault] for code, value in values.items() if (fault := _fault(fields.get(code), value))
        }
        if faults:
            raise serializers.ValidationError({"values": faults})
        units = units_on(localdate(self.at), *named_units(register, before))
        form = EntryForm(_typed(values), register=register, units=units)
        if not form.is_valid():
            raise serializers.ValidationError(
                {"values": {code: [str(text) for text in texts] for code, texts in form.errors.items()}}
            )
        return form.values

    @extend_schema(
        summary=_("Wpisz do rejestru (201); to samo „once” drugi raz zwraca ten sam wpis (200)"),
        request=EntryIn,
        responses={201: EntryDetailOut, 200: EntryDetailOut},
    )
    def create(self, request: Request) -> Response:
        """Put an entry into a register of one's unit; named once more with the same `once`, it is the same entry."""
        values = self.input(EntryIn)
        register = registers().get(values["register"])
        if register is None or not access.reach(self.actor, register):
            raise serializers.ValidationError({"register": [gettext("Nie ma takiego rejestru.")]})
        allowed, reason = access.may_enter(self.actor, register)
        if not allowed:
            raise PermissionDenied(reason)
        said = self.said(register, values["values"], {})
        entry = actions.enter(register, said, once=values["once"], actor=self.actor, at=self.at)
        return self.output(EntryDetailOut, entry, status=201 if entry.entered_at == self.at else 200)

    @extend_schema(
        summary=_("Zmień wpis: wszystkie wartości naraz; powtórzenie tych samych nic nie zmienia"),
        request=RevisionIn,
        responses=EntryDetailOut,
    )
    @action(detail=True, methods=["put"], url_path="values")
    def revise(self, request: Request, id: str) -> Response:
        """Replace the values of an entry; 409 "stale-entry" when somebody changed it since that revision."""
        entry: Entry = self.row(access.may_keep)
        values = self.input(RevisionIn)
        said = self.said(registers()[entry.register], values["values"], entry.particulars)
        revised = actions.revise(entry, said, revision=values["revision"], actor=self.actor, at=self.at)
        return self.output(EntryDetailOut, revised)

    @extend_schema(
        summary=_("Unieważnij wpis; numer zostaje, powtórzenie nic nie zmienia"),
        request=CancellationIn,
        responses=EntryDetailOut,
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, id: str) -> Response:
        """Cancel an entry with a reason; its number stays taken. Cancelling again changes nothing."""
        entry: Entry = self.row(access.may_keep)
        reason = self.input(CancellationIn)["reason"]
        return self.output(EntryDetailOut, actions.cancel(entry, reason=reason, actor=self.actor, at=self.at))


def _fault(field: Field | None, value: Any) -> str:
    """What is wrong with the shape of a value; empty when nothing is."""
    if field is None:
        return gettext("Rejestr nie ma takiego pola.")
    if value is None:
        return ""
    if field.kind == "choices":
        is_list = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return "" if is_list else gettext("Podaj listę kodów.")
    return "" if isinstance(value, str | int | float) else gettext("Podaj tekst, liczbę, true, false albo null.")


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a form reads them: all but lists as text."""
    return {code: _text(value) for code, value in values.items()}


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


class EntryFileIn(serializers.Serializer):
    entry = LineField(max_length=16)
    file = serializers.FileField(allow_empty_file=True)


class EntryFileOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    entry = serializers.CharField(source="entry.public_id")

    class Meta:
        model = EntryFile
        fields = ("id", "entry", "name", "mime", "size", "sha256", "added_at")


class EntryFileQuery(django_filters.FilterSet):
    entry = django_filters.CharFilter(field_name="entry__public_id")

    class Meta:
        model = EntryFile
        fields: list[str] = []


class EntryFileResource(Files):
    """Files of the entries of which the caller sees everything."""

    about = _("Pliki wpisów: dodają je, czytają i usuwają komórki, które prowadzą rejestr; czyta też audytor.")
    scope = REGISTERS_READ
    write_scope = REGISTERS_WRITE
    serializer_class = EntryFileOut
    filterset_class = EntryFileQuery
    orderings = ("-added_at", "name")

    def get_queryset(self) -> QuerySet[EntryFile]:
        return access.files(self.actor, self.at)

    @extend_schema(
        summary=_("Dodaj plik do wpisu (201); ten sam plik drugi raz zwraca to, co jest (200)"),
        request={"multipart/form-data": EntryFileIn},
        responses={201: EntryFileOut, 200: EntryFileOut},
    )
    def create(self, request: Request) -> Response:
        """Add a file to an entry; the same file again gives the one kept."""
        values = self.input(EntryFileIn)
        rows = access.visible(self.actor, self.at)
        entry: Entry = chosen(rows, values["entry"], "entry", gettext("Nie ma takiego wpisu."))
        allowed, reason = access.may_keep(self.actor, entry, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        added = actions.attach(entry, file=values["file"], actor=self.actor, at=self.at)
        return self.output(EntryFileOut, added, status=201 if added.added_at == self.at else 200)

    @extend_schema(summary=_("Usuń plik z wpisu; jego nazwa i skrót zostają w księdze"), responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:
        """Remove a file of an entry with its bytes."""
        actions.remove_file(self.row(access.may_keep_file), actor=self.actor, at=self.at)
        return Response(status=204)
