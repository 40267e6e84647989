"""The page of the replay: what agrees with the ledger and what does not, and the button that plays it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls.models import Competition
from competitions.replay import access, actions, queries
from core.web.page import Request, page


@page(access.visible, kinds=access.READERS)
def replay(request: Request, competition: Competition) -> HttpResponse:
    """What the last replay came to, document by document."""
    at = now()
    context = {
        "competition": competition,
        "kept": queries.kept(competition),
        "job": access.job(request.actor, competition, at),
    }
    return render(request, "competitions/replay/replay.html", context)


@page(access.visible, may=access.may_ask, kinds=access.READERS)
@require_POST
def ask(request: Request, competition: Competition) -> HttpResponse:
    """Play the ledger again."""
    actions.ask_replay(competition, actor=request.actor)
    messages.success(request, _("Odtworzenie jest zlecone. Wynik pojawi się na tej stronie."))
    return redirect("competition-replay", competition.public_id)
