"""Competitions as everyone sees them: the list and the page of one."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from competitions.calls import access, queries
from competitions.calls.filters import CallFilter
from competitions.calls.models import Competition
from competitions.calls.states import State
from core.publications.queries import footer_of, publications_of
from core.web.page import Request, page, public
from core.web.panels import panels
from law.competition import deadline_passed
from law.spheres import sphere
from ngo.registry.hats import VIEWER
from office.structure.access import is_staff


@public
def competitions(request: Request) -> HttpResponse:
    """Competitions, those that take offers first."""
    at = now()
    asked = CallFilter(request.GET, rows=queries.listed(access.visible(request.actor, at)), at=at)
    rows = asked.narrowed().order_by("-offers_due", "-pk")
    address = request.GET.copy()
    address.pop("strona", None)
    context = {
        "open_now": [] if asked.asked else list(queries.open_now(at)[:20]),
        "filter": asked.form,
        "narrowed": bool(asked.asked),
        "address": address.urlencode(),
        "rows": Paginator(rows, 25).get_page(request.GET.get("strona")),
        "staff": is_staff(request.actor),
    }
    return render(request, "competitions/calls/competitions.html", context)


@page(access.visible)
def competition_page(request: Request, competition: Competition) -> HttpResponse:
    """One competition: what it is for, its rules, dates and criteria, and what one may do now."""
    at = now()
    staff = is_staff(request.actor)
    publications, documents = publications_of(competition), queries.documents_with_tables(competition)
    competition.publications_read, competition.documents_read = publications, documents
    if competition.divided:
        prefetch_related_objects([competition], "subtasks")
    context = {
        "competition": competition,
        "sphere": sphere(competition.sphere),
        "linked": queries.linked(competition, access.visible(request.actor, at)),
        "subtasks": [(row, queries.grant_bounds(row.min_grant, row.max_grant)) for row in competition.parts],
        "limits": queries.limits(competition),
        "scoring": queries.scoring_rules(competition),
        "criteria": queries.criteria_said(documents) or queries.criteria_rows(competition),
        "terms": [
            row
            for row in queries.timetable(competition, queries.publication_days(publications), at)
            if not row.term.internal
        ],
        "same_kind": queries.same_kind_said(documents) or queries.same_kind_tasks(competition),
        "takes_offers": competition.state == State.OPEN
        and not deadline_passed(competition.offers_due, at)
        and not request.actor.wears(VIEWER.code),
        "staff": staff,
        "documents": documents,
        "top": panels("competition-top", request.actor, competition, at),
        "panels": panels("competition-page", request.actor, competition, at),
        "bip": footer_of(publications),
    }
    return render(request, "competitions/calls/competition_page.html", context)
