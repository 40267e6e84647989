"""An organisation's own consent to letters: giving it, changing the address, withdrawing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.web.page import Request, page
from core.web.refused import status_of
from ngo.contacts import access, actions
from ngo.contacts.forms import ConsentForm
from ngo.contacts.presentation import wording
from ngo.registry.models import Organisation


@page(access.consenting, may=access.may_consent, kinds=access.CONSENT_READERS, personal=True)
def letters(request: Request, organisation: Organisation) -> HttpResponse:
    """Whether an organisation gets the office's letters and where; its people agree and withdraw."""
    at = now()
    consent = access.consent_of(organisation)
    form = ConsentForm(
        request.POST or None,
        wording=wording(),
        initial={"email": consent.email if consent else organisation.email},
    )
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw_letters(organisation, actor=request.actor, at=at)
        messages.success(request, _("Wycofano zgodę. Nie wyślemy już listów na ten adres."))
        return redirect("organisation-letters", organisation.public_id)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        actions.agree_to_letters(organisation, email=email, wording=wording(), actor=request.actor, at=at)
        messages.success(request, _("Zapisano zgodę. Listy będą przychodzić na adres %(email)s.") % {"email": email})
        return redirect("organisation-letters", organisation.public_id)
    context = {
        "organisation": organisation,
        "consent": consent,
        "form": form,
        "may_consent": access.may_consent(request.actor, organisation, at)[0],
    }
    return render(request, "ngo/contacts/letters.html", context, status=status_of(request, form))
