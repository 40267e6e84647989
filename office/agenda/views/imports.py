"""Taking a calendar over from a file: tried first, then all or nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.web.page import Request, signed_in
from core.web.refused import refusal_on, status_of
from office.agenda import access
from office.agenda.actions import imports as actions
from office.agenda.forms import ImportForm
from office.agenda.readers import WrongEvent, read
from office.structure.hats import STAFF
from office.structure.queries import own_unit, units


@signed_in(*STAFF)
def take_over(request: Request) -> HttpResponse:
    """Take events over from another calendar's file; the same file again adds nothing."""
    at, actor = now(), request.actor
    own = own_unit(actor)
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        attendees=access.attendees(actor, at),
        units=units(),
        initial={"unit": own.code if own else None},
    )
    outcome = None
    wrong: list[WrongEvent] = []
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            rows, wrong = read(form.cleaned_data["file"].read())
            if form.cleaned_data["how"] == "take" and not wrong:
                override = form.cleaned_data["override"]
                done = actions.take_over(rows, common=form.common, override=override, actor=actor, at=at)
                messages.success(request, _told(done))
                return redirect("agenda")
            outcome = actions.rehearse(rows, common=form.common, actor=actor, at=at)
    context = {"form": form, "outcome": outcome, "wrong": wrong, "total": len(wrong)}
    status = 400 if wrong else 200 if outcome else status_of(request, form)
    return render(request, "office/agenda/import.html", context, status=status)


def _told(done: actions.Outcome) -> str:
    told = _("Wczytano wydarzenia: %(n)s.") % {"n": done.made}
    return f"{told} {_('Wczytane wcześniej: %(n)s.') % {'n': done.before}}" if done.before else told
