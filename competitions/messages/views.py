"""Pages of messages: the thread of an offer with its form (both sides), the list of threads (staff)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.messages import access, actions, queries
from competitions.messages.forms import MessageForm
from competitions.messages.models import Side
from competitions.messages.presentation import case_words
from competitions.offers.access import keeps_sealed
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.refused import refusal_on, status_of
from ngo.registry.hats import ORGANISATION

PER_PAGE = 50


@page(access.visible, may=access.may_write, kinds=(*ORGANISATION, *access.READERS), personal=True)
def thread(request: Request, offer: Offer) -> HttpResponse:
    """The whole thread, newest last, and the form. Opening it notes that this side has read what the other wrote."""
    at = now()
    side = access.side_of(request.actor)
    form = MessageForm(request.POST or None, side=side)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, offer):
            actions.write(offer, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Wiadomość jest wysłana."))
            return redirect("offer-messages", offer.public_id)
    found = queries.thread_of(offer).first()
    rows = list(found.messages.select_related("author")) if found else []
    fresh = {row.pk for row in rows if row.read_at is None and row.side != side}
    may_write = access.may_write(request.actor, offer, at)[0]
    if found and fresh and may_write:
        actions.mark_read(found, side, at=at)
    context = {
        "offer": offer,
        "competition": offer.competition,
        "case": case_words(request.actor, offer, at),
        "opens": side == Side.ORGANISATION or offer.state != State.DRAFT,
        "side": side,
        "turn": found.turn if found else "",
        "rows": [(row, row.pk in fresh) for row in rows],
        "form": form,
        "may_write": may_write,
        "takes": access.takes(offer.competition, at),
        "sealed": keeps_sealed(offer.competition, at),
        "may_settle": bool(found and found.turn == Side.OFFICE and access.may_settle(request.actor, offer, at)[0]),
    }
    return render(request, "competitions/messages/thread.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_settle, kinds=access.READERS)
@require_POST
def settle(request: Request, offer: Offer) -> HttpResponse:
    """Say that the organisation's last message needs no answer."""
    actions.settle(offer, actor=request.actor, at=now())
    messages.success(request, _("Zaznaczono, że wiadomość nie wymaga odpowiedzi."))
    return redirect("offer-messages", offer.public_id)


@require_safe
@signed_in(*access.READERS)
def threads(request: Request) -> HttpResponse:
    """Every thread: those that wait for the office first, the longest waiting on top."""
    at = now()
    waits = Case(When(turn=Side.OFFICE, then=Value(0)), default=Value(1))
    found = queries.with_unread(access.threads(request.actor, at), Side.OFFICE).order_by(waits, "last_at", "pk")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("strona"))
    log_personal_read(request.actor, "threads", *(row.offer for row in shown), at=at)
    rows = [(row, case_words(request.actor, row.offer, at)) for row in shown]
    return render(request, "competitions/messages/threads.html", {"page": shown, "rows": rows})
