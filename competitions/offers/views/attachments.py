"""Files that go with an offer: added to a draft, taken from it, given to who sees the offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.offers import access, actions
from competitions.offers.forms import AttachmentForm
from competitions.offers.models import Attachment, Offer
from competitions.offers.refusals import InQuarantine
from competitions.offers.states import State
from core.files.download import attachment as download
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF


@page(access.own, may=access.may_write, kinds=ORGANISATION)
def attachments(request: Request, offer: Offer) -> HttpResponse:
    """The files of an offer; while it is a draft they are added and removed here."""
    at = now()
    form = AttachmentForm(request.POST or None, request.FILES or None, rules=offer.competition.attachment_rules)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            added = actions.attach(offer, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Dodano załącznik „%(title)s”.") % {"title": added})
            return redirect("offer-attachments", offer.public_id)
    context = {
        "offer": offer,
        "competition": offer.competition,
        "form": form,
        "attachments": list(offer.attachments.current()),
        "writes": offer.state == State.DRAFT and access.may_write(request.actor, offer, at)[0],
    }
    return render(request, "competitions/offers/attachments.html", context, status=status_of(request, form))


@page(access.own_attachments, may=access.may_remove, kinds=ORGANISATION)
@require_POST
def remove(request: Request, attachment: Attachment) -> HttpResponse:
    """Take a file from a draft."""
    actions.detach(attachment, actor=request.actor, at=now())
    messages.success(request, _("Usunięto załącznik „%(title)s”.") % {"title": attachment})
    return redirect("offer-attachments", attachment.offer.public_id)


@page(access.attachments, kinds=(*ORGANISATION, *STAFF, "auditor"), personal=True)
@require_safe
def attachment_file(request: Request, attachment: Attachment) -> HttpResponseBase:
    """The file of an attachment, to be saved; none that waits for the scanner, or in which it found a threat."""
    if attachment.quarantined:
        raise InQuarantine(attachment)
    return download(attachment.file, name=attachment.name, mime=attachment.mime)
