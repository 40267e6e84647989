"""Pages of the staff who keep names in order: pairs that may be one, merging, what was merged, recognising a list of names."""

import csv
import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history
from core.jobs import access as jobs
from core.web.page import Request, log_personal_read, page, signed_in
from core.web.refused import refusal_on, status_of
from ngo.duplicates import access, actions
from ngo.duplicates.choosing import choices
from ngo.duplicates.forms import MergeForm, NamesForm, ReasonForm
from ngo.duplicates.models import Merge
from ngo.duplicates.queries import candidates, changed_values, dismissed, moved_counts, newest, obstacles, told, why
from ngo.registry.access import visible
from ngo.registry.models import Organisation
from ngo.registry.presentation import safe, steps
from ngo.registry.recognition import Match, recognise
from office.structure.hats import STAFF

READERS = (*STAFF, "auditor")
PAGE = 25
# Rows of the table of recognised names on the page; the files hold all.
SHOWN = 500


@signed_in(*READERS)
@require_safe
def duplicates(request: Request) -> HttpResponse:
    """Pairs of records that may be one organisation, the surest first, and the last merges."""
    at = now()
    shown = Paginator(candidates(), PAGE).get_page(request.GET.get("strona"))
    context = {
        "page": shown,
        "pairs": told(shown.object_list),
        "merges": list(newest(access.merges(request.actor, at), 10)),
        "job": jobs.visible(request.actor, at).live().filter(name="duplicates.search").last(),
        "may_search": request.actor.wears(*STAFF),
    }
    return render(request, "ngo/duplicates/duplicates.html", context)


@signed_in(*STAFF)
@require_POST
def search(request: Request) -> HttpResponse:
    """Look for pairs now."""
    actions.ask_for_search(actor=request.actor, at=now())
    return redirect("duplicates")


def _other(request: Request, public_id: str) -> Organisation:
    """The second record of a pair. Raises Http404."""
    found = visible(request.actor, now()).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@page(visible, may=access.may_settle, kinds=STAFF, personal=True)
def duplicate(request: Request, kept: Organisation, other: str) -> HttpResponse:
    """Two records side by side: the first stays, and for each field in which they differ one value is chosen."""
    at = now()
    absorbed = _other(request, other)
    log_personal_read(request.actor, "duplicate", absorbed, at=at)
    form = MergeForm(request.POST or None, choices=choices(kept, absorbed))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            reason = form.cleaned_data["reason"]
            made = actions.merge(kept, absorbed, take=form.taken(), reason=reason, actor=request.actor, at=at)
            messages.success(request, _("Scalono wpisy. Scalenie można cofnąć na tej stronie."))
            return redirect("merge", made.public_id)
    context = {
        "kept": kept,
        "absorbed": absorbed,
        "form": form,
        "reasons": why(kept, absorbed),
        "dismissed": dismissed(kept, absorbed),
    }
    return render(request, "ngo/duplicates/duplicate.html", context, status=status_of(request, form))


@page(visible, may=access.may_settle, kinds=STAFF)
def dismiss(request: Request, one: Organisation, other: str) -> HttpResponse:
    """Say that two organisations that look alike are two, and why."""
    second = _other(request, other)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.dismiss(one, second, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Zapamiętano: to dwie różne organizacje. Nie pokażemy więcej tej pary."))
            return redirect("duplicates")
    context = {"one": one, "other": second, "form": form}
    return render(request, "ngo/duplicates/dismiss.html", context, status=status_of(request, form))


@page(access.merges, kinds=READERS)
@require_safe
def merge_page(request: Request, made: Merge) -> HttpResponse:
    """What a merge did: whose values stayed, how much moved, the history of the absorbed record."""
    log_personal_read(request.actor, "merge_page", made.kept, at=now())
    context = {
        "made": made,
        "changes": changed_values(made),
        "moved": moved_counts(made),
        "steps": steps(history(made.absorbed)),
        "may_undo": access.may_settle(request.actor, made, now())[0] and not made.undone_at,
    }
    return render(request, "ngo/duplicates/merge.html", context)


@page(access.merges, may=access.may_settle, kinds=STAFF)
def undo(request: Request, made: Merge) -> HttpResponse:
    """Take two merged records apart again."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, made):
            actions.undo(made, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Cofnięto scalenie. Oba wpisy są takie jak przedtem."))
            return redirect("merge", made.public_id)
    context = {"made": made, "form": form, "obstacles": [] if made.undone_at else obstacles(made)}
    return render(request, "ngo/duplicates/undo.html", context, status=status_of(request, form))


@signed_in(*STAFF)
def recognition(request: Request) -> HttpResponse:
    """A list of names pasted or uploaded, and which organisations they mean; as a page, CSV or JSON."""
    form = NamesForm(request.POST or None, request.FILES or None)
    matches: list[Match] = []
    if request.method == "POST" and form.is_valid():
        matches = recognise(form.cleaned_data["listed"], visible(request.actor, now()))
        if request.POST.get("as") == "csv":
            return _csv(matches)
        if request.POST.get("as") == "json":
            return _json(matches)
        form = NamesForm(initial={"names": "\n".join(form.cleaned_data["listed"])})
    counts = {result: sum(match.result == result for match in matches) for result in ("found", "ambiguous", "none")}
    context = {"form": form, "matches": matches[:SHOWN], "counts": counts, "all": len(matches), "shown": SHOWN}
    return render(request, "ngo/duplicates/recognition.html", context, status=400 if form.errors else 200)


def _csv(matches: list[Match]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rozpoznane.csv"'
    response.write("\ufeff")
    table = csv.writer(response, delimiter=";", lineterminator="\r\n")
    table.writerow([_("nazwa z listy"), _("wynik"), _("numer KRS"), _("organizacja"), _("miejscowość"), _("powód")])
    for match in matches:
        rows: list[Any] = list(match.candidates) or [None]
        for each in rows:
            about = [each.organisation.krs or "", each.organisation.name, each.place, each.why] if each else [""] * 4
            table.writerow([safe(cell) for cell in (match.name, str(match.words), *about)])
    return response


def _json(matches: list[Match]) -> HttpResponse:
    response = HttpResponse(content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rozpoznane.jsonl"'
    for match in matches:
        response.write(json.dumps(match.told(), ensure_ascii=False) + "\n")
    return response
