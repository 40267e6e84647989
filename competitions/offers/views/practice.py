"""The form of offers before its competition takes any: staff fill it and see what the checks say; nothing is kept.

A practice offer is no row: it cannot be counted, listed or submitted by mistake, and there is nothing to throw away.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.calls.queries import form_of
from competitions.offers import access, queries
from competitions.offers.forms import ContentForm, ScopeForm
from competitions.offers.models import Offer
from competitions.offers.presentation import summary
from core.web.page import Request, page
from core.web.rows import unchecked, with_row_added
from law import offer as law
from law.forms import clean
from law.verdict import sentence
from ngo.registry.models import Organisation
from office.structure.hats import STAFF

# Whoever practises stands for an organisation that may submit offers.
ENTITLED = "foundation"


@page(visible_competitions, may=access.may_practise, kinds=STAFF)
def practice(request: Request, competition: Competition) -> HttpResponse:
    """Fill the form of a competition that is not open yet: checked as at its deadline, never saved."""
    allowed, reason = access.may_practise(request.actor, competition, now())
    if not allowed:
        raise PermissionDenied(reason)
    form = form_of(competition)
    added = with_row_added(request.POST)
    data = added or request.POST or None
    editor = ContentForm(form, {}, data, years=queries.years_of(competition))
    scope = ScopeForm(data, competition=competition)
    offer = Offer(competition=competition, organisation=Organisation(legal_form=ENTITLED))
    rows = None
    content = {}
    if added:
        unchecked(scope)
    elif request.method == "POST" and all([editor.is_valid(), scope.is_valid()]):
        content = clean(form, editor.content())
        offer.subtask, offer.counties = scope.cleaned_data["subtask"], scope.cleaned_data["counties"]
        breaches = law.breaches(queries.practice_facts(offer, content), at=competition.offers_due)
        rows = [{"sentence": sentence(breach), "field": breach.field} for breach in breaches]
    context = {
        "competition": competition,
        "editor": editor,
        "scope": scope,
        "rows": rows,
        "summary": summary(offer, content),
        "unverified": form.unverified(),
    }
    wrong = request.method == "POST" and not added and rows is None
    return render(request, "competitions/offers/practice.html", context, status=400 if wrong else 200)
