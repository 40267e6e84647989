"""Files of offers in the API: added to a draft, taken from it, given to who sees the offer."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.offers import access, actions
from competitions.offers.api.offers import OFFERS_READ, OFFERS_WRITE
from competitions.offers.models import Attachment, Offer
from competitions.offers.refusals import InQuarantine
from core.api.fields import LineField, chosen
from core.files.api import Files


class AttachmentIn(serializers.Serializer):
    """A file with the name that the announcement gives it, or a title of its own."""

    offer = LineField(max_length=16)
    title = LineField(max_length=200, help_text="nazwa z ogłoszenia albo własny tytuł")
    file = serializers.FileField(allow_empty_file=True)


class AttachmentOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    quarantined = serializers.BooleanField(
        help_text="czeka na program antywirusowy; do tego czasu nikt pliku nie pobierze"
    )
    threat = serializers.CharField(allow_blank=True, help_text="co znalazł program antywirusowy; pliku już nie ma")

    class Meta:
        model = Attachment
        fields = ("id", "offer", "title", "name", "mime", "size", "sha256", "added_at", "quarantined", "threat")


class AttachmentFilter(django_filters.FilterSet):
    offer = django_filters.CharFilter(field_name="offer__public_id")

    class Meta:
        model = Attachment
        fields: list[str] = []


class AttachmentResource(Files):
    """The files of the offers that the caller sees."""

    about = gettext_lazy("Załączniki ofert: organizacja dodaje i usuwa je w wersji roboczej, urząd czyta po złożeniu.")
    scope = OFFERS_READ
    write_scope = OFFERS_WRITE
    serializer_class = AttachmentOut
    filterset_class = AttachmentFilter
    orderings = ("-added_at", "title")

    def get_queryset(self) -> QuerySet[Attachment]:
        gate = access.own_attachments if self.action == "destroy" else access.attachments
        return gate(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy("Dodaj plik do wersji roboczej (201); ten sam plik drugi raz zwraca to, co jest (200)"),
        request={"multipart/form-data": AttachmentIn},
        responses={201: AttachmentOut, 200: AttachmentOut},
    )
    def create(self, request: Request) -> Response:
        """Add a file to a draft; the same file under the same title again gives the one there."""
        values = self.input(AttachmentIn)
        offers = access.own(self.actor, self.at)
        offer: Offer = chosen(offers, values["offer"], "offer", _("Nie ma takiej oferty."))
        allowed, reason = access.may_write(self.actor, offer, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        added = actions.attach(offer, file=values["file"], title=values["title"], actor=self.actor, at=self.at)
        return self.output(AttachmentOut, added, status=201 if added.added_at == self.at else 200)

    @extend_schema(summary=gettext_lazy("Usuń plik z wersji roboczej"), responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:
        """Take a file from a draft; it is not kept."""
        actions.detach(self.row(access.may_remove), actor=self.actor, at=self.at)
        return Response(status=204)

    def insist_given(self, found: Attachment) -> None:
        """Raises InQuarantine while the scanner has not seen the file, or when it found a threat."""
        if found.quarantined:
            raise InQuarantine(found)
