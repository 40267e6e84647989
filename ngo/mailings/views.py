"""Pages of mailings: writing, the preview with its recipients, sending, the report; opting out, for everyone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.accounts.actor import system
from core.audit.ledger import history
from core.web.page import Request, page, public, signed_in
from core.web.refused import refusal_on, status_of
from ngo.contacts import access as contacts
from ngo.contacts.models import ContactList, Way
from ngo.contacts.queries import audience
from ngo.mailings import access, actions
from ngo.mailings.forms import MailingForm, SendForm, StopForm
from ngo.mailings.models import Mailing
from ngo.mailings.presentation import TRIAL, outcome, preview
from ngo.mailings.states import State
from office.structure.hats import STAFF

PAGE = 50


@page(contacts.lists, may=contacts.may_keep_list, kinds=STAFF)
def write(request: Request, contact_list: ContactList) -> HttpResponse:
    """Write a letter to a list."""
    form = MailingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, contact_list):
            mailing = actions.write(contact_list, **form.cleaned_data, actor=request.actor, at=now())
            return redirect("mailing", mailing.public_id)
    context = {"form": form, "list": contact_list}
    return render(request, "ngo/mailings/write.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_write, kinds=STAFF)
def revise(request: Request, mailing: Mailing) -> HttpResponse:
    """Change a draft."""
    form = MailingForm(request.POST or None, initial={"subject": mailing.subject, "text": mailing.text})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, mailing):
            actions.revise(mailing, **form.cleaned_data, actor=request.actor, at=now())
            return redirect("mailing", mailing.public_id)
    context = {"form": form, "list": mailing.contact_list, "mailing": mailing}
    return render(request, "ngo/mailings/write.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_write, kinds=access.READERS, personal=True)
def mailing_page(request: Request, mailing: Mailing) -> HttpResponse:
    """A mailing: a draft with one letter as it will be seen and everyone who will get it; then the report. It is sent here."""
    at = now()
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, mailing):
            actions.send(mailing, seen=form.cleaned_data["seen"], actor=request.actor, at=at)
            return redirect("mailing", mailing.public_id)
    draft = mailing.state == State.DRAFT
    context = {
        "mailing": mailing,
        "list": mailing.contact_list,
        "draft": draft,
        "form": form,
        "may_write": access.may_write(request.actor, mailing, at)[0],
        # Batches are a matter of the machine; the ledger keeps them.
        "entries": list(history(mailing).exclude(verb="hand_over")),
        **(_draft(request, mailing) if draft else _report(request, mailing)),
    }
    return render(request, "ngo/mailings/mailing.html", context, status=status_of(request, form))


def _draft(request: Request, mailing: Mailing) -> dict[str, object]:
    found = audience(mailing.contact_list, now())
    return {
        "audience": found,
        "count": len(found.recipients),
        "page": Paginator(found.recipients, PAGE).get_page(request.GET.get("strona")),
        "preview": preview(mailing, found.recipients[0]) if found.recipients else None,
        "seen": actions.fingerprint(found.recipients),
    }


def _report(request: Request, mailing: Mailing) -> dict[str, object]:
    rows = mailing.letters.select_related("notice").order_by("pk")
    tally = rows.tallied()
    paginator = Paginator(rows, PAGE)
    # The tally has counted them already.
    vars(paginator)["count"] = tally["total"]
    shown = paginator.get_page(request.GET.get("strona"))
    return {
        "tally": tally,
        "page": shown,
        "letters": [(row, *outcome(row)) for row in shown],
        "job": access.job_of(request.actor, mailing, now()),
    }


@page(access.visible, may=access.may_write, kinds=STAFF)
@require_POST
def trial(request: Request, mailing: Mailing) -> HttpResponse:
    """Send the letter to oneself."""
    actions.send_trial(mailing, actor=request.actor, at=now())
    messages.success(request, _("List próbny idzie na Twój adres: %(email)s.") % {"email": request.actor.person.email})
    return redirect("mailing", mailing.public_id)


@page(access.visible, may=access.may_write, kinds=STAFF)
@require_POST
def discard(request: Request, mailing: Mailing) -> HttpResponse:
    """Leave a draft unsent."""
    actions.discard(mailing, actor=request.actor, at=now())
    return redirect("contact-list", mailing.contact_list.public_id)


@signed_in(*STAFF)
def stop(request: Request) -> HttpResponse:
    """Note that somebody wants no letters at an address: who asked by phone, in person or in writing."""
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.stop(form.cleaned_data["email"], way=Way.OFFICE, actor=request.actor, at=now())
        messages.success(
            request, _("Odnotowano rezygnację. Na ten adres nie pójdzie już żaden list z list kontaktowych.")
        )
        return redirect("contact-lists")
    return render(request, "ngo/mailings/stop.html", {"form": form}, status=status_of(request, form))


@public
# The link itself is the proof: a mail program posts without cookies (RFC 8058), so there is nothing for CSRF to protect.
@csrf_exempt
def opt_out(request: Request, token: str) -> HttpResponse:
    """Opt out of letters of lists, by the signed link of a letter: one click, or one POST of a mail program."""
    if token == access.signed(TRIAL):
        return render(request, "ngo/mailings/opt_out.html", {"trial": True})
    letter = access.of_link(token)
    if letter is None:
        raise Http404
    if request.method == "POST":
        actions.opt_out(letter, actor=system(_("adresat, odsyłaczem z listu")), at=now())
        return render(request, "ngo/mailings/opt_out.html", {"done": True})
    return render(request, "ngo/mailings/opt_out.html", {"letter": letter})
