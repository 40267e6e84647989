"""Meetings as the panel works in them: calling one, the desk of a live meeting, an offer on its agenda, exclusions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.evaluation import queries as evaluation
from competitions.evaluation.access import panels
from competitions.evaluation.actions.decisions import recuse as exclude
from competitions.evaluation.hats import PANEL
from competitions.evaluation.models import Panel
from competitions.evaluation.states import PanelState
from competitions.meetings import access, actions, queries
from competitions.meetings.forms import (
    MemberForm,
    MotionForm,
    OpinionForm,
    PlanForm,
    PresentForm,
    ReasonForm,
    RecusalForm,
)
from competitions.meetings.models import Item, Meeting
from competitions.meetings.states import State
from competitions.offers.models import Offer
from core.web.page import Request, log_personal_read, page
from core.web.refused import refusal_on, status_of
from office.structure.hats import STAFF

READERS = (*PANEL, *STAFF, "auditor")


@page(panels, may=access.may_keep, kinds=READERS)
def meetings(request: Request, panel: Panel) -> HttpResponse:
    """All meetings of a panel, and calling the next one."""
    at = now()
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, panel):
            planned = actions.plan(panel, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Posiedzenie jest zwołane. Członkowie komisji dostali wiadomość."))
            return redirect("meeting", planned.public_id)
    rows = list(access.visible(request.actor, at).filter(panel=panel).order_by("-number"))
    keeps = access.may_keep(request.actor, panel, at)[0] and panel.state == PanelState.APPOINTED
    context = {
        "panel": panel,
        "rows": rows,
        "form": form if keeps and not any(row.state in (State.PLANNED, State.OPEN) for row in rows) else None,
    }
    return render(request, "competitions/meetings/meetings.html", context, status=status_of(request, form))


@page(access.visible, kinds=READERS)
def meeting(request: Request, meeting: Meeting) -> HttpResponse:
    """The desk of a meeting: who is in the room, the agenda, what comes next."""
    return _desk(request, meeting)


def _log_read(request: Request, where: str, row: Meeting | Item) -> bool:
    """Note who looks without sitting in the panel: members work on these pages, which ask again every few seconds."""
    sits = request.actor.wears(*PANEL)
    if not sits:
        log_personal_read(request.actor, where, row, at=now())
    return sits


def _desk(request: Request, meeting: Meeting, form: BaseForm | None = None, where: str = "") -> HttpResponse:
    """The desk, with a form that was refused in its place (`where`: "begin" or the verb that asks for a reason)."""
    at = now()
    panel = meeting.panel
    members = queries.at_table(meeting)
    excluded = queries.excluded(panel)
    items = list(access.items(request.actor, at).filter(meeting=meeting))
    agenda: list[tuple[Item | None, Offer]] = [(each, each.offer) for each in items]
    if meeting.state == State.PLANNED:
        offers = access.offers(request.actor, panel, at)
        agenda = [(None, offer) for offer in queries.to_speak_of(panel, offers, excluded)]
    names = {member.pk: str(member.user) for member in members}
    waiting = [each for each in items if each.state == "waiting"]
    context = {
        "meeting": meeting,
        "panel": panel,
        "room": members,
        "agenda": [(each, offer, [names[pk] for pk in sorted(excluded.get(offer.pk, ()))]) for each, offer in agenda],
        "waiting": waiting,
        "next": waiting[0] if waiting else None,
        "keeps": access.may_record(request.actor, meeting, at)[0],
        "leads": access.may_lead(request.actor, meeting, at)[0],
        "sits": _log_read(request, "meeting", meeting),
        "begin_form": form if where == "begin" else PresentForm(members=_members(meeting)),
        "reason_form": form if form is not None and where != "begin" else ReasonForm(),
        "where": where,
        "undeclared": [member for member in members if member.declared_at is None],
    }
    status = status_of(request, form) if form is not None else 200
    return render(request, "competitions/meetings/meeting.html", context, status=status)


def _members(meeting: Meeting) -> Any:
    return meeting.panel.members.select_related("user").order_by("pk")


@page(access.visible, may=access.may_lead, kinds=PANEL)
@require_POST
def begin(request: Request, meeting: Meeting) -> HttpResponse:
    """Open the meeting with those who are in the room."""
    form = PresentForm(request.POST, members=_members(meeting))
    if form.is_valid():
        with refusal_on(form, meeting):
            actions.begin(meeting, present=list(form.cleaned_data["present"]), actor=request.actor, at=now())
            return redirect("meeting", meeting.public_id)
    return _desk(request, meeting, form, "begin")


@page(access.visible, may=access.may_record, kinds=PANEL)
@require_POST
def arrive(request: Request, meeting: Meeting) -> HttpResponse:
    """A member came in."""
    return _moved(request, meeting, actions.arrive)


@page(access.visible, may=access.may_record, kinds=PANEL)
@require_POST
def leave(request: Request, meeting: Meeting) -> HttpResponse:
    """A member went out."""
    return _moved(request, meeting, actions.leave)


def _moved(request: Request, meeting: Meeting, action: Callable[..., None]) -> HttpResponse:
    form = MemberForm(request.POST, members=_members(meeting))
    if form.is_valid():
        action(meeting, form.cleaned_data["member"], actor=request.actor, at=now())
    return redirect("meeting", meeting.public_id)


@page(access.visible, may=access.may_record, kinds=PANEL)
@require_POST
def cancel(request: Request, meeting: Meeting) -> HttpResponse:
    """Call the meeting off, with the reason."""
    return _with_reason(request, meeting, actions.cancel, "cancel", _("Posiedzenie jest odwołane."))


@page(access.visible, may=access.may_lead, kinds=PANEL)
@require_POST
def adjourn(request: Request, meeting: Meeting) -> HttpResponse:
    """Break the meeting off, with the reason."""
    text = _("Posiedzenie jest przerwane. Zwołaj następne, aby omówić pozostałe oferty.")
    return _with_reason(request, meeting, actions.adjourn, "adjourn", text)


@page(access.visible, may=access.may_lead, kinds=PANEL)
@require_POST
def annul(request: Request, meeting: Meeting) -> HttpResponse:
    """Let the meeting count for nothing, with the reason."""
    text = _("Posiedzenie jest unieważnione: jego opinie i głosowania się nie liczą. Zwołaj je ponownie.")
    return _with_reason(request, meeting, actions.annul, "annul", text)


def _with_reason(
    request: Request, meeting: Meeting, action: Callable[..., Meeting], where: str, text: str
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusal_on(form, meeting):
            action(meeting, form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, text)
            return redirect("meetings", meeting.panel.public_id)
    return _desk(request, meeting, form, where)


@page(access.visible, may=access.may_lead, kinds=PANEL)
@require_POST
def close(request: Request, meeting: Meeting) -> HttpResponse:
    """End the meeting and close the minutes."""
    actions.close(meeting, actor=request.actor, at=now())
    messages.success(request, _("Posiedzenie jest zakończone, a protokół zamknięty. Dokument PDF powstaje w tle."))
    return redirect("panel-page", meeting.panel.public_id)


@page(access.items, may=access.may_note, kinds=READERS)
def item(request: Request, item: Item) -> HttpResponse:
    """An offer as the panel speaks of it: points of the cards, votes, the opinion."""
    form = OpinionForm(request.POST or None, initial={"text": item.text})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, item):
            actions.settle(item, form.cleaned_data["text"], actor=request.actor, at=now())
            messages.success(request, _("Opinia jest zapisana."))
            following = access.items(request.actor, now()).filter(meeting=item.meeting, state="waiting").first()
            if following:
                return redirect("meeting-item", following.public_id)
            return redirect("meeting", item.meeting.public_id)
    return _item(request, item, form=form)


@page(access.items, may=access.may_note, kinds=PANEL)
@require_POST
def vote(request: Request, item: Item) -> HttpResponse:
    """Record a vote on other points or another amount."""
    criteria = list(item.meeting.panel.competition.criteria.all())
    voters = queries.speaking(queries.at_table(item.meeting, item.offer))
    form = MotionForm(request.POST, criteria=criteria, voters=voters)
    if form.is_valid():
        with refusal_on(form, item):
            motion = actions.put_to_vote(item, **form.motion(), actor=request.actor, at=now())
            text = _("Wniosek przyjęto.") if motion.carried else _("Wniosku nie przyjęto; głosowanie jest w protokole.")
            messages.success(request, text)
            return redirect("meeting-item", item.public_id)
    return _item(request, item, motion_form=form)


def _item(request: Request, item: Item, **forms: BaseForm) -> HttpResponse:
    at = now()
    refused = next(iter(forms.values()))
    members = queries.at_table(item.meeting, item.offer)
    keeps = access.may_note(request.actor, item, at)[0] and item.meeting.state == State.OPEN
    users = {member.user.public_id: str(member.user) for member in members}
    motions = list(queries.motions_of(item))
    # What stands is the last vote that was carried and still counts.
    decided = {each.criterion_id: each.after for each in motions if each.carried and not each.annulled}
    given = evaluation.points_given(item.offer)
    criteria = list(item.meeting.panel.competition.criteria.all())
    context = {
        "item": item,
        "offer": item.offer,
        "criteria": [(each, given.get(each.pk, []), decided.get(each.pk)) for each in criteria],
        "amount": decided.get(None, item.offer.requested),
        "motions": [
            (each, [(users.get(user, _("osoba usunięta")), choice) for user, choice in each.votes.items()])
            for each in motions
        ],
        "excluded": [member for member in members if member.out],  # type: ignore[attr-defined]
        "keeps": keeps,
        "sees_cards": _log_read(request, "meeting_item", item) or request.actor.wears(*STAFF),
        "form": OpinionForm(initial={"text": item.text}),
        "motion_form": MotionForm(criteria=criteria, voters=queries.speaking(members)) if keeps else None,
        **forms,
    }
    return render(request, "competitions/meetings/item.html", context, status=status_of(request, refused))


@page(panels, may=access.may_step_aside, kinds=PANEL)
def recuse(request: Request, panel: Panel) -> HttpResponse:
    """A member says from which offers they are excluded; of each only its organisations are shown."""
    member = panel.members.filter(user=request.actor.user).first()
    if member is None:
        raise PermissionDenied(_("O wyłączeniu mówi członek komisji, którego ono dotyczy."))
    form = RecusalForm(request.POST or None, offers=queries.to_step_aside_from(member))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, panel):
            exclude(
                member,
                form.cleaned_data["offer"],
                ground=form.cleaned_data["ground"],
                actor=request.actor,
                at=now(),
            )
            messages.success(request, _("Odnotowano wyłączenie. Tej oferty już nie widzisz i o niej nie mówisz."))
            return redirect("panel-recuse", panel.public_id)
    context = {
        "panel": panel,
        "form": form,
        "mine": queries.own_recusals(member),
        "at_work": panel.state == PanelState.APPOINTED,
    }
    return render(request, "competitions/meetings/recuse.html", context, status=status_of(request, form))
