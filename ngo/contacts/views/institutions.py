"""Pages of the staff who keep institutions: enter one, change it, note that it was checked or closed."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from ngo.contacts import access, actions
from ngo.contacts.forms import CloseForm, InstitutionForm
from ngo.contacts.models import Institution
from office.structure.hats import STAFF


@signed_in(*STAFF)
def enter(request: Request) -> HttpResponse:
    """Put an institution into its database."""
    form = InstitutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            institution = actions.enter(form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Wpisano: %(name)s.") % {"name": institution.name})
            return redirect("institution-page", institution.public_id)
    return render(request, "ngo/contacts/institution_form.html", {"form": form}, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def revise(request: Request, institution: Institution) -> HttpResponse:
    """Change an institution's data."""
    # A copy: the action must see the row as it was.
    form = InstitutionForm(request.POST or None, instance=copy(institution))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, institution):
            actions.revise(institution, form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Zapisano dane instytucji."))
            return redirect("institution-page", institution.public_id)
    context = {"form": form, "institution": institution}
    return render(request, "ngo/contacts/institution_form.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF)
@require_POST
def check(request: Request, institution: Institution) -> HttpResponse:
    """Note that the data were checked today."""
    actions.check(institution, actor=request.actor, at=now())
    messages.success(request, _("Odnotowano, że dane sprawdzono dzisiaj."))
    return redirect("institution-page", institution.public_id)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def close(request: Request, institution: Institution) -> HttpResponse:
    """Note since which day the institution does not work."""
    at = now()
    form = CloseForm(request.POST or None, initial={"closed_on": localdate(at)})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, institution):
            actions.close(institution, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zamknięto wpis. Zostaje w bazie z datą i historią."))
            return redirect("institution-page", institution.public_id)
    context = {"form": form, "institution": institution}
    return render(request, "ngo/contacts/institution_close.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF)
@require_POST
def reopen(request: Request, institution: Institution) -> HttpResponse:
    """Take a closing back."""
    actions.reopen(institution, actor=request.actor, at=now())
    messages.success(request, _("Otwarto wpis ponownie."))
    return redirect("institution-page", institution.public_id)
