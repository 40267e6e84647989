"""Pages of reminders: a person's choices, an alert of calls; addresses that refuse letters, for the office."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from competitions.experts.hats import EXPERT
from competitions.reminders import access, actions, queries
from competitions.reminders.forms import AlertForm, ChoicesForm
from competitions.reminders.models import OF_EXPERTS, OF_ORGANISATIONS, Kind
from core.accounts.actor import system
from core.notices import actions as notices
from core.notices.models import RefusedAddress
from core.web.page import Request, log_personal_read, page, public, signed_in
from ngo.registry.hats import ORGANISATION

PER_PAGE = 50


@signed_in(*ORGANISATION)
def own_choices(request: Request) -> HttpResponse:
    """Which reminders of offers come by e-mail; the desk shows them all."""
    return _choices(request, OF_ORGANISATIONS, "organisation-desk")


@signed_in(EXPERT.code)
def card_choices(request: Request) -> HttpResponse:
    """Which reminders of score cards come by e-mail; the desk shows them all."""
    return _choices(request, OF_EXPERTS, "expert-desk")


def _choices(request: Request, kinds: Sequence[Kind], back: str) -> HttpResponse:
    user = request.actor.person
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, kinds=kinds, chosen=queries.choices(user))
    if request.method == "POST" and form.is_valid():
        actions.choose(user, form.cleaned_data, actor=request.actor, at=now())
        messages.success(request, _("Zapisano, co ma przychodzić e-mailem."))
        return redirect(back)
    context = {"form": form, "cards": kinds == OF_EXPERTS}
    return render(request, "competitions/reminders/choices.html", context)


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


@signed_in()
def call_alert(request: Request) -> HttpResponse:
    """Which new calls one wants letters about; the other button ends them."""
    at = now()
    known = access.own_alert(request.actor, at)
    if request.method == "POST" and "end" in request.POST and known:
        actions.end_alert(known, actor=request.actor, at=at)
        messages.success(request, _("Nie będziemy już pisać o nowych konkursach."))
        return redirect("call-alert")
    initial = {"spheres": known.spheres, "counties": known.counties} if known else {}
    form = AlertForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_alert(request.actor.person, **form.cleaned_data, actor=request.actor, at=at)
        messages.success(request, _("Zapisano. Napiszemy, gdy zacznie się nabór, który pasuje."))
        return redirect("call-alert")
    status = 400 if form.errors else 200
    return render(request, "competitions/reminders/alert.html", {"form": form, "known": known}, status=status)


@public
# The link itself is the proof: a mail program posts without cookies (RFC 8058), so there is nothing for CSRF to protect.
@csrf_exempt
def end_alert(request: Request, token: str) -> HttpResponse:
    """End letters about calls by the link of one of them: one click, or one POST of a mail program."""
    alert = access.of_link(token)
    if alert is None:
        raise Http404
    if request.method == "POST":
        actions.end_alert(alert, actor=system(_("adresat, odsyłaczem z listu")), at=now())
        return render(request, "competitions/reminders/alert_end.html", {"done": True})
    return render(request, "competitions/reminders/alert_end.html")
