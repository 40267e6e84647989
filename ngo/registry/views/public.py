"""One organisation as everyone sees it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from core.audit.ledger import history
from core.web.page import Request, log_personal_read, page
from core.web.panels import panels
from law.spheres import sphere
from ngo.registry import access
from ngo.registry.freshness import question
from ngo.registry.models import Organisation
from ngo.registry.presentation import eligibility, facts, missing, protected, source, steps, warnings
from office.structure.access import is_staff


@page(access.visible, moved=access.moved)
def organisation_page(request: Request, organisation: Organisation) -> HttpResponse:
    """One organisation: who it is and where the data come from; its own people and staff see contacts."""
    at, actor = now(), request.actor
    staff = is_staff(actor)
    inside = access.is_inside(actor, organisation)
    if inside:
        log_personal_read(actor, "organisation_page", organisation, at=at)
    context = {
        "organisation": organisation,
        "facts": facts(organisation),
        "source": source(organisation),
        "eligibility": eligibility(organisation, localdate(at)),
        "warnings": warnings(organisation) if inside else [],
        "gaps": missing(organisation) if inside else [],
        "protected": protected(organisation) if inside else [],
        "spheres": [sphere(code) for code in organisation.spheres],
        "earlier": list(organisation.names.order_by("-until")),
        "staff": staff,
        "inside": inside,
        "may_edit": access.may_edit(actor, organisation, at)[0],
        "asked": not inside and access.own_requests(actor, organisation).exists(),
        "may_ask": not inside and access.may_ask(actor, organisation, at)[0],
        "asks": question(organisation) if staff else None,
        "panels": panels("organisation-page", actor, organisation, at),
    }
    return render(request, "ngo/registry/organisation_page.html", context)


@page(access.inside, personal=True)
@require_safe
def organisation_history(request: Request, organisation: Organisation) -> HttpResponse:
    """What happened to an organisation's data: who changed what, when, from which value to which."""
    context = {"organisation": organisation, "steps": steps(history(organisation))}
    return render(request, "ngo/registry/organisation_history.html", context)
