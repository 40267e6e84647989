"""Issued documents in the API: what a document is, and its file."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.api.resource import Guarded
from core.api.scopes import scope
from core.documents import access
from core.documents.models import Document
from core.web.page import log_reads_of

DOCUMENTS_READ = scope("documents:read", _("dokumenty PDF spraw, które rola widzi"))
ADDRESS = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH)


class PDFRenderer(JSONRenderer):
    """Lets a caller ask for PDF; a problem is JSON all the same."""

    media_type = "application/pdf"
    format = "pdf"


class DocumentOut(serializers.ModelSerializer):
    """An issued document: its kind, title, and the hash of its bytes."""

    id = serializers.CharField(source="public_id")

    class Meta:
        model = Document
        fields = ("id", "kind", "title", "version", "issued_at", "sha256", "size")


class DocumentResource(Guarded, ViewSet):
    """Issued documents, for whoever sees the case they belong to."""

    about = _("Wydane dokumenty: dla każdego, kto widzi sprawę, której dotyczą.")
    public = True
    scope = DOCUMENTS_READ
    lookup_value_regex = "[A-Za-z0-9_-]{1,16}"
    lookup_url_kwarg = "id"

    def opened(self) -> Document:
        """The document of the address, or 404."""
        found = access.opened(self.kwargs["id"], self.actor, self.at)
        if found is None:
            raise Http404
        return found

    @extend_schema(parameters=[ADDRESS], responses=DocumentOut)
    def retrieve(self, request: Request, id: str) -> Response:
        """What the document is."""
        return Response(DocumentOut(self.opened()).data)

    @extend_schema(
        summary=_("Plik PDF, bajt w bajt jak wydany"),
        parameters=[ADDRESS],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    @action(detail=True, renderer_classes=[JSONRenderer, PDFRenderer])
    def file(self, request: Request, id: str) -> HttpResponse:
        """The file, byte for byte as it was issued."""
        found = self.opened()
        if self.actor.user is not None and not access.for_everyone(found, self.at):
            log_reads_of(self.actor, "document", [(found.subject_kind, found.subject_id)], at=self.at)
        with default_storage.open(found.file) as file:
            return HttpResponse(file.read(), content_type="application/pdf")
