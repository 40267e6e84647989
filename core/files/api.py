"""The base of resources of files: added in a form as a browser sends it, given back byte for byte."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from core.api.reading import UploadParser
from core.api.resource import Detailed
from core.files.download import attachment


class BytesRenderer(JSONRenderer):
    """Lets a caller ask for the bytes of a file; a problem is JSON all the same."""

    media_type = "application/octet-stream"
    format = "bin"


class Files(Detailed):
    """Rows with a file each."""

    personal = True

    def get_parsers(self) -> Any:
        """A file comes in a form, everything else in JSON."""
        return [UploadParser()] if self.request and self.request.method == "POST" else super().get_parsers()

    @extend_schema(
        summary=_("Plik, bajt w bajt jak dodany"), responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    @action(detail=True, renderer_classes=[JSONRenderer, BytesRenderer])
    def file(self, request: Request, id: str) -> HttpResponseBase:
        """The file."""
        found: Any = self.row()
        self.insist_given(found)
        return attachment(found.file, name=found.name, mime="application/octet-stream")

    def insist_given(self, found: Any) -> None:
        """Raise the refusal of a file that nobody is given yet."""
