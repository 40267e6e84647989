"""Pages of awards: recording the Board's decision, and the public results."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from competitions.awards import access, actions
from competitions.awards.forms import DecisionForm
from competitions.awards.queries import results
from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.evaluation.access import panel_offers
from competitions.offers.presentation import Figure
from core.documents.queries import documents_of
from core.publications.queries import bip_footer
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.web.templatetags.polish import zloty
from office.structure.hats import STAFF


@page(visible_competitions, may=access.may_resolve, kinds=STAFF)
def decide(request: Request, competition: Competition) -> HttpResponse:
    """Record the Board's decision on every offer."""
    at = now()
    rows = panel_offers(request.actor, at).filter(competition=competition, opinion__isnull=False)
    offers = list(rows.select_related("organisation", "opinion").order_by("opinion__place", "number"))
    form = DecisionForm(request.POST or None, offers=offers)
    if request.method == "POST" and form.is_valid():
        resolution, decisions = form.cleaned_data["resolution"], form.decisions()
        with refusal_on(form, competition):
            actions.resolve(competition, resolution=resolution, decisions=decisions, actor=request.actor, at=at)
            messages.success(request, _("Konkurs jest rozstrzygnięty. Listy wyników powstają i zostaną opublikowane."))
            return redirect("results", competition.public_id)
    left = competition.pool - form.proposed
    context = {
        "competition": competition,
        "form": form,
        "summary": [
            Figure(_("Pula"), zloty(competition.pool)),
            Figure(_("Przyznano"), zloty(form.proposed), "awarded"),
            Figure(_("Zostaje w puli"), zloty(left), "left"),
        ],
        "warnings": [{"rule": "left least 0.00", "text": _("Przyznano więcej, niż jest w puli."), "broken": left < 0}],
    }
    return render(request, "competitions/awards/decide.html", context, status=status_of(request, form))


@page(access.resolved)
def results_page(request: Request, competition: Competition) -> HttpResponse:
    """The three result lists, for everyone."""
    context = {
        "competition": competition,
        "results": results(competition),
        "documents": [row for row in documents_of(competition) if row.kind == "awards.results"],
        "bip": bip_footer(competition),
    }
    return render(request, "competitions/awards/results.html", context)
