"""Pages about registers over the network: one organisation asked about, filling a new one's form, how fresh the data are."""

from datetime import date

from allauth.core import ratelimit
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.web.page import Request, page, signed_in
from ngo.registry import access, freshness
from ngo.registry.actions import registers as actions
from ngo.registry.forms import LookupForm, OrganisationForm
from ngo.registry.models import Organisation, Source
from ngo.registry.prefill import ask, prefill
from ngo.registry.queries import askings
from ngo.registry.registers.register import RegisterFault
from office.structure.access import is_staff
from office.structure.hats import STAFF

SHOWN = 15


@page(access.visible, may=access.may_confirm, kinds=STAFF)
@require_POST
def refresh(request: Request, organisation: Organisation) -> HttpResponse:
    """Ask a register about the organisation; its answer is taken over by a job."""
    asked = freshness.question(organisation)
    if asked is None:
        raise RegisterFault(_("Żaden włączony rejestr nie odpowiada za numery tej organizacji."))
    job = actions.ask_for_refresh(organisation, source=asked.source, actor=request.actor, at=now())
    return redirect("job", job.public_id)


@signed_in(*STAFF, "auditor")
@require_safe
def registers(request: Request) -> HttpResponse:
    """Which registers are asked, how old their answers are, and what the last nights and days brought."""
    runs = access.imports(request.actor, now())
    lines = [{**line, "name": Source(line["register"]).label} for line in askings(runs, SHOWN)]
    return render(request, "ngo/registry/registers.html", {"states": freshness.states(), "lines": lines})


@signed_in(*STAFF, "auditor")
@require_safe
def asked_on(request: Request, source: str, day: str) -> HttpResponse:
    """What people asked a register on one day (2026-11-23), each organisation by itself."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if source not in Source.values:
        raise Http404
    rows = access.imports(request.actor, now()).filter(register=source, imported_by__isnull=False, started_at__date=on)
    page = Paginator(rows, 50).get_page(request.GET.get("strona"))
    context = {"source": Source(source), "day": on, "page": page}
    return render(request, "ngo/registry/asked_on.html", context)


def look_up(request: Request) -> HttpResponse:
    """Fill the form of a new organisation with what the KRS tells of a number; nothing is saved."""
    at, status, known, found = now(), 400, None, None
    lookup = LookupForm(request.POST)
    if lookup.is_valid():
        number = lookup.cleaned_data["numer"]
        known = access.visible(request.actor, at).filter(krs=number).first()
        if known is None and not ratelimit.consume(request, action="register_lookup"):
            lookup.add_error(
                "numer", _("Zapytano już o wiele numerów. Spróbuj za godzinę albo wypełnij formularz ręcznie.")
            )
            status = 429
        elif known is None:
            try:
                found = prefill(ask(number), request.POST.dict())
            except RegisterFault as fault:
                lookup.add_error("numer", f"{fault} {_('Nic w formularzu się nie zmieniło.')}")
                status = fault.status
        status = 200 if lookup.is_valid() else status
    typed = {**request.POST.dict(), "spheres": request.POST.getlist("spheres")}
    staff = is_staff(request.actor)
    initial = {**typed, **(found.values if found else {})}
    form = OrganisationForm(initial=initial, without=() if staff else access.FLAGS, on=localdate(at))
    context = {"form": form, "lookup": lookup, "known": known, "found": found, "staff": staff}
    return render(request, "ngo/registry/register.html", context, status=status)
