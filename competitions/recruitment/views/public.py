"""Recruitments as everyone sees them: the list, and one with its conditions and results."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from competitions.recruitment import access
from competitions.recruitment.models import Kind, Recruitment
from competitions.recruitment.queries import results
from competitions.recruitment.states import State
from core.documents.queries import documents_of
from core.publications.queries import bip_footer
from core.web.page import Request, page, public
from law.spheres import sphere
from office.structure.access import is_staff

PER_PAGE = 25


@public
def recruitments(request: Request) -> HttpResponse:
    """Recruitments of experts, the newest first, and one's own candidacies."""
    at = now()
    rows = access.visible(request.actor, at).exclude(state=State.DRAFT)
    context = {
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("strona")),
        "mine": list(access.mine(request.actor, at).order_by("-began_at")[:10]),
        "staff": is_staff(request.actor),
    }
    return render(request, "competitions/recruitment/recruitments.html", context)


@page(access.visible)
def recruitment_page(request: Request, recruitment: Recruitment) -> HttpResponse:
    """One recruitment: what it asks and pays, until when; after it, the list of experts."""
    at = now()
    conditions = list(recruitment.conditions.all())
    context = {
        "recruitment": recruitment,
        "fields": [(sphere(each.sphere), each.places) for each in recruitment.fields.all()],
        "required": [each for each in conditions if each.kind == Kind.REQUIRED],
        "scored": [each for each in conditions if each.kind == Kind.SCORED],
        "results": results(recruitment) if recruitment.state == State.RESOLVED else [],
        "documents": list(documents_of(recruitment)),
        "bip": bip_footer(recruitment),
        "mine": access.mine(request.actor, at).filter(recruitment=recruitment).first(),
        "takes": recruitment.state == State.OPEN and at <= recruitment.due,
        "staff": is_staff(request.actor),
    }
    return render(request, "competitions/recruitment/recruitment.html", context)
