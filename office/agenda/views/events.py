"""Entering and changing events: the form, confirming, cancelling, one time of a repeated event."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.web.asking import Question, Values, ask_and_return, posted
from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from core.web.templatetags.polish import data_godzina
from office.agenda import access
from office.agenda.actions import events as actions
from office.agenda.forms import DAYS, EventForm, OccurrenceForm, ReasonForm
from office.agenda.models import Event, Occurrence
from office.structure.hats import STAFF
from office.structure.queries import own_unit, units_at_work


def _choices(request: Request, at: datetime, event: Event | None = None) -> dict[str, Any]:
    """What may be chosen: calendars and rooms kept now, and those that the event has already."""
    actor = request.actor
    attendees, rooms = access.attendees(actor, at), access.rooms(actor, at)
    if event:
        attendees, rooms = access.chosen(event, attendees, rooms)
    return {"attendees": attendees, "rooms": rooms, "units": units_at_work(event.unit if event else None)}


@signed_in(*STAFF)
def enter(request: Request) -> HttpResponse:
    """Put an event into the calendar; what is taken at that time is shown before anything is kept."""
    at = now()
    own = own_unit(request.actor)
    initial = {"day": request.GET.get("dzien") or localdate(at).strftime(DAYS[0]), "unit": own.code if own else None}
    form = EventForm(request.POST or None, **_choices(request, at), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            said = form.cleaned_data
            event = actions.enter(
                form.values, once=said["token"], override=said["override"], actor=request.actor, at=at
            )
            messages.success(request, _("Wpisano do kalendarza."))
            return redirect("event", event.public_id)
    return render(request, "office/agenda/event_form.html", {"form": form}, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def revise(request: Request, event: Event) -> HttpResponse:
    """Change an event."""
    at = now()
    form = EventForm(request.POST or None, **_choices(request, at, event), event=event)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, event):
            said = form.cleaned_data
            actions.revise(
                event,
                form.values,
                revision=said["revision"] or 0,
                override=said["override"],
                actor=request.actor,
                at=at,
            )
            messages.success(request, _("Zapisano zmiany."))
            return redirect("event", event.public_id)
    return render(
        request, "office/agenda/event_form.html", {"form": form, "event": event}, status=status_of(request, form)
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
@require_POST
def confirm(request: Request, event: Event) -> HttpResponse:
    """Say that the event will take place."""
    actions.confirm(event, actor=request.actor, at=now())
    messages.success(request, _("Potwierdzono wydarzenie."))
    return redirect("event", event.public_id)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def cancel(request: Request, event: Event) -> HttpResponse:
    """Cancel an event, with the reason."""
    told = _("Odwołane zostaje w kalendarzu z powodem. Tego nie można cofnąć.")
    question = Question(_("Odwołaj wydarzenie"), _("Odwołaj"), _url(event), f"{event.title}. {told}", harms=True)
    return ask_and_return(
        request,
        question,
        ReasonForm(posted(request)),
        lambda values: actions.cancel(event, reason=values["reason"], actor=request.actor, at=now()),
        _("Odwołano wydarzenie."),
        event,
    )


@page(access.occurrences, may=access.may_keep_occurrence, kinds=STAFF)
def cancel_occurrence(request: Request, occurrence: Occurrence) -> HttpResponse:
    """Cancel one time of an event, with the reason."""
    return ask_and_return(
        request,
        _of_one(occurrence, _("Odwołaj jeden termin"), _("Odwołaj"), harms=True),
        ReasonForm(posted(request)),
        lambda values: actions.cancel_occurrence(occurrence, reason=values["reason"], actor=request.actor, at=now()),
        _("Odwołano ten termin. Pozostałe zostają."),
        occurrence,
    )


@page(access.occurrences, may=access.may_keep_occurrence, kinds=STAFF)
def move_occurrence(request: Request, occurrence: Occurrence) -> HttpResponse:
    """Move one time of an event."""
    at = now()
    form = OccurrenceForm(posted(request), occurrence=occurrence, rooms=access.rooms(request.actor, at))

    def act(values: Values) -> None:
        starts_at, ends_at = form.moments
        said = {name: values[name] for name in ("room", "override")}
        actions.move_occurrence(occurrence, starts_at=starts_at, ends_at=ends_at, **said, actor=request.actor, at=at)

    question = _of_one(occurrence, _("Przenieś jeden termin"), _("Przenieś"))
    return ask_and_return(request, question, form, act, _("Przeniesiono ten termin. Pozostałe zostają."), occurrence)


def _of_one(occurrence: Occurrence, heading: str, button: str, *, harms: bool = False) -> Question:
    """What is asked about one time of an event that has others."""
    event = occurrence.event
    told = _("Pozostałe terminy zostają.")
    lead = f"{event.title}: {data_godzina(occurrence.starts_at)}. {told}"
    return Question(heading, button, _url(event), lead, harms=harms)


def _url(event: Event) -> str:
    return reverse("event", args=[event.public_id])
