"""The public history of a page: what was published and changed, when and by whom (UDIP art. 8 ust. 6)."""

from django.http import HttpResponse, HttpResponseBase
from django.http.response import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from core.documents.queries import documents_of
from core.publications import access
from core.publications.queries import public_history, publications_of
from core.web.page import Request, public, stop


@public
@require_safe
def history(request: Request, word: str, public_id: str) -> HttpResponse | HttpResponseBase:
    """Changes of one row that is public, the newest first, with its publications and the versions of its documents."""
    found = access.subject(word, public_id, request.actor, now())
    if found is None:
        return stop(request, Http404())
    row, told = found
    context = {
        "row": row,
        "label": told.label,
        "back": reverse(told.route, args=[public_id]),
        "entries": list(public_history(row).reverse()),
        "publications": publications_of(row),
        "documents": list(documents_of(row)),
    }
    return render(request, "core/publications/history.html", context)
