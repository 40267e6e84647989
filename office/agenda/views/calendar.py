"""The calendar by day, week, month and as a list; one event with its times, what is prepared for it and its history."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from core.audit.ledger import history
from core.web.page import Request, page, signed_in
from law.calendar import add_months
from office.agenda import access
from office.agenda.forms import VIEWS, AgendaFilter
from office.agenda.models import Event
from office.agenda.presentation import card, columns, month, row, span, times, weekday
from office.agenda.queries import by_day, since, within
from office.agenda.recurrence import week_of
from office.structure.queries import units

PAGE = 25


@signed_in(*access.READERS)
@require_safe
def agenda(request: Request) -> HttpResponse:
    """The calendar of the office: what is planned, in four views that show the same events."""
    at, actor = now(), request.actor
    form = AgendaFilter(request.GET, attendees=access.attendees(actor, at), units=units())
    form.is_valid()
    today = localdate(at)
    day = form.day(today)
    first, last, before, after = _bounds(form.view, day)
    context: dict[str, Any] = {
        "filter": form,
        "view": form.view,
        "views": VIEWS,
        "day": day,
        "today": today,
        "before": before,
        "after": after,
        "may_enter": access.may_enter(actor)[0],
        "may_plan": access.may_plan(actor),
        "may_draft": access.may_draft(actor)[0],
        "staff": access.may_enter(actor)[0],
    }
    if form.view == "lista":
        shown = Paginator(form.narrowed(since(actor, day, at)), PAGE).get_page(request.GET.get("strona"))
        context |= {"title": "", "page": shown, "columns": columns(), "rows": [row(each) for each in shown]}
    else:
        found = by_day(form.narrowed(within(actor, first, last, at)), first, last)
        context["days"] = [
            {
                "day": each,
                "heading": weekday(each),
                "outside": form.view == "miesiac" and each.month != day.month,
                "items": [card(occurrence, each) for occurrence in rows],
            }
            for each, rows in found.items()
        ]
        context["title"] = {"dzien": weekday(day), "miesiac": month(day)}.get(form.view) or span(first, last)
    return render(request, "office/agenda/agenda.html", context)


def _bounds(view: str, day: date) -> tuple[date, date, date, date]:
    """The first and last day of a view, and where the ones before and after it begin."""
    if view == "dzien":
        return day, day, day - timedelta(days=1), day + timedelta(days=1)
    if view == "miesiac":
        first = day.replace(day=1)
        after = add_months(first, 1, roll=False)
        return week_of(first)[0], week_of(after - timedelta(days=1))[1], add_months(first, -1, roll=False), after
    monday, sunday = week_of(day)
    return monday, sunday, monday - timedelta(days=7), monday + timedelta(days=7)


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def event_page(request: Request, event: Event) -> HttpResponse:
    """One event: when, where, who takes part, what is prepared, what happened to it."""
    at, actor = now(), request.actor
    keeps = access.may_keep(actor, event, at)[0]
    occurrences = list(event.occurrences.select_related("room"))
    context = {
        "event": event,
        "people": list(event.people.all()),
        "times": times(event, occurrences, at),
        "repeated": bool(event.rule),
        "keeps": keeps and event.state != "cancelled",
        "preparations": list(event.preparations.select_related("owner")),
        "today": localdate(at),
        "user": actor.user,
        "entries": list(history(event)),
    }
    return render(request, "office/agenda/event.html", context)
