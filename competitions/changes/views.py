"""Changes of an announced competition, as the officer records them; everyone reads them on the competition's page."""

from collections.abc import Callable
from copy import copy

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from competitions.calls.access import visible as visible_competitions
from competitions.calls.forms import PublicationForm
from competitions.calls.models import Competition
from competitions.calls.states import State
from competitions.changes import access, actions, queries
from competitions.changes.documents import MEANING
from competitions.changes.forms import ChangeForm, CorrectionForm, DecisionForm, ExtensionForm
from competitions.changes.models import Change, Kind
from competitions.changes.refusals import NotTakingOffers
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.web.templatetags.polish import data_sekunda
from core.workflow.refusal import NotPossible
from law.competition import ANEW_MARK, calling_off_breaches
from law.verdict import sentence
from office.structure.hats import STAFF

# The moves that a change makes; the other kinds leave the state as it is.
VERBS = {Kind.RESUMPTION: "resume", Kind.CALLING_OFF: "call_off"}


@page(visible_competitions, kinds=STAFF)
def changes(request: Request, competition: Competition) -> HttpResponse:
    """What changed in a competition, where it was published, and what may change now."""
    at = now()
    rows = queries.announced(competition)
    takes_offers = competition.state == State.OPEN
    breaches = queries.window_breaches(competition, rows, localdate(at)) if takes_offers else []
    context = {
        "competition": competition,
        "rows": rows,
        "sentences": [sentence(breach) for breach in breaches],
        "verbs": {move.verb for move in competition.MACHINE.possible(competition.state)},
        "takes_offers": takes_offers,
    }
    return render(request, "competitions/changes/changes.html", context)


@page(visible_competitions, may=access.may_change, kinds=STAFF)
def extend(request: Request, competition: Competition) -> HttpResponse:
    """Move the deadline of an open competition to later."""
    dates = {name: getattr(competition, name) for name in ("offers_due", "confirmation_due", "selection_by")}
    form = ExtensionForm(request.POST or None, initial=dates)

    def act() -> Change:
        return actions.extend(competition, **form.cleaned_data, actor=request.actor, clock=now)

    return _step(request, competition, Kind.EXTENSION, form, act, _("Przedłuż termin"))


@page(visible_competitions, may=access.may_change, kinds=STAFF)
def correct(request: Request, competition: Competition) -> HttpResponse:
    """Change the announcement of an open competition."""
    # A copy: validating a model form writes into its instance, and the action must see the row as it was.
    form = CorrectionForm(request.POST or None, instance=copy(competition))

    def act() -> Change:
        said = {name: form.cleaned_data[name] for name in ("slip", "reason", "resolution")}
        subtasks = form.subtasks()
        return actions.correct(competition, form.values(), subtasks=subtasks, **said, actor=request.actor, clock=now)

    return _step(request, competition, Kind.CORRECTION, form, act, _("Zmień ogłoszenie"))


@page(visible_competitions, may=access.may_change, kinds=STAFF)
def suspend(request: Request, competition: Competition) -> HttpResponse:
    """Stop taking offers for a time."""
    form = ChangeForm(request.POST or None)

    def act() -> Change:
        return actions.suspend(competition, **form.cleaned_data, actor=request.actor, clock=now)

    return _step(request, competition, Kind.SUSPENSION, form, act, _("Zawieś nabór"))


@page(visible_competitions, may=access.may_change, kinds=STAFF)
def resume(request: Request, competition: Competition) -> HttpResponse:
    """Take offers again, with the time lost given back."""
    at = now()
    form = ChangeForm(request.POST or None)

    def act() -> Change:
        return actions.resume(competition, **form.cleaned_data, actor=request.actor, at=at)

    note = ""
    if competition.state == State.SUSPENDED:
        due = queries.resumed(competition, at)["offers_due"]
        note = _("Gdy wznowisz nabór teraz, oferty będzie można składać do %(due)s.") % {"due": data_sekunda(due)}
    return _step(request, competition, Kind.RESUMPTION, form, act, _("Wznów nabór"), note=note)


@page(visible_competitions, may=access.may_change, kinds=STAFF)
def call_off(request: Request, competition: Competition) -> HttpResponse:
    """Call a competition off, where its announcement reserves that."""
    form = DecisionForm(request.POST or None)

    def act() -> Change:
        return actions.call_off(competition, **form.cleaned_data, actor=request.actor, at=now())

    return _step(request, competition, Kind.CALLING_OFF, form, act, _("Odwołaj konkurs"))


def _blocked(competition: Competition, kind: Kind) -> str:
    """Why a change of this kind is not possible now, before anything is filled in; empty when it is."""
    if kind in (Kind.EXTENSION, Kind.CORRECTION, Kind.SUSPENSION) and competition.state != State.OPEN:
        return NotTakingOffers(competition).sentence
    verb = VERBS.get(kind, "")
    if verb and not competition.MACHINE.find(verb, competition.state):
        return NotPossible(competition.MACHINE, verb, competition.state).sentences[0]
    if kind == Kind.CALLING_OFF and (found := calling_off_breaches(reserved=competition.calling_off_reserved)):
        return sentence(found[0])
    return ""


def _step(
    request: Request,
    competition: Competition,
    kind: Kind,
    form: Form,
    act: Callable[[], Change],
    button: str,
    *,
    note: str = "",
) -> HttpResponse:
    """The page of one kind of change: what it means, its form; done, it leads to the list with what is to be published."""
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            act()
            messages.success(request, _("Zapisano. Teraz opublikuj dokument zmiany w trzech miejscach i odnotuj to."))
            return redirect("competition-changes", competition.public_id)
    context = {
        "competition": competition,
        "kind": kind,
        "meaning": MEANING[kind],
        "form": form,
        "button": button,
        "note": note,
        "blocked": _blocked(competition, kind),
        "unverified": kind == Kind.CORRECTION and ANEW_MARK == "U",
    }
    return render(request, "competitions/changes/change.html", context, status=status_of(request, form))


@page(visible_competitions, may=access.may_change, kinds=STAFF)
def publication(request: Request, competition: Competition, number: int) -> HttpResponse:
    """Record where a change was published."""
    at = now()
    change = access.visible(request.actor, at).filter(competition=competition, number=number).first()
    if change is None:
        raise Http404
    form = PublicationForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, competition):
            actions.record_publication(change, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Odnotowano publikację zmiany."))
            return redirect("competition-changes", competition.public_id)
    context = {"competition": competition, "change": change, "form": form}
    return render(request, "competitions/changes/publication.html", context, status=status_of(request, form))
