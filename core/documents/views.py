"""Opening an issued document."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.timezone import now

from core.documents.access import openable
from core.documents.models import Document
from core.web.page import Request, public


@public
def document(request: Request, public_id: str) -> HttpResponse:
    """The PDF, for whoever may see what it is about; for anyone else it does not exist."""
    found = get_object_or_404(Document.objects.defer("data"), public_id=public_id)
    if not openable(found, request.actor, now()):
        raise Http404
    name = f"{slugify(found.title)[:80] or 'dokument'}.pdf"
    with default_storage.open(found.file) as file:
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(file.read(), content_type="application/pdf", headers=headers)
