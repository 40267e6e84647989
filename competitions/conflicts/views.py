"""Pages of links: an expert's own, and those of an expert as the office sees and enters them."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competitions.conflicts import access, actions, queries
from competitions.conflicts.forms import EndForm, LinkForm, RetractForm, StaffLinkForm, StatementForm
from competitions.conflicts.models import Link, Source
from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from office.structure.hats import STAFF


@signed_in(EXPERT.code)
def own_links(request: Request) -> HttpResponse:
    """An expert's own links, those that the office entered too, and the statement that all are declared."""
    at, person = now(), request.actor.person
    statement = queries.statement_of(person)
    form = StatementForm(request.POST or None, instance=copy(statement))
    if request.method == "POST" and form.is_valid():
        actions.state_links(person, form.values(), actor=request.actor, at=at)
        messages.success(request, _("Dziękujemy. Oświadczenie jest zapisane."))
        return redirect("own-links")
    rules = queries.practice()
    context = {
        "rows": _rows(access.links(request.actor, at), request.actor, at),
        "form": form,
        "statement": statement,
        "fresh": bool(statement and statement.stated_at >= at - timedelta(days=30 * rules.statement_months)),
        "rules": rules,
    }
    return render(request, "competitions/conflicts/own_links.html", context, status=status_of(request, form))


def _rows(links: "QuerySet[Link]", actor: Actor, at: datetime) -> list[Any]:
    """Links that stand, with whether they last and whether this actor may change them."""
    rows: list[Any] = list(links.filter(retracted_at=None).order_by("-entered_at", "-pk"))
    for row in rows:
        row.lasting = row.lasts(localdate(at))
        row.changeable = access.may_change(actor, row, at)[0]
    return rows


@signed_in(EXPERT.code)
def link_new(request: Request) -> HttpResponse:
    """Declare a link of one's own."""
    at = now()
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, request.actor.person):
            actions.link(request.actor.person, **form.values(), actor=request.actor, at=at)
            messages.success(request, _("Zapisano powiązanie."))
            return redirect("own-links")
    return _form(request, form, _("Nowe powiązanie"), _("Zapisz powiązanie"), "own-links")


@page(access.of_experts, kinds=(*STAFF, "auditor"), personal=True)
@require_safe
def expert_links(request: Request, expert: Expert) -> HttpResponse:
    """What is known of an expert's links, as staff and auditors see it."""
    at = now()
    links = access.links(request.actor, at).filter(user=expert.user_id)
    context = {
        "expert": expert,
        "statement": getattr(expert.user, "statement", None),
        "rows": _rows(links, request.actor, at),
        "may_enter": access.may_enter(request.actor, expert, at)[0],
    }
    return render(request, "competitions/conflicts/expert_links.html", context)


@page(access.of_experts, may=access.may_enter, kinds=STAFF, personal=True)
def link_enter(request: Request, expert: Expert) -> HttpResponse:
    """Enter a link of an expert that the office learned of."""
    form = StaffLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, expert):
            actions.link(expert.user, **form.values(), actor=request.actor, at=now())
            messages.success(request, _("Zapisano powiązanie. Ekspert zobaczy je na swojej stronie."))
            return redirect("expert-links", expert.public_id)
    return _form(
        request, form, _("Nowe powiązanie"), _("Zapisz powiązanie"), "expert-links", expert.public_id, who=expert
    )


@page(access.links, may=access.may_change)
def link_end(request: Request, link: Link) -> HttpResponse:
    """The last day of a link."""
    _insist(request.actor, link)
    form = EndForm(request.POST or None, initial={"on": localdate(now())})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, link):
            actions.end_link(link, on=form.cleaned_data["on"], actor=request.actor, at=now())
            messages.success(request, _("Zapisano ostatni dzień powiązania."))
            return redirect(*_back(link))
    return _form(request, form, _("Koniec powiązania"), _("Zapisz"), *_back(link), note=str(link))


@page(access.links, may=access.may_change)
def link_retract(request: Request, link: Link) -> HttpResponse:
    """Take back a link that was entered by mistake."""
    _insist(request.actor, link)
    form = RetractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, link):
            actions.retract_link(link, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Wpis jest wycofany. Zostaje w historii z powodem."))
            return redirect(*_back(link))
    return _form(request, form, _("Wycofaj wpis"), _("Wycofaj wpis"), *_back(link), note=str(link))


def _insist(actor: Actor, link: Link) -> None:
    """Who may not change a link does not see the form either. Raises PermissionDenied."""
    allowed, reason = access.may_change(actor, link, now())
    if not allowed:
        raise PermissionDenied(reason)


def _back(link: Link) -> tuple[str, ...]:
    """Where a link is shown to who changes it: the route and its arguments."""
    if link.source == Source.DECLARED:
        return ("own-links",)
    return ("expert-links", queries.expert_of(link).public_id)


def _form(
    request: Request, form: BaseForm, title: str, button: str, *back: str, note: str = "", who: Expert | None = None
) -> HttpResponse:
    """A page with one form."""
    back_to = reverse(back[0], args=back[1:])
    context = {"form": form, "title": title, "button": button, "note": note, "who": who, "back": back_to}
    return render(request, "competitions/conflicts/form.html", context, status=status_of(request, form))
