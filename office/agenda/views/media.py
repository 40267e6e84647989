"""The weekly list for the media: drafting, approving and issuing it; what everyone reads of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.documents.queries import documents_of
from core.web.page import Request, page, public, signed_in
from core.web.refused import refusal_on, status_of
from office.agenda import access
from office.agenda.actions import weeks as actions
from office.agenda.forms import SeenForm, WeekForm
from office.agenda.models import Week
from office.agenda.presentation import Item, changes, days, digest, items, span, week_row
from office.agenda.queries import media_addresses, of_week, shown_to_all
from office.agenda.states import WeekState
from office.structure.hats import STAFF

PAGE = 12


@public
@require_safe
def media_weeks(request: Request) -> HttpResponse:
    """Every weekly list that was issued, the newest first."""
    rows = access.weeks(request.actor, now()).filter(state=WeekState.ISSUED)
    shown = Paginator(rows.defer("items"), PAGE).get_page(request.GET.get("strona"))
    context = {
        "page": shown,
        "columns": [{"label": _("Tydzień")}, {"label": _("Wydano")}, {"label": _("Wydanie")}],
        "rows": [week_row(each, "media-week") for each in shown],
    }
    return render(request, "office/agenda/media_weeks.html", context)


@page(access.weeks)
@require_safe
def media_week(request: Request, week: Week) -> HttpResponse:
    """A weekly list as it was issued, for everyone: what is public no more is left out at once."""
    if week.state != WeekState.ISSUED:
        raise Http404
    context = {
        "week": week,
        "span": span(week.monday, week.sunday),
        "days": days(shown_to_all([Item.kept(row) for row in week.items])),
        "document": documents_of(week).last(),
    }
    return render(request, "office/agenda/media_week.html", context)


@signed_in(*access.READERS)
def office_weeks(request: Request) -> HttpResponse:
    """Weekly lists in the office, and a new one."""
    at, actor = now(), request.actor
    allowed, reason = access.may_draft(actor)
    form = WeekForm(request.POST or None)
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied(reason)
        if form.is_valid():
            with refusal_on(form):
                week = actions.draft(form.cleaned_data["day"], actor=actor, at=at)
                return redirect("office-week", week.public_id)
    shown = Paginator(access.weeks(actor, at).defer("items"), PAGE).get_page(request.GET.get("strona"))
    context = {
        "page": shown,
        "columns": [{"label": _("Tydzień")}, {"label": _("Stan")}, {"label": _("Wydano")}, {"label": _("Wydanie")}],
        "rows": [week_row(each, "office-week", state=True) for each in shown],
        "form": form,
        "may_draft": allowed,
    }
    return render(request, "office/agenda/office_weeks.html", context, status=status_of(request, form))


@page(access.weeks, kinds=access.READERS)
@require_safe
def office_week(request: Request, week: Week) -> HttpResponse:
    """One weekly list in the office: what it says, what changed since it was issued, what may be done with it."""
    actor = request.actor
    kept = [Item.kept(row) for row in week.items]
    live = items(of_week(week.monday))
    seen = digest(live)
    waiting = changes(kept, live) if week.state != WeekState.DRAFT else []
    context: dict[str, Any] = {
        "week": week,
        "span": span(week.monday, week.sunday),
        "days": days(live if week.state == WeekState.DRAFT else kept),
        "waiting": waiting,
        "changed": week.state != WeekState.DRAFT and seen != week.digest,
        "live": days(live),
        "over": week.sunday < localdate(now()),
        "form": SeenForm(initial={"seen": seen}),
        "may_issue": access.may_issue(actor)[0],
        "addresses": len(media_addresses()),
        "documents": list(documents_of(week)),
    }
    return render(request, "office/agenda/office_week.html", context)


VERBS = {
    "zatwierdz": (actions.approve, True, gettext_lazy("Zatwierdzono listę. Możesz ją wydać.")),
    "cofnij": (actions.send_back, False, gettext_lazy("Lista jest znowu szkicem.")),
    "wydaj": (actions.issue, False, gettext_lazy("Wydano listę i wysłano ją do mediów.")),
    "wydaj-zmiany": (actions.reissue, True, gettext_lazy("Wydano listę ze zmianami i wysłano ją do mediów.")),
}


@page(access.weeks, may=access.may_issue, kinds=STAFF)
@require_POST
def move_week(request: Request, week: Week, verb: str) -> HttpResponse:
    """Approve, send back, issue a weekly list, or issue it again with what changed."""
    if verb not in VERBS:
        raise Http404
    act, sees, told = VERBS[verb]
    form = SeenForm(request.POST)
    more = {"seen": form.cleaned_data["seen"] if form.is_valid() else ""} if sees else {}
    act(week, **more, actor=request.actor, at=now())  # type: ignore[operator]
    messages.success(request, str(told))
    return redirect("office-week", week.public_id)
