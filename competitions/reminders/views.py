"""Pages of reminders: a person's choices; addresses that refuse letters, for the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.reminders import access, actions, queries
from competitions.reminders.forms import ChoicesForm
from core.notices import actions as notices
from core.notices.models import RefusedAddress
from core.web.page import Request, log_personal_read, page, signed_in
from ngo.registry.hats import ORGANISATION

PER_PAGE = 50


@signed_in(*ORGANISATION)
def own_choices(request: Request) -> HttpResponse:
    """Which reminders come by e-mail; the desk shows them all."""
    user = request.actor.person
    form = ChoicesForm(request.POST if request.method == "POST" else None, chosen=queries.choices(user))
    if request.method == "POST" and form.is_valid():
        actions.choose(user, form.cleaned_data, actor=request.actor, at=now())
        messages.success(request, _("Zapisano, co ma przychodzić e-mailem."))
        return redirect("organisation-desk")
    return render(request, "competitions/reminders/choices.html", {"form": form})


@require_safe
@signed_in(*access.READERS)
def refused_addresses(request: Request) -> HttpResponse:
    """Addresses that refuse letters, with whose they are."""
    at = now()
    shown = Paginator(access.refused(request.actor, at), PER_PAGE).get_page(request.GET.get("strona"))
    owners = queries.owners(shown)
    people = [user for users in owners.values() for user in users]
    log_personal_read(request.actor, "refused_addresses", *people, at=at)
    rows = [(row, owners.get(row.email, []), access.may_check(request.actor, row, at)[0]) for row in shown]
    return render(request, "competitions/reminders/refused.html", {"page": shown, "rows": rows})


@page(access.refused, may=access.may_check, kinds=access.READERS)
@require_POST
def check(request: Request, address: RefusedAddress) -> HttpResponse:
    """Send the letter by which the owner of an address confirms it."""
    notices.check_address(address, actor=request.actor, at=now())
    messages.success(
        request, _("List sprawdzający wysłany. Adres wróci do obiegu, gdy jego właściciel kliknie odsyłacz.")
    )
    return redirect("refused-addresses")
