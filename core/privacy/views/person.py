"""A person's own data: a copy to take away, who read them, a request to be forgotten."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.files.download import attachment
from core.privacy import access, actions, queries
from core.privacy.forms import ErasureForm
from core.privacy.models import OwnDataCopy
from core.web.page import Request, page, signed_in

PER_PAGE = 25


@never_cache
@signed_in()
def own_data(request: Request) -> HttpResponse:
    """What is kept of me: the last requests and copies; the button asks for a new copy (RODO art. 15 and 20)."""
    user, at = request.actor.person, now()
    if request.method == "POST":
        return redirect("job", actions.ask_for_copy(user, actor=request.actor, at=at).public_id)
    context = {"copies": queries.copies(user), "asked": access.own_requests(request.actor, at).first()}
    return render(request, "core/privacy/own_data.html", context)


@require_safe
@page(access.copies)
def copy(request: Request, copy: OwnDataCopy) -> FileResponse:
    """A copy of one's data, to be saved."""
    return attachment(str(copy.file.name), name="moje-dane.zip", mime="application/zip")


@require_safe
@signed_in()
def reads(request: Request) -> HttpResponse:
    """Who opened records about me: when, which role of which unit, which page."""
    rows = Paginator(queries.reads_about(request.actor.person), PER_PAGE).get_page(request.GET.get("strona"))
    context = {"page": rows, "seen": queries.seen(list(rows))}
    return render(request, "core/privacy/reads.html", context)


@signed_in()
def erasure(request: Request) -> HttpResponse:
    """Ask to be forgotten; what may and may not be erased is said at once."""
    user, at = request.actor.person, now()
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = actions.ask_for_erasure(user, form.cleaned_data["text"], actor=request.actor, at=at)
        due = _("Wniosek przyjęty. Odpowiemy najpóźniej %(day)s.") % {"day": f"{asked.due_on:%d.%m.%Y}"}
        messages.success(request, due)
        return redirect("own-data")
    context = {
        "form": form,
        "binds": queries.binds(user, localdate(at)),
        "asked": access.own_requests(request.actor, at).filter(decided_at=None).first(),
    }
    return render(request, "core/privacy/erasure.html", context)
