"""Pages of resolutions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.publications.queries import list_footer
from core.web.page import Request, public, signed_in
from core.web.refused import status_of
from office.board import access, actions
from office.board.forms import ResolutionForm
from office.structure.hats import STAFF


@public
def resolutions(request: Request) -> HttpResponse:
    """The register of resolutions, newest first."""
    at = now()
    rows = Paginator(access.visible(request.actor, at), 50).get_page(request.GET.get("strona"))
    may = access.may_record(request.actor, None, at)[0]
    context = {"rows": rows, "may_record": may, "bip": list_footer("office.resolution", "record")}
    return render(request, "office/board/resolutions.html", context)


@signed_in(*STAFF)
def record(request: Request) -> HttpResponse:
    """Record an adopted resolution."""
    at = now()
    allowed, reason = access.may_record(request.actor, None, at)
    if not allowed:
        raise PermissionDenied(reason)
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        resolution = actions.record(values.pop("number"), actor=request.actor, at=at, **values)
        messages.success(request, _("Odnotowano: %(resolution)s.") % {"resolution": resolution})
        return redirect("resolutions")
    return render(request, "office/board/record.html", {"form": form}, status=status_of(request, form))
