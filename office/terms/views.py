"""Pages of terms: the list with its filters, absences of the unit, the choice of the digest."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.web.page import Request, log_reads_of, page, signed_in
from core.web.refused import refusal_on, status_of
from office.structure.hats import HEAD, STAFF
from office.structure.queries import own_unit, people_of
from office.terms import access, actions
from office.terms.forms import AbsenceForm, DigestForm, TermFilter
from office.terms.models import Absence, Often
from office.terms.queries import choice_of, deputy_of, rows, terms
from office.terms.sources import Asked, sources

PAGE = 25


@signed_in(*STAFF)
@require_safe
def own_terms(request: Request) -> HttpResponse:
    """Everything of a person that has a term, of those they stand in for, or of the whole unit; the nearest first."""
    at, actor = now(), request.actor
    form = TermFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    scope = "unit" if asked.get("czyje") == "komorka" else "own"
    late = localdate(at) if asked.get("stan") == "late" else None
    found = rows(Asked(actor, at, scope), only=asked.get("rodzaj", ""), late_before=late)
    everything: Any = found if found is not None else []
    shown = Paginator(everything, PAGE).get_page(request.GET.get("strona"))
    listed = terms(shown)
    read = [(sources()[term.source].subject, term.ref) for term in listed if sources()[term.source].subject]
    log_reads_of(actor, "own_terms", read, at=at)
    context = {"filter": form, "page": shown, "terms": listed, "today": localdate(at), "scope": scope}
    return render(request, "office/terms/terms.html", context)


@signed_in(*STAFF)
@require_safe
def absences(request: Request) -> HttpResponse:
    """Who is away and who stands in: one's own, of the whole unit for its head."""
    at = now()
    shown = Paginator(access.visible(request.actor, at), PAGE).get_page(request.GET.get("strona"))
    today = localdate(at)
    listed = [
        {
            "absence": each,
            "now": each.first_day <= today <= each.last_day,
            "may_call_off": each.last_day >= today and access.may_call_off(request.actor, each, at)[0],
        }
        for each in shown
    ]
    return render(request, "office/terms/absences.html", {"page": shown, "rows": listed})


@signed_in(*STAFF)
def enter_absence(request: Request) -> HttpResponse:
    """Enter an absence with its deputy."""
    at, actor = now(), request.actor
    unit = own_unit(actor)
    if unit is None:
        raise PermissionDenied(_("Twoja rola nie wskazuje komórki urzędu."))
    own = None if actor.wears(HEAD.code) else actor.person
    deputy = deputy_of(actor.person, localdate(at)) if own else None
    initial = {"deputy": deputy.pk if deputy else None, "user": actor.person.pk}
    form = AbsenceForm(request.POST or None, people=people_of(unit), own=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            said = {name: form.cleaned_data[name] for name in ("deputy", "first_day", "last_day")}
            actions.enter_absence(form.person, unit=unit, **said, actor=actor, at=at)
            messages.success(request, _("Wpisano nieobecność. Terminy widzi teraz także osoba, która zastępuje."))
            return redirect("absences")
    return render(request, "office/terms/absence.html", {"form": form}, status=status_of(request, form))


@page(access.visible, may=access.may_call_off, kinds=STAFF)
@require_POST
def call_off_absence(request: Request, absence: Absence) -> HttpResponse:
    """Call an absence off."""
    actions.call_off_absence(absence, actor=request.actor, at=now())
    messages.success(request, _("Odwołano nieobecność."))
    return redirect("absences")


@signed_in(*STAFF)
def digest(request: Request) -> HttpResponse:
    """How often one's terms come by e-mail."""
    user = request.actor.person
    form = DigestForm(request.POST or None, initial={"often": choice_of(user)})
    if request.method == "POST" and form.is_valid():
        actions.choose_digest(user, often=Often(form.cleaned_data["often"]), actor=request.actor, at=now())
        messages.success(request, _("Zapisano."))
        return redirect("own-terms")
    return render(request, "office/terms/digest.html", {"form": form}, status=status_of(request, form))
