"""Pages of the council: what it adopted (everyone), its members and sittings (the office)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.audit.ledger import history
from core.files.download import attachment
from core.publications.queries import ledger_footer, list_footer, told_of
from core.web.asking import Question, Values, ask, ask_and_return
from core.web.page import Request, log_personal_read, page, public, signed_in
from office.dialogue import access, actions, presentation, queries
from office.dialogue.forms import (
    AnswerForm,
    AttendanceForm,
    CouncilFilter,
    CouncilForm,
    EndForm,
    FileForm,
    PositionFilter,
    PositionForm,
    ReasonForm,
    ReviseForm,
    SeatForm,
    SendForm,
)
from office.dialogue.models import CouncilSitting, Position, PositionFile, Seat
from office.dialogue.states import State
from office.structure.hats import STAFF

PAGE = 25


def _insist(request: Request) -> None:
    """Raise PermissionDenied for those who do not serve the council."""
    allowed, reason = access.may_keep(request.actor, None, now())
    if not allowed:
        raise PermissionDenied(reason)


@public
@require_safe
def positions(request: Request) -> HttpResponse:
    """What the council adopted, the newest first."""
    at = now()
    form = PositionFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.positions_found(access.visible(request.actor, at), asked, localdate(at))
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "filter": form,
        "columns": presentation.position_columns(),
        "rows": [presentation.position_row(each, localdate(at)) for each in shown],
        "page": shown,
        "inside": request.actor.wears(*access.READERS),
        "bip": list_footer("office.position", "adopt_position", "send_position", "answer_position"),
    }
    return render(request, "office/dialogue/positions.html", context)


@page(access.visible)
@require_safe
def position(request: Request, position: Position) -> HttpResponse:
    """One position or opinion: its text, to whom it went, what was answered."""
    at, actor = now(), request.actor
    keeps = access.may_keep_position(actor, position, at)[0]
    entries = list(history(position))
    context = {
        "position": position,
        "facts": presentation.position_facts(position),
        "late": presentation.is_late(position, localdate(at)),
        "files": list(access.files(actor, at).filter(position=position)),
        "keeps": keeps,
        "inside": actor.wears(*access.READERS),
        "entries": entries if keeps else [],
        "bip": ledger_footer(told_of(entries)),
    }
    return render(request, "office/dialogue/position.html", context)


@page(access.files)
@require_safe
def position_file(request: Request, file: PositionFile) -> HttpResponseBase:
    """A file of a position, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@signed_in(*access.READERS)
@require_safe
def sittings(request: Request) -> HttpResponse:
    """Sittings of the council and of its presidium."""
    at = now()
    form = CouncilFilter(request.GET or None)
    rows = queries.sittings_found(access.sittings(request.actor, at), form.cleaned_data if form.is_valid() else {})
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "filter": form,
        "columns": presentation.sitting_columns(),
        "rows": [presentation.sitting_row(each) for each in shown],
        "page": shown,
        "keeps": access.may_keep(request.actor, None, at)[0],
    }
    return render(request, "office/dialogue/sittings.html", context)


@signed_in(*access.READERS)
@require_safe
def seats(request: Request) -> HttpResponse:
    """Members of the council by side, those of today and of before."""
    at = now()
    edits = access.may_keep(request.actor, None, at)[0]
    shown = Paginator(access.seats(request.actor, at), 50).get_page(request.GET.get("strona"))
    log_personal_read(request.actor, "seats", *shown.object_list, at=at)
    context = {
        "columns": presentation.seat_columns(),
        "rows": [presentation.seat_row(each, edits=edits) for each in shown],
        "page": shown,
        "edits": edits,
    }
    return render(request, "office/dialogue/seats.html", context)


@signed_in(*STAFF)
def seat(request: Request) -> HttpResponse:
    """Enter a member of the council."""
    _insist(request)

    def act(values: Values) -> tuple[str, str]:
        given = dict(values)
        actions.seat_member(given.pop("name"), **given, actor=request.actor, at=now())
        return _("Wpisano członka rady."), reverse("council-seats")

    question = Question(_("Wpisz członka rady"), _("Wpisz"), reverse("council-seats"), information="council")
    return ask(request, question, SeatForm(request.POST or None), act)


@page(access.seats, may=access.may_keep_seat, kinds=STAFF, personal=True)
def end_seat(request: Request, seat: Seat) -> HttpResponse:
    """Enter the last day of a member."""

    def act(values: Values) -> tuple[str, str]:
        actions.end_seat(seat, valid_to=values["valid_to"], actor=request.actor, at=now())
        return _("Zapisano ostatni dzień."), reverse("council-seats")

    form = EndForm(request.POST or None, initial={"valid_to": seat.valid_to})
    return ask(
        request, Question(_("Koniec w radzie"), _("Zapisz"), reverse("council-seats"), str(seat)), form, act, seat
    )


@signed_in(*STAFF)
def plan(request: Request) -> HttpResponse:
    """Plan a sitting."""
    _insist(request)

    def act(values: Values) -> tuple[str, str]:
        given = dict(values)
        sitting = actions.plan_council(given.pop("starts_at"), **given, actor=request.actor, at=now())
        return _("Zaplanowano posiedzenie."), _url(sitting)

    heading = _("Zaplanuj posiedzenie rady")
    return ask(request, Question(heading, heading, reverse("council-sittings")), CouncilForm(request.POST or None), act)


def _url(row: CouncilSitting | Position) -> str:
    name = "council-sitting" if isinstance(row, CouncilSitting) else "position"
    return reverse(name, args=[row.public_id])


@page(access.sittings, kinds=access.READERS, personal=True)
@require_safe
def council_sitting(request: Request, sitting: CouncilSitting) -> HttpResponse:
    """A sitting: agenda, who was there, what was adopted."""
    at, actor = now(), request.actor
    keeps = access.may_keep_sitting(actor, sitting, at)[0]
    context = {
        "sitting": sitting,
        "present": list(sitting.present.all()),
        "positions": list(access.visible(actor, at).filter(sitting=sitting)),
        "plans": keeps and sitting.state == State.PLANNED,
        "adopts": keeps and sitting.state == State.HELD,
        "began": sitting.starts_at <= at,
        "entries": list(history(sitting)) if keeps else [],
    }
    return render(request, "office/dialogue/sitting.html", context)


def _question(
    request: Request,
    row: CouncilSitting | Position,
    heading: str,
    form: BaseForm,
    act: Callable[[Values], Any],
    told: str,
) -> HttpResponse:
    """A page that asks for what one verb needs, and leads back to the row."""
    return ask_and_return(request, Question(heading, heading, _url(row), str(row)), form, act, told, row)


@page(access.sittings, may=access.may_keep_sitting, kinds=STAFF)
def revise(request: Request, sitting: CouncilSitting) -> HttpResponse:
    """Change a planned sitting."""
    initial = {name: getattr(sitting, name) for name in ("starts_at", "place", "agenda")}
    return _question(
        request,
        sitting,
        _("Zmień posiedzenie"),
        ReviseForm(request.POST or None, initial=initial),
        lambda values: actions.revise_council(sitting, **values, actor=request.actor, at=now()),
        _("Zapisano zmianę."),
    )


@page(access.sittings, may=access.may_keep_sitting, kinds=STAFF, personal=True)
def attendance(request: Request, sitting: CouncilSitting) -> HttpResponse:
    """Note that the sitting was held, and who was there."""
    at = now()
    return _question(
        request,
        sitting,
        _("Wpisz obecność"),
        AttendanceForm(request.POST or None, seats=queries.seats_on(request.actor, localdate(sitting.starts_at), at)),
        lambda values: actions.hold_council(sitting, present=list(values["present"]), actor=request.actor, at=now()),
        _("Wpisano obecność."),
    )


@page(access.sittings, may=access.may_keep_sitting, kinds=STAFF)
def cancel(request: Request, sitting: CouncilSitting) -> HttpResponse:
    """Call the sitting off."""
    return _question(
        request,
        sitting,
        _("Odwołaj posiedzenie"),
        ReasonForm(request.POST or None),
        lambda values: actions.cancel_council(sitting, values["reason"], actor=request.actor, at=now()),
        _("Posiedzenie odwołane."),
    )


@page(access.sittings, may=access.may_keep_sitting, kinds=STAFF)
def adopt(request: Request, sitting: CouncilSitting) -> HttpResponse:
    """Enter what the sitting adopted."""
    return _question(
        request,
        sitting,
        _("Wpisz stanowisko albo opinię"),
        PositionForm(request.POST or None),
        lambda values: actions.adopt_position(sitting, **values, actor=request.actor, at=now()),
        _("Wpisano. Treść jest już publiczna."),
    )


@page(access.visible, may=access.may_keep_position, kinds=STAFF)
def send(request: Request, position: Position) -> HttpResponse:
    """Note to whom it was sent."""
    return _question(
        request,
        position,
        _("Wpisz wysłanie"),
        SendForm(request.POST or None),
        lambda values: actions.send_position(position, **values, actor=request.actor, at=now()),
        _("Wpisano wysłanie."),
    )


@page(access.visible, may=access.may_keep_position, kinds=STAFF)
def answer(request: Request, position: Position) -> HttpResponse:
    """Enter what was answered."""
    return _question(
        request,
        position,
        _("Wpisz odpowiedź adresata"),
        AnswerForm(request.POST or None),
        lambda values: actions.answer_position(position, **values, actor=request.actor, at=now()),
        _("Wpisano odpowiedź."),
    )


@page(access.visible, may=access.may_keep_position, kinds=STAFF)
def attach(request: Request, position: Position) -> HttpResponse:
    """Add a file to what was adopted."""
    return _question(
        request,
        position,
        _("Dodaj plik do stanowiska"),
        FileForm(request.POST or None, request.FILES or None),
        lambda values: actions.attach_to_position(position, **values, actor=request.actor, at=now()),
        _("Dodano plik."),
    )
