"""Opening an issued document."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.timezone import now

from core.documents import access
from core.web.page import Request, public


@public
def document(request: Request, public_id: str) -> HttpResponse:
    """The PDF, for whoever may see what it is about; for anyone else it does not exist."""
    found = access.opened(public_id, request.actor, now())
    if found is None:
        raise Http404
    name = f"{slugify(found.title)[:80] or 'dokument'}.pdf"
    with default_storage.open(found.file) as file:
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(file.read(), content_type="application/pdf", headers=headers)
