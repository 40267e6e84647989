"""Whose calendars are kept, and the rooms that are booked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.web.page import Request, page, signed_in
from core.web.refused import status_of
from office.agenda import access
from office.agenda.actions import places as actions
from office.agenda.forms import AttendeeForm, RoomForm
from office.agenda.models import Attendee, Room
from office.structure.access import directory
from office.structure.hats import STAFF
from office.structure.queries import units


@signed_in(*access.READERS)
@require_safe
def places(request: Request) -> HttpResponse:
    """Whose calendars are kept and by whom; the rooms."""
    at = now()
    context = {
        "attendees": list(access.attendees(request.actor, at)),
        "rooms": list(access.rooms(request.actor, at)),
        "edits": access.may_edit_places(request.actor)[0],
    }
    return render(request, "office/agenda/places.html", context)


def _insist(request: Request) -> None:
    allowed, reason = access.may_edit_places(request.actor)
    if not allowed:
        raise PermissionDenied(reason)


@signed_in(*STAFF)
def add_attendee(request: Request) -> HttpResponse:
    """Begin to keep somebody's calendar."""
    _insist(request)
    at = now()
    form = AttendeeForm(request.POST or None, units=units(), appointments=directory(request.actor, at))
    if request.method == "POST" and form.is_valid():
        actions.add_attendee(form.cleaned_data, actor=request.actor, at=at)
        messages.success(request, _("Dodano kalendarz osoby."))
        return redirect("agenda-places")
    return render(request, "office/agenda/attendee.html", {"form": form}, status=status_of(request, form))


@page(access.attendees, may=access.may_revise_place, kinds=STAFF, personal=True)
def revise_attendee(request: Request, attendee: Attendee) -> HttpResponse:
    """Change who holds a post, or until when their calendar is kept."""
    _insist(request)
    at = now()
    form = AttendeeForm(
        request.POST or None, instance=attendee, units=units(), appointments=directory(request.actor, at)
    )
    if request.method == "POST" and form.is_valid():
        actions.revise_attendee(attendee, form.cleaned_data, actor=request.actor, at=at)
        messages.success(request, _("Zapisano zmiany."))
        return redirect("agenda-places")
    context = {"form": form, "attendee": attendee}
    return render(request, "office/agenda/attendee.html", context, status=status_of(request, form))


@signed_in(*STAFF)
def add_room(request: Request) -> HttpResponse:
    """Make a room known."""
    _insist(request)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_room(form.cleaned_data, actor=request.actor, at=now())
        messages.success(request, _("Dodano salę."))
        return redirect("agenda-places")
    return render(request, "office/agenda/room.html", {"form": form}, status=status_of(request, form))


@page(access.rooms, may=access.may_revise_place, kinds=STAFF)
def revise_room(request: Request, room: Room) -> HttpResponse:
    """Change what is said of a room."""
    _insist(request)
    form = RoomForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        actions.revise_room(room, form.cleaned_data, actor=request.actor, at=now())
        messages.success(request, _("Zapisano zmiany."))
        return redirect("agenda-places")
    context = {"form": form, "room": room}
    return render(request, "office/agenda/room.html", context, status=status_of(request, form))
