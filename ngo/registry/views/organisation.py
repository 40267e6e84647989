"""Pages of an organisation's own people: their desk, registering an organisation, its data."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from core.web.views import desk
from ngo.registry import access
from ngo.registry.actions import record as actions
from ngo.registry.forms import LookupForm, OrganisationForm
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Organisation
from ngo.registry.recognition import Alike, alike_to
from ngo.registry.registers.configured import switched_on
from ngo.registry.views.registers import look_up
from office.structure.access import is_staff

organisation_desk = desk(*ORGANISATION)


@signed_in()
def register(request: Request) -> HttpResponse:
    """Enter an organisation that is not in the register: staff for the office, anyone else for their own."""
    may_look = "krs" in switched_on()
    if may_look and "pobierz" in request.POST:
        return look_up(request)
    at = now()
    staff = is_staff(request.actor)
    without = () if staff else access.FLAGS
    form = OrganisationForm(request.POST or None, without=without, on=localdate(at))
    alike: list[Alike] = []
    if request.method == "POST" and form.is_valid() and "another" not in request.POST:
        alike = alike_to(form.cleaned_data, access.visible(request.actor, at), public=not staff)
    if request.method == "POST" and form.is_valid() and not alike:
        with refusal_on(form):
            organisation = actions.register(form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano organizację %(name)s.") % {"name": organisation.name})
            if staff:
                return redirect("organisation-page", organisation.public_id)
            # A first hat is worn at once; with several, the person chooses.
            return redirect("hats" if request.actor.hat else "organisation-desk")
    known = getattr(getattr(form, "refusal", None), "organisation", None)
    visible = known and access.visible(request.actor, at).filter(pk=known.pk).first()
    context = {"form": form, "known": visible, "alike": alike, "staff": staff}
    context["lookup"] = LookupForm() if may_look else None
    status = 200 if alike else status_of(request, form)
    return render(request, "ngo/registry/register.html", context, status=status)


@page(access.visible, may=access.may_edit, personal=True)
def edit(request: Request, organisation: Organisation) -> HttpResponse:
    """Change an organisation's data; what a register or staff vouch for is shown, not typed."""
    at = now()
    allowed, reason = access.may_edit(request.actor, organisation, at)
    if not allowed:
        raise PermissionDenied(reason)
    locked = access.locked(request.actor, organisation)
    # A copy: the action must see the row as it was.
    form = OrganisationForm(request.POST or None, instance=copy(organisation), without=locked, on=localdate(at))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, organisation):
            actions.revise(organisation, form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Zapisano dane organizacji."))
            return redirect("organisation-page", organisation.public_id)
    context = {"organisation": organisation, "form": form, "shut": len(locked) > len(access.FLAGS)}
    return render(request, "ngo/registry/edit.html", context, status=status_of(request, form))
