"""Opening an issued document."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.timezone import now

from core.documents import access
from core.web.page import Request, log_reads_of, public


@public
def document(request: Request, public_id: str) -> HttpResponse:
    """The PDF, for whoever may see what it is about; for anyone else it does not exist."""
    at = now()
    found = access.opened(public_id, request.actor, at)
    if found is None:
        raise Http404
    if request.actor.user is not None and not access.for_everyone(found, at):
        log_reads_of(request.actor, "document", [(found.subject_kind, found.subject_id)], at=at)
    name = f"{slugify(found.title)[:80] or 'dokument'}.pdf"
    with default_storage.open(found.file) as file:
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(file.read(), content_type="application/pdf", headers=headers)
