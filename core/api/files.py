"""The base of resources of files: added in a form as a browser sends it, given back byte for byte."""

from typing import Any

from rest_framework.renderers import JSONRenderer

from core.api.reading import UploadParser
from core.api.resource import Detailed


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
