"""Competitions as their officer works on them: preparing, approving, publishing, moving a deadline."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls import access, actions, queries
from competitions.calls.forms import (
    FORMSETS,
    STARTING_CARD,
    CloneForm,
    CompetitionForm,
    DeadlineForm,
    HelpForm,
    PublicationForm,
    SupposedForm,
    TypedTasksFormSet,
    filled,
)
from competitions.calls.models import Competition
from competitions.calls.states import State
from core.audit.ledger import history
from core.publications.queries import publications_of
from core.web.page import Request, page, signed_in
from core.web.panels import panels
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from law import timetable as law_timetable
from law.forms import current_version
from law.verdict import sentence
from ngo.programmes.forms import ResolutionChoice
from office.structure.hats import STAFF


@signed_in(*STAFF)
def start(request: Request) -> HttpResponse:
    """Prepare a new competition."""
    return _prepare(request, None)


@page(access.visible, may=access.may_prepare, kinds=STAFF)
def edit(request: Request, competition: Competition) -> HttpResponse:
    """Change a competition that is being prepared."""
    return _prepare(request, competition)


@page(access.visible, may=access.may_prepare, kinds=STAFF)
def clone(request: Request, competition: Competition) -> HttpResponse:
    """Begin a competition like this one, with every date moved."""
    at = now()
    form = CloneForm(request.POST or None, on=localdate(at), competition=competition)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            made = actions.clone(competition, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Powstał nowy konkurs w przygotowaniu. Sprawdź daty, kwoty i teksty."))
            return redirect("competition-prepare", made.public_id)
    context = {"competition": competition, "form": form}
    return render(request, "competitions/calls/clone.html", context, status=status_of(request, form))


def _prepare(request: Request, competition: Competition | None) -> HttpResponse:
    at = now()
    saved = queries.rows_of(competition) if competition else {"criteria": STARTING_CARD}
    added = with_row_added(request.POST)
    data = added or request.POST or None
    # A copy: validating a model form writes into its instance, and the action must see the row as it was.
    form = CompetitionForm(data, instance=copy(competition))
    formsets = {
        name: formset(data, prefix=name, initial=None if data else saved.get(name))
        for name, formset in FORMSETS.items()
    }
    if added:
        unchecked(form), [unchecked(formset) for formset in formsets.values()]
    elif request.method == "POST" and all([form.is_valid(), *(each.is_valid() for each in formsets.values())]):
        rows = {name: filled(formsets[name]) for name in ("criteria", "subtasks")}
        values = {**form.values(), "attachments": filled(formsets["attachments"])}
        with refusal_on(form):
            if competition is None:
                values["form_version"] = current_version("offer", on=localdate(at))
                kept = actions.draft(values, **rows, actor=request.actor, at=at)
            else:
                kept = actions.revise(competition, values, **rows, actor=request.actor, at=at)
            messages.success(request, _("Zapisano. Poniżej widać, czego jeszcze brakuje do zatwierdzenia."))
            return redirect("competition-prepare", kept.public_id)
    status = 200 if added else status_of(request, form)
    context = {"competition": competition, "form": form, "formsets": formsets, **formsets}
    return render(request, "competitions/calls/edit.html", context, status=status)


@page(access.visible, may=access.may_prepare, kinds=STAFF)
def field_help(request: Request, competition: Competition) -> HttpResponse:
    """What this competition adds beside the fields of the offer's form; after the approval it is read only."""
    form = HelpForm(request.POST or None, form=queries.form_of(competition), notes=competition.field_help)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            actions.write_help(competition, form.notes(), actor=request.actor, at=now())
            messages.success(request, _("Zapisano podpowiedzi. Zobacz je w próbie formularza."))
            return redirect("competition-prepare", competition.public_id)
    context = {"competition": competition, "form": form, "draft": competition.state == State.DRAFT}
    return render(request, "competitions/calls/help.html", context, status=status_of(request, form))


@page(access.visible, kinds=STAFF)
def prepare(request: Request, competition: Competition) -> HttpResponse:
    """The officer's page of a competition: what is missing, what is next, publications."""
    return render(request, "competitions/calls/prepare.html", _context(request, competition))


def _context(request: Request, competition: Competition, **forms: Any) -> dict[str, Any]:
    at = now()
    draft = competition.state == State.DRAFT
    # A draft was published nowhere: what was cannot be sent back to preparation.
    publications = [] if draft else publications_of(competition)
    competition.publications_read = publications
    days = queries.publication_days(publications)
    breaches = (
        queries.announcement_breaches(competition, localdate(at))
        if draft
        else queries.window_breaches(competition, days, localdate(at))
    )
    return {
        "competition": competition,
        "terms": queries.timetable(competition, days, at),
        "sentences": [sentence(breach) for breach in breaches],
        "panels": panels("competition-prepare", request.actor, competition, at),
        "publications": publications,
        "history": list(history(competition)),
        "machine": competition.MACHINE,
        "missing_places": 3 - len(days),
        "resolution_form": ResolutionChoice(),
        "publication_form": PublicationForm(at=at),
        "deadline_form": DeadlineForm(),
        **forms,
    }


@page(access.visible, may=access.may_prepare, kinds=STAFF)
def same_kind(request: Request, competition: Competition) -> HttpResponse:
    """The table of same-kind tasks with what the office typed into it; typed while the competition is prepared."""
    at = now()
    added = with_row_added(request.POST)
    data = added or request.POST or None
    typed = [{name: row[name] for name in actions.TYPED} for row in competition.same_kind_typed]
    years = queries.same_kind_years(competition)
    formset = TypedTasksFormSet(data, prefix="typed", initial=None if data else typed, form_kwargs={"years": years})
    # Refusals of the whole have a place of their own.
    form = Form(request.POST or None)
    if added:
        unchecked(formset)
    elif request.method == "POST" and formset.is_valid():
        with refusal_on(form, competition):
            actions.type_same_kind(competition, filled(formset), actor=request.actor, at=at)
            messages.success(request, _("Zapisano. Tabela w ogłoszeniu zawiera już te wiersze."))
            return redirect("competition-same-kind", competition.public_id)
    people = queries.typists(competition)
    context = {
        "competition": competition,
        "form": form,
        "formset": formset,
        "years": queries.same_kind_tasks(competition),
        "typed": [(row, people.get(row.typed_by, "")) for row in competition.typed_tasks],
        "editable": competition.state == State.DRAFT,
    }
    wrong = request.method == "POST" and not added and not formset.is_valid()
    status = 400 if wrong else 200 if added else status_of(request, form)
    return render(request, "competitions/calls/same_kind.html", context, status=status)


@page(access.visible, kinds=STAFF)
def timetable(request: Request, competition: Competition) -> HttpResponse:
    """Every date of a competition with its reason, and what they would become if it were announced on another day."""
    at = now()
    days = queries.publication_days(publications_of(competition))
    form = SupposedForm(request.GET if "ogloszenie" in request.GET else None, on=localdate(at))
    context: dict[str, Any] = {"competition": competition, "form": form, "all_made": len(days) == 3}
    if form.is_valid():
        supposed = queries.supposed(competition, days, form.cleaned_data["ogloszenie"], at)
        breached, tight = map(sentence, supposed.breaches), map(sentence, supposed.warnings)
        context |= {"supposed": supposed, "breached": list(breached), "tight": list(tight)}
    else:
        dates = queries.dates(competition, days)
        breaches = queries.timing_breaches(competition, dates, localdate(at))
        warnings = law_timetable.warnings(dates, queries.practice())
        context |= {
            "rows": queries.timetable(competition, days, at),
            "sentences": [sentence(breach) for breach in breaches],
            "warnings": [sentence(breach) for breach in warnings],
        }
    return render(request, "competitions/calls/timetable.html", context, status=400 if form.errors else 200)


@page(access.visible, may=access.may_advance, kinds=STAFF)
@require_POST
def approve(request: Request, competition: Competition) -> HttpResponse:
    """Record the Board's approval of the announcement."""
    form = ResolutionChoice(request.POST)
    if form.is_valid():
        with refusal_on(form, competition):
            actions.approve(competition, resolution=form.cleaned_data["resolution"], actor=request.actor, at=now())
            messages.success(request, _("Konkurs jest zatwierdzony. Teraz odnotuj trzy publikacje ogłoszenia."))
            return redirect("competition-prepare", competition.public_id)
    return _again(request, competition, "resolution_form", form)


def _again(request: Request, competition: Competition, name: str, form: Form) -> HttpResponse:
    """The officer's page with the form that did not pass, as it was filled."""
    context = _context(request, competition, **{name: form})
    return render(request, "competitions/calls/prepare.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_advance, kinds=STAFF)
@require_POST
def send_back(request: Request, competition: Competition) -> HttpResponse:
    """Return an approved competition to preparation."""
    actions.send_back(competition, reason=request.POST.get("reason", ""), actor=request.actor, at=now())
    return redirect("competition-prepare", competition.public_id)


@page(access.visible, may=access.may_advance, kinds=STAFF)
@require_POST
def publication(request: Request, competition: Competition) -> HttpResponse:
    """Record one of the three publications; the third opens the competition."""
    at = now()
    form = PublicationForm(request.POST, at=at)
    if form.is_valid():
        with refusal_on(form, competition):
            actions.record_publication(competition, **form.cleaned_data, actor=request.actor, at=at)
            if competition.state == State.OPEN:
                messages.success(request, _("Ogłoszenie jest w trzech miejscach: konkurs jest otwarty."))
            else:
                messages.success(request, _("Odnotowano publikację."))
            return redirect("competition-prepare", competition.public_id)
    return _again(request, competition, "publication_form", form)


@page(access.visible, may=access.may_advance, kinds=STAFF)
@require_POST
def deadline(request: Request, competition: Competition) -> HttpResponse:
    """Move the deadline because a publication came late."""
    form = DeadlineForm(request.POST)
    if form.is_valid():
        with refusal_on(form, competition):
            actions.move_deadline(competition, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Przesunięto termin składania ofert."))
            return redirect("competition-prepare", competition.public_id)
    return _again(request, competition, "deadline_form", form)
