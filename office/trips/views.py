"""Pages of trips: the list, one trip, its plan, its moves, report, costs, files, its sheet."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history
from core.documents.issue import preview
from core.documents.queries import documents_of
from core.files.download import attachment, table_file
from core.web.asking import Question, Values, ask_and_return, posted
from core.web.forms import Form
from core.web.page import Request, log_reads_of, page, signed_in
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from core.web.templatetags.polish import data
from office.structure.hats import STAFF
from office.structure.queries import own_unit
from office.trips import access, actions, presentation
from office.trips.documents import TripSheet
from office.trips.forms import (
    ApprovalForm,
    CostFormSet,
    FileForm,
    ParticipantFormSet,
    PointFormSet,
    ReasonForm,
    ReportForm,
    RevisionForm,
    TripFilter,
    TripForm,
)
from office.trips.models import Side, Trip, TripFile
from office.trips.queries import colleagues, found, sums

PAGE = 25


@signed_in(*access.READERS)
@require_safe
def trips(request: Request) -> HttpResponse:
    """Trips of the unit, the latest first."""
    at = now()
    form = TripFilter(request.GET or None)
    rows = found(access.visible(request.actor, at), form.asked if form.is_bound else {}, localdate(at))
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    asked = request.GET.copy()
    asked.pop("strona", None)
    context = {
        "filter": form,
        "columns": presentation.columns(),
        "rows": [presentation.row(trip) for trip in shown],
        "page": shown,
        "asked": asked.urlencode(),
        "plans": request.actor.wears(*STAFF),
    }
    return render(request, "office/trips/trips.html", context)


@signed_in(*access.READERS)
@require_safe
def table(request: Request, ending: str) -> HttpResponseBase:
    """The trips as asked, as CSV or XLSX; who reads the names of those who travel is noted."""
    at = now()
    rows = found(access.visible(request.actor, at), TripFilter(request.GET).asked, localdate(at))
    cells = presentation.table(rows.iterator(chunk_size=2000))
    file = table_file("wyjazdy", ending, title=_("Wyjazdy"), heads=presentation.headings(), rows=cells)
    read = rows.values_list("public_id", flat=True).iterator(chunk_size=2000)
    log_reads_of(request.actor, "trips_table", (("office.trip", each) for each in read), at=at)
    return file


@signed_in(*STAFF)
def plan(request: Request) -> HttpResponse:
    """Plan a trip; the same form sent twice makes one."""
    unit = own_unit(request.actor)
    if unit is None:
        raise PermissionDenied(_("Twoja rola nie wskazuje komórki, która prowadzi wyjazdy."))
    rows = _Rows(request)
    form = TripForm(rows.data)
    if rows.added:
        rows.leave_unchecked(form)
    elif request.method == "POST" and form.is_valid() and rows.are_valid():
        with refusal_on(form):
            once = form.cleaned_data["token"]
            trip = actions.plan(rows.said(form), unit=unit, once=once, actor=request.actor, at=now())
            messages.success(request, _("Wyjazd ma numer %(sign)s i czeka na zatwierdzenie.") % {"sign": trip.sign})
            return redirect("trip", trip.public_id)
    context = {"form": form, **rows.context}
    status = 200 if rows.added else status_of(request, form)
    return render(request, "office/trips/trip_form.html", context, status=status)


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def revise_trip(request: Request, trip: Trip) -> HttpResponse:
    """Change a plan that is not approved yet."""
    rows = _Rows(request, trip)
    initial = {**{name: getattr(trip, name) for name in actions.FIELDS}, "revision": trip.revision}
    form = TripForm(rows.data, initial=initial)
    if rows.added:
        rows.leave_unchecked(form)
    elif request.method == "POST" and form.is_valid() and rows.are_valid():
        with refusal_on(form, trip):
            revision = form.cleaned_data["revision"] or 0
            actions.revise(trip, rows.said(form), revision=revision, actor=request.actor, at=now())
            messages.success(request, _("Zapisano plan wyjazdu."))
            return redirect("trip", trip.public_id)
    context = {"form": form, "trip": trip, **rows.context}
    status = 200 if rows.added else status_of(request, form)
    return render(request, "office/trips/trip_form.html", context, status=status)


class _Rows:
    """The rows of a plan as posted, as saved, or empty."""

    def __init__(self, request: Request, trip: Trip | None = None) -> None:
        self.added = with_row_added(request.POST)
        self.data = data = self.added or request.POST or None
        colleagues_now = colleagues(request.actor, now())
        posts = {each.public_id for each in colleagues_now}
        saved: dict[str, Any] = {}
        if trip is not None and data is None:
            saved = {
                "people": [_typed(each, posts) for each in trip.people],
                "points": trip.points,
                "costs": list(_costs(trip, Side.PLANNED)),
            }
        self.people = ParticipantFormSet(
            data, prefix="people", initial=saved.get("people"), form_kwargs={"people": colleagues_now}
        )
        self.points = PointFormSet(data, prefix="points", initial=saved.get("points"))
        self.costs = CostFormSet(data, prefix="costs", initial=saved.get("costs"))

    @property
    def context(self) -> dict[str, Any]:
        return {"people": self.people, "points": self.points, "costs": self.costs}

    def are_valid(self) -> bool:
        """Whether every row is; all are asked, so that all faults show at once."""
        judged = [each.is_valid() for each in self.context.values()]
        return all(judged)

    def leave_unchecked(self, form: Form) -> None:
        unchecked(form)
        for each in self.context.values():
            unchecked(each)

    def said(self, form: TripForm) -> actions.Plan:
        return actions.Plan(form.values, _filled(self.people), _filled(self.points), _filled(self.costs))


def _typed(person: dict[str, str], posts: set[str]) -> dict[str, str]:
    """Somebody who travels as the form begins with them; who left their post since is a name."""
    held = person["post"] in posts
    return {
        "appointment": person["post"] if held else "",
        "name": "" if held else person["name"],
        "role": person["role"],
    }


def _costs(trip: Trip, side: str) -> Any:
    return trip.costs.filter(side=side).values("kind", "note", "amount", "currency", "rate", "rate_on")


def _filled(formset: Any) -> list[dict[str, Any]]:
    """The rows that were filled and not marked for deletion."""
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in formset
        if form.has_changed() and form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def trip_page(request: Request, trip: Trip) -> HttpResponse:
    """One trip: who, where, what for, the programme, the costs, files, report, history."""
    at = now()
    keeps, decides = access.may_keep(request.actor, trip, at)[0], access.may_decide(request.actor, trip, at)[0]
    costs = list(trip.costs.all())
    context = {
        "trip": trip,
        "facts": presentation.facts(trip),
        "participants": trip.named,
        "programme": trip.days,
        "sums": sums(costs),
        "planned": [(each, presentation.counted(each)) for each in costs if each.side == Side.PLANNED],
        "actual": [(each, presentation.counted(each)) for each in costs if each.side == Side.ACTUAL],
        "files": list(trip.files.filter(removed_at=None)),
        "documents": list(documents_of(trip)),
        "entries": list(history(trip)),
        "moves": [
            (move, reverse_of(move.verb))
            for move in trip.MACHINE.possible(trip.state)
            if (decides if move.verb in access.OF_HEAD else keeps)
        ],
        "keeps": keeps,
        "may_plan": keeps and trip.state == "planned",
        "may_cost": keeps and trip.state in actions.COSTED,
        "open": trip.state not in actions.ENDED,
    }
    return render(request, "office/trips/trip_page.html", context)


def reverse_of(verb: str) -> str:
    """The name of the page that makes a move."""
    return f"trip-{verb.removesuffix('_trip').replace('_', '-')}"


def _move(request: Request, trip: Trip, form: Any, verb: str, act: Callable[[Values], Any], told: str) -> HttpResponse:
    """A page that asks what one move of a trip needs, and makes it."""
    label = trip.MACHINE.by_verb[verb][0].label
    lead = f"{trip.sign}: {trip.where}, {data(trip.starts_on)} – {data(trip.ends_on)}"
    question = Question(label, label, reverse("trip", args=[trip.public_id]), lead, harms=verb == "cancel")
    return ask_and_return(request, question, form, act, told, trip)


@page(access.visible, may=access.may_decide, kinds=access.DECIDERS)
def approve(request: Request, trip: Trip) -> HttpResponse:
    """Approve the plan."""
    form = ApprovalForm(posted(request))
    return _move(
        request,
        trip,
        form,
        "approve",
        lambda values: actions.approve(trip, reason=values["reason"], actor=request.actor, at=now()),
        _("Wyjazd zatwierdzony. Karta wyjazdu w PDF powstaje w tle."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def send_back(request: Request, trip: Trip) -> HttpResponse:
    """Open an approved plan for changes."""
    form = ReasonForm(posted(request))
    return _move(
        request,
        trip,
        form,
        "send_back",
        lambda values: actions.send_back(trip, reason=values["reason"], actor=request.actor, at=now()),
        _("Plan można zmieniać. Potem trzeba go zatwierdzić ponownie."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def hold_trip(request: Request, trip: Trip) -> HttpResponse:
    """Note that the trip took place."""
    form = Form(posted(request))
    return _move(
        request,
        trip,
        form,
        "hold_trip",
        lambda _values: actions.hold_trip(trip, actor=request.actor, at=now()),
        _("Odnotowano odbycie wyjazdu. Teraz wpisz koszty i złóż sprawozdanie."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def report_trip(request: Request, trip: Trip) -> HttpResponse:
    """File the report."""
    form = ReportForm(posted(request), initial={"report": trip.report_text})
    return _move(
        request,
        trip,
        form,
        "report",
        lambda values: actions.report(trip, values["report"], actor=request.actor, at=now()),
        _("Sprawozdanie złożone. Wyjazd czeka na rozliczenie."),
    )


@page(access.visible, may=access.may_decide, kinds=access.DECIDERS)
def return_report(request: Request, trip: Trip) -> HttpResponse:
    """Give the report back to be completed."""
    form = ReasonForm(posted(request))
    return _move(
        request,
        trip,
        form,
        "return_report",
        lambda values: actions.return_report(trip, reason=values["reason"], actor=request.actor, at=now()),
        _("Sprawozdanie wróciło do uzupełnienia. Jego treść została."),
    )


@page(access.visible, may=access.may_decide, kinds=access.DECIDERS)
def settle(request: Request, trip: Trip) -> HttpResponse:
    """Settle the trip."""
    form = Form(posted(request))
    return _move(
        request,
        trip,
        form,
        "settle",
        lambda _values: actions.settle(trip, actor=request.actor, at=now()),
        _("Wyjazd rozliczony. Karta wyjazdu z wykonaniem powstaje w tle."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def cancel(request: Request, trip: Trip) -> HttpResponse:
    """Call the trip off."""
    form = ReasonForm(posted(request))
    return _move(
        request,
        trip,
        form,
        "cancel",
        lambda values: actions.cancel(trip, reason=values["reason"], actor=request.actor, at=now()),
        _("Wyjazd odwołany. Numer zostaje w ewidencji."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def write_costs(request: Request, trip: Trip) -> HttpResponse:
    """Put down what the trip cost."""
    added = with_row_added(request.POST)
    data = added or request.POST or None
    form = RevisionForm(data, initial={"revision": trip.revision})
    saved = list(_costs(trip, Side.ACTUAL)) or list(_costs(trip, Side.PLANNED))
    costs = CostFormSet(data, prefix="costs", initial=None if data else saved)
    if added:
        unchecked(form), unchecked(costs)
    elif request.method == "POST" and form.is_valid() and costs.is_valid():
        with refusal_on(form, trip):
            revision = form.cleaned_data["revision"]
            actions.write_costs(trip, _filled(costs), revision=revision, actor=request.actor, at=now())
            messages.success(request, _("Zapisano koszty rzeczywiste."))
            return redirect("trip", trip.public_id)
    context = {"form": form, "trip": trip, "costs": costs, "planned": not trip.actual_pln and bool(saved)}
    return render(request, "office/trips/costs.html", context, status=200 if added else status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF)
def attach(request: Request, trip: Trip) -> HttpResponse:
    """Add a file to the trip."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, trip):
            actions.attach(trip, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Dodano plik."))
            return redirect("trip", trip.public_id)
    context = {"form": form, "trip": trip}
    return render(request, "office/trips/attach.html", context, status=status_of(request, form))


@page(access.files, kinds=access.READERS, personal=True)
@require_safe
def trip_file(request: Request, file: TripFile) -> HttpResponseBase:
    """A file of a trip, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@page(access.files, may=access.may_remove_file, kinds=STAFF)
@require_POST
def remove_file(request: Request, file: TripFile) -> HttpResponse:
    """Remove a file of a trip."""
    actions.remove_file(file, actor=request.actor, at=now())
    messages.success(request, _("Usunięto plik."))
    return redirect("trip", file.trip.public_id)


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def trip_draft(request: Request, trip: Trip) -> HttpResponse:
    """The sheet as it would be issued now, marked as a draft."""
    headers = {"Content-Disposition": f'inline; filename="karta-wyjazdu-{trip.number}-{trip.year}.pdf"'}
    return HttpResponse(preview(TripSheet.of(trip)), content_type="application/pdf", headers=headers)
