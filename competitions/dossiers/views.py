"""Pages of dossiers: asking for one, taking those that are made."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from competitions.calls.models import Competition
from competitions.dossiers import access, actions, exports
from competitions.dossiers.models import Dossier
from competitions.offers.models import Offer
from core.files.download import attachment
from core.web.page import Request, log_personal_read, page

# How many earlier ones a page shows.
SHOWN = 10


@never_cache
@page(access.offers, may=access.may_ask, kinds=access.READERS)
def of_offer(request: Request, offer: Offer) -> HttpResponse:
    """The dossier of an offer: what will be in it, the button, those made before."""
    return _of(request, offer)


@never_cache
@page(access.competitions, may=access.may_ask, kinds=access.READERS)
def of_competition(request: Request, competition: Competition) -> HttpResponse:
    """The dossier of a competition with all its offers."""
    return _of(request, competition)


def _of(request: Request, case: Competition | Offer) -> HttpResponse:
    at = now()
    if request.method == "POST":
        return redirect("job", actions.ask(case, actor=request.actor, at=at).public_id)
    made = access.visible(request.actor, at).of(case)[:SHOWN]
    context = {"case": case, "of_offer": isinstance(case, Offer), "made": list(made)}
    return render(request, "competitions/dossiers/dossier.html", context)


@require_safe
@page(access.visible, kinds=access.READERS)
def dossier(request: Request, dossier: Dossier) -> HttpResponseBase:
    """The ZIP, to be saved; the read of the case is noted."""
    log_personal_read(request.actor, "dossier", dossier.case, at=now())
    return attachment(str(dossier.file.name), name=exports.name_of(dossier), mime="application/zip")
