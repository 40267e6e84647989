"""Files of candidacies in the API: added by the candidate, given to them and to the office, taken from a draft."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.recruitment import access
from competitions.recruitment.actions import candidacies
from competitions.recruitment.api.candidacies import CANDIDACIES_READ, CANDIDACIES_WRITE
from competitions.recruitment.forms import NUMBER_MAX
from competitions.recruitment.models import Candidacy, Proof
from core.api.fields import LineField, chosen
from core.files.api import Files


class ProofIn(serializers.Serializer):
    """A file, and the condition that it proves."""

    candidacy = LineField(max_length=16)
    condition = serializers.IntegerField(min_value=1, max_value=NUMBER_MAX, help_text="numer warunku z naboru")
    file = serializers.FileField(allow_empty_file=True)


class ProofOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    candidacy = serializers.CharField(source="candidacy.public_id")
    condition = serializers.IntegerField(source="condition.number")

    class Meta:
        model = Proof
        fields = ("id", "candidacy", "condition", "name", "mime", "size", "sha256", "added_at")


class ProofFilter(django_filters.FilterSet):
    candidacy = django_filters.CharFilter(field_name="candidacy__public_id")

    class Meta:
        model = Proof
        fields: list[str] = []


class ProofResource(Files):
    """The files of the candidacies that the caller sees."""

    about = gettext_lazy("Pliki zgłoszeń w naborach ekspertów: kandydat dodaje je i usuwa, urząd czyta po złożeniu.")
    scope = CANDIDACIES_READ
    write_scope = CANDIDACIES_WRITE
    serializer_class = ProofOut
    filterset_class = ProofFilter
    orderings = ("-added_at", "name")

    def get_queryset(self) -> QuerySet[Proof]:
        gate = access.own_proofs if self.action == "destroy" else access.proofs
        return gate(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy(
            "Dodaj plik, póki zgłoszenie jest pisane albo uzupełniane (201); ten sam plik drugi raz zwraca to, co jest (200)"
        ),
        request={"multipart/form-data": ProofIn},
        responses={201: ProofOut, 200: ProofOut},
    )
    def create(self, request: Request) -> Response:
        """Add a file to one's own candidacy; the same file for the same condition again gives the one there."""
        values = self.input(ProofIn)
        mine = access.mine(self.actor, self.at)
        candidacy: Candidacy = chosen(mine, values["candidacy"], "candidacy", _("Nie ma takiego zgłoszenia."))
        allowed, reason = access.may_write(self.actor, candidacy, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        condition = candidacy.recruitment.conditions.filter(number=values["condition"]).first()
        if condition is None:
            told = {"number": values["condition"]}
            raise serializers.ValidationError({"condition": [_("Nabór nie ma warunku nr %(number)s.") % told]})
        added = candidacies.add_proof(candidacy, file=values["file"], condition=condition, actor=self.actor, at=self.at)
        return self.output(ProofOut, added, status=201 if added.added_at == self.at else 200)

    @extend_schema(summary=gettext_lazy("Usuń plik ze zgłoszenia w przygotowaniu"), responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:
        """Take a file from a candidacy that is still written; it is not kept."""
        candidacies.remove_proof(self.row(access.may_remove_proof), actor=self.actor, at=self.at)
        return Response(status=204)
