"""Evaluation as a panel sees it: declaration, cards side by side, ranking, minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from competitions.evaluation import access, queries
from competitions.evaluation.actions import panel as actions
from competitions.evaluation.forms import DeclarationForm, MinutesForm
from competitions.evaluation.hats import CHAIR, PANEL
from competitions.evaluation.models import Panel
from competitions.evaluation.states import PanelState
from core.documents.queries import documents_of
from core.web.page import Request, log_personal_read, page
from core.web.refused import refusal_on, status_of
from law.exclusion import OK, grounds
from office.structure.hats import STAFF


@page(access.panels, kinds=(*PANEL, *STAFF, "auditor"))
def panel_page(request: Request, panel: Panel) -> HttpResponse:
    """A panel at work: members, ranking as it stands, minutes when closed."""
    at = now()
    competition = panel.competition
    members = list(panel.members.select_related("user"))
    member = next((each for each in members if each.user == request.actor.user), None)
    # Who sits in it knows who sits beside them.
    if member is None:
        log_personal_read(request.actor, "panel_page", panel, at=at)
    declared = member is None or member.declared_at is not None
    rows = access.panel_offers(request.actor, at).filter(competition=competition)
    at_work = panel.state == PanelState.APPOINTED
    offers = {offer.public_id: offer for offer in queries.with_cards(rows)} if at_work else {}
    standing = queries.standing(competition) if at_work and declared else None
    ranking = standing.ranking if standing else []
    context = {
        "panel": panel,
        "competition": competition,
        "members": members,
        "member": member,
        "declared": declared,
        "ranking": [(placed, offers[placed.offer]) for placed in ranking if placed.offer in offers],
        "opinions": [] if at_work else list(queries.opinions(rows)),
        "lacking": queries.lacking_cards(competition, offers.values(), standing) if standing else [],
        "documents": [] if at_work else list(documents_of(panel)),
        "chairs": request.actor.wears(CHAIR.code),
    }
    return render(request, "competitions/evaluation/panel_page.html", context)


@page(access.panels, may=access.may_declare_member, kinds=PANEL)
def declare_member(request: Request, panel: Panel) -> HttpResponse:
    """A member's declaration of impartiality, before any offer is visible."""
    member = panel.members.get(user=request.actor.user)
    form = DeclarationForm(request.POST or None, grounds=grounds(member=True))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            member = actions.declare_member(member, form.cleaned_data, actor=request.actor, at=now())
            if member.declaration["outcome"] == OK:
                messages.success(request, _("Deklaracja jest złożona."))
            else:
                messages.info(request, _("Odnotowano wyłączenie: nie bierzesz udziału w opiniowaniu tych ofert."))
            return redirect("panel-page", panel.public_id)
    closed = access.closed_to(request.actor.person)
    applicants = queries.offerers_to_declare(panel.competition, closed, now())
    context = {"panel": panel, "form": form, "applicants": applicants}
    return render(request, "competitions/evaluation/declare_member.html", context, status=status_of(request, form))


@page(access.panels, may=access.may_conclude, kinds=PANEL)
def conclude(request: Request, panel: Panel) -> HttpResponse:
    """Close the minutes: who was present, what the panel says of each offer."""
    at = now()
    rows = access.panel_offers(request.actor, at).filter(competition=panel.competition)
    offers = {offer.public_id: offer for offer in queries.with_cards(rows)}
    standing = queries.standing(panel.competition)
    ranking = [(placed, offers[placed.offer]) for placed in standing.ranking if placed.offer in offers]
    form = MinutesForm(request.POST or None, members=panel.members.select_related("user"), ranking=ranking)
    if request.method == "POST" and form.is_valid():
        met_on, present = form.cleaned_data["met_on"], list(form.cleaned_data["present"])
        with refusal_on(form, panel):
            actions.conclude(panel, met_on=met_on, present=present, texts=form.texts(), actor=request.actor, at=at)
            messages.success(request, _("Protokół jest zamknięty. Dokument PDF powstaje w tle."))
            return redirect("panel-page", panel.public_id)
    lacking = queries.lacking_cards(panel.competition, offers.values(), standing)
    context = {"panel": panel, "form": form, "ranking": ranking, "lacking": lacking}
    return render(request, "competitions/evaluation/conclude.html", context, status=status_of(request, form))
