"""Pages of the book of controls: the list with its table, one control, what was recommended, what was done."""

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
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history
from core.files.download import attachment, table_file
from core.web.asking import Question, Values, ask, ask_and_return, do
from core.web.page import Request, page, signed_in
from office.controls import access, actions, presentation
from office.controls.forms import (
    AnswerForm,
    ControlFilter,
    ControlForm,
    ExecuteForm,
    PaperForm,
    ProtocolForm,
    PutOffForm,
    ReasonForm,
    RecommendationsForm,
    RecommendForm,
    ReservationsForm,
    ReviseForm,
)
from office.controls.models import Control, ControlFile, ControlQuerySet, Recommendation
from office.controls.queries import found
from office.controls.states import Progress, State
from office.structure.hats import STAFF
from office.structure.queries import units_to_serve

PAGE = 25


def _asked(request: Request) -> tuple[ControlFilter, ControlQuerySet]:
    at = now()
    form = ControlFilter(request.GET or None, units=units_to_serve())
    values = form.cleaned_data if form.is_valid() else {}
    return form, found(access.visible(request.actor, at), values, localdate(at))


@signed_in(*access.READERS)
@require_safe
def controls(request: Request) -> HttpResponse:
    """The book: controls with filters, the newest first."""
    at = now()
    form, rows = _asked(request)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "filter": form,
        "columns": presentation.columns(),
        "rows": [presentation.row(each, localdate(at)) for each in shown],
        "page": shown,
        "asked": request.GET.urlencode(),
        "keeps": access.may_keep(request.actor, None, at)[0],
    }
    return render(request, "office/controls/controls.html", context)


@signed_in(*access.READERS)
@require_safe
def controls_table(request: Request, ending: str) -> HttpResponseBase:
    """The controls as asked, as CSV or XLSX; no cell is a formula."""
    _form, rows = _asked(request)
    rows = rows.prefetch_related("recommendations__owner")
    cells = presentation.table(rows.iterator(chunk_size=500))
    heads = presentation.headings()
    return table_file("ksiazka-kontroli", ending, title=_("Książka kontroli"), heads=heads, rows=cells)


def _url(control: Control) -> str:
    return reverse("control", args=[control.public_id])


@signed_in(*STAFF)
def enter(request: Request) -> HttpResponse:
    """Enter a control."""
    allowed, reason = access.may_keep(request.actor, None, now())
    if not allowed:
        raise PermissionDenied(reason)

    def act(values: Values) -> tuple[str, str]:
        given = dict(values)
        control = actions.enter_control(given, once=given.pop("once"), actor=request.actor, at=now())
        return _("Wpisano kontrolę pod numerem %(sign)s.") % {"sign": control.sign}, _url(control)

    lead = _("Kontrola dostaje kolejny numer w roku. Wpisz organ, a nie nazwiska kontrolujących.")
    question = Question(_("Wpisz kontrolę"), _("Wpisz kontrolę"), reverse("controls"), lead)
    return ask(request, question, ControlForm(request.POST or None), act)


@page(access.visible, kinds=access.READERS)
@require_safe
def control(request: Request, control: Control) -> HttpResponse:
    """One control: its course, recommendations with who does them, papers, history."""
    at, actor = now(), request.actor
    on = localdate(at)
    keeps = access.may_keep(actor, control, at)[0]
    told = [
        {
            "row": each,
            "late": each.state == Progress.OPEN and each.due_on < on,
            "may": each.state == Progress.OPEN and access.may_execute(actor, each, at)[0],
        }
        for each in access.recommendations(actor, at).filter(control=control)
    ]
    context = {
        "control": control,
        "facts": presentation.facts(control),
        "late": presentation.late_terms(control, on),
        "told": told,
        "keeps": keeps,
        "follows": keeps and control.state == State.FOLLOWED,
        "files": list(access.files(actor, at).filter(control=control)),
        "entries": list(history(control)),
    }
    return render(request, "office/controls/control.html", context)


def _question(
    request: Request,
    control: Control,
    heading: str,
    form: BaseForm,
    act: Callable[[Values], Any],
    told: str,
    lead: str = "",
    row: Recommendation | None = None,
) -> HttpResponse:
    """A page that asks for what one verb over a control needs, and leads back to the control."""
    question = Question(heading, heading, _url(control), lead or _("Kontrola %(sign)s") % {"sign": control.sign})
    return ask_and_return(request, question, form, act, told, row or control)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def revise(request: Request, control: Control) -> HttpResponse:
    """Change what is said of a control."""
    initial = {name: getattr(control, name) for name in ("body", "authorisation", "scope", "begins_on", "ends_on")}
    form = ReviseForm(request.POST or None, initial={**initial, "unit": control.unit and control.unit.code})
    return _question(
        request,
        control,
        _("Zmień wpis"),
        form,
        lambda values: actions.revise_control(control, values, actor=request.actor, at=now()),
        _("Zapisano zmianę."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def protocol(request: Request, control: Control) -> HttpResponse:
    """Enter the protocol."""
    return _question(
        request,
        control,
        _("Wpisz protokół"),
        ProtocolForm(request.POST or None, initial={"ends_on": control.ends_on}),
        lambda values: actions.receive_protocol(control, **values, actor=request.actor, at=now()),
        _("Wpisano protokół kontroli."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def reservations(request: Request, control: Control) -> HttpResponse:
    """Note that reservations were sent."""
    return _question(
        request,
        control,
        _("Wpisz wysłanie zastrzeżeń"),
        ReservationsForm(request.POST or None),
        lambda values: actions.send_reservations(control, **values, actor=request.actor, at=now()),
        _("Wpisano wysłanie zastrzeżeń."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def recommendations(request: Request, control: Control) -> HttpResponse:
    """Enter that recommendations came."""
    return _question(
        request,
        control,
        _("Wpisz wystąpienie pokontrolne"),
        RecommendationsForm(request.POST or None),
        lambda values: actions.receive_recommendations(control, **values, actor=request.actor, at=now()),
        _("Wpisano wystąpienie. Dodaj teraz zalecenia."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def recommend(request: Request, control: Control) -> HttpResponse:
    """Enter one recommendation."""
    return _question(
        request,
        control,
        _("Dodaj zalecenie"),
        RecommendForm(request.POST or None),
        lambda values: actions.recommend(control, **values, actor=request.actor, at=now()),
        _("Dodano zalecenie."),
        _("Komórka, którą wskażesz, zobaczy tę kontrolę i termin na swoim pulpicie."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def answer(request: Request, control: Control) -> HttpResponse:
    """Note that the body was answered."""
    return _question(
        request,
        control,
        _("Wpisz odpowiedź"),
        AnswerForm(request.POST or None),
        lambda values: actions.answer(control, **values, actor=request.actor, at=now()),
        _("Wpisano odpowiedź organowi kontroli."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
@require_POST
def close(request: Request, control: Control) -> HttpResponse:
    """Close the control."""
    told = _("Kontrola jest zakończona.")
    return do(request, lambda: actions.close_control(control, actor=request.actor, at=now()), told, _url(control))


@page(access.visible, may=access.may_keep, kinds=STAFF)
def cancel(request: Request, control: Control) -> HttpResponse:
    """Cancel an entry made by mistake."""
    return _question(
        request,
        control,
        _("Anuluj wpis"),
        ReasonForm(request.POST or None),
        lambda values: actions.cancel_control(control, values["reason"], actor=request.actor, at=now()),
        _("Anulowano wpis. Numer zostaje w książce."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def attach(request: Request, control: Control) -> HttpResponse:
    """Add a paper of the control."""
    return _question(
        request,
        control,
        _("Dodaj plik"),
        PaperForm(request.POST or None, request.FILES or None),
        lambda values: actions.attach_paper(control, **values, actor=request.actor, at=now()),
        _("Dodano plik."),
    )


@page(access.files, kinds=access.READERS, personal=True)
@require_safe
def control_file(request: Request, file: ControlFile) -> HttpResponseBase:
    """A paper of a control, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@page(access.recommendations, may=access.may_execute, kinds=STAFF)
def execute(request: Request, recommendation: Recommendation) -> HttpResponse:
    """Say what was done."""
    return _question(
        request,
        recommendation.control,
        _("Wpisz wykonanie"),
        ExecuteForm(request.POST or None),
        lambda values: actions.execute(recommendation, **values, actor=request.actor, at=now()),
        _("Zalecenie jest wykonane."),
        recommendation.text[:300],
        recommendation,
    )


@page(access.recommendations, may=access.may_judge, kinds=STAFF)
def put_off(request: Request, recommendation: Recommendation) -> HttpResponse:
    """Move the term of a recommendation."""
    return _question(
        request,
        recommendation.control,
        _("Zmień termin"),
        PutOffForm(request.POST or None, initial={"due_on": recommendation.due_on}),
        lambda values: actions.put_off(recommendation, **values, actor=request.actor, at=now()),
        _("Zmieniono termin zalecenia."),
        recommendation.text[:300],
        recommendation,
    )


@page(access.recommendations, may=access.may_judge, kinds=STAFF)
def take_up_again(request: Request, recommendation: Recommendation) -> HttpResponse:
    """Find that it was not done after all."""
    return _question(
        request,
        recommendation.control,
        _("Przywróć do wykonania"),
        ReasonForm(request.POST or None),
        lambda values: actions.take_up_again(recommendation, values["reason"], actor=request.actor, at=now()),
        _("Zalecenie czeka znowu na wykonanie."),
        recommendation.text[:300],
        recommendation,
    )
