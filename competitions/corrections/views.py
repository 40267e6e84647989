"""A correction as its organisation works on it, and what it changed, for everyone who sees the offer."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.corrections import access, actions, queries
from competitions.corrections.forms import FileForm, correction_form, forged
from competitions.corrections.models import Correction
from competitions.corrections.presentation import compare, differences, file_changes, names
from competitions.corrections.refusals import LockedFields
from competitions.offers.forms import base_of, revision_of, typed_by_script
from competitions.offers.merge import Change, resolved
from competitions.offers.models import Attachment, Offer
from competitions.offers.presentation import Clash, clashes, summary
from competitions.offers.states import State
from core.web.autosave import saves_itself
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from core.web.rows import with_row_added
from core.workflow.refusal import Refusal
from law.competition import deadline_passed
from law.forms import form as official_form
from law.verdict import sentence
from ngo.registry.hats import ORGANISATION
from office.structure.hats import STAFF


@page(access.own, may=access.may_correct, kinds=ORGANISATION, lookup="offer__public_id")
def correction(request: Request, correction: Correction) -> HttpResponse:
    """Write the correction: the unlocked fields, everything else to be read on the page of the offer."""
    at, offer = now(), correction.offer
    writes = offer.state == State.RETURNED and access.may_correct(request.actor, correction, at)[0]
    if not correction.written or (not writes and request.method != "POST"):
        return redirect("offer-page", offer.public_id)
    if saves_itself(request):
        return _autosave(request, correction, at)
    official = queries.unlocked(correction)
    base = queries.with_row_keys(correction)
    added = with_row_added(request.POST) if request.method == "POST" else None
    data = added if added is not None else request.POST or None
    editor = correction_form(correction, base, data)
    conflicts: list[Clash] = []
    if request.method == "POST":
        with refusal_on(editor.plain):
            if foreign := forged(correction, request.POST):
                raise LockedFields(names(official_form(correction.base.form_version), foreign))
            base = base_of(request, base, revision=correction.revision)
            if added is None and editor.is_valid():
                changes = {code: Change(value, base.get(code, "")) for code, value in editor.content().items()}
                correction, merged = actions.save(correction, changes, actor=request.actor, at=at)
                if not merged.conflicts:
                    return _saved(request, correction)
                conflicts = clashes(official, merged)
                base = queries.with_row_keys(correction)
                editor = correction_form(correction, resolved(official, merged, changes), None)
    context = {
        "correction": correction,
        "offer": offer,
        "editor": editor,
        "base": json.dumps(base, ensure_ascii=False),
        "conflicts": conflicts,
        "revision": correction.revision if conflicts else revision_of(request, correction.revision),
        "summary": summary(offer, queries.corrected_content(correction)),
        "files": _files(correction),
        "at": at,
        "late": deadline_passed(correction.due, at),
        "budget": any(code.startswith("V.") for code in correction.fields),
    }
    status = 409 if conflicts else 200 if added is not None else status_of(request, editor.plain)
    return render(request, "competitions/corrections/correction.html", context, status=status)


def _files(correction: Correction) -> list[dict[str, Any]]:
    """Every title that the call names, with the files under it: the submitted ones, and those that take their place."""
    rows = list(correction.offer.attachments.filter(replaced_at=None, title__in=correction.files))
    return [
        {
            "title": title,
            "kept": [row for row in rows if row.title == title and not row.pending],
            "fresh": [row for row in rows if row.title == title and row.pending],
        }
        for title in correction.files
    ]


@page(access.own, may=access.may_correct, kinds=ORGANISATION, lookup="offer__public_id")
def files(request: Request, correction: Correction) -> HttpResponse:
    """The attachments that the call asks for: each is added here, beside or in the place of the submitted one."""
    at, offer = now(), correction.offer
    if not correction.files or offer.state != State.RETURNED:
        return redirect("offer-page", offer.public_id)
    form = FileForm(request.POST or None, request.FILES or None, titles=correction.files)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            added = actions.attach(correction, **form.cleaned_data, actor=request.actor, at=at)
            words = _("Dodano załącznik „%(title)s”. Urząd zobaczy go, gdy złożysz uzupełnienie.")
            messages.success(request, words % {"title": added})
            return redirect("correction-files", offer.public_id)
    context = {
        "correction": correction,
        "offer": offer,
        "form": form,
        "files": _files(correction),
        "rules": [rule for rule in offer.competition.attachment_rules if rule.name in correction.files],
        "late": deadline_passed(correction.due, at),
    }
    return render(request, "competitions/corrections/files.html", context, status=status_of(request, form))


@page(access.own_files, may=access.may_remove, kinds=ORGANISATION)
@require_POST
def remove_file(request: Request, attachment: Attachment) -> HttpResponse:
    """Take back a file of a correction that is not submitted."""
    actions.detach(attachment, actor=request.actor, at=now())
    messages.success(request, _("Usunięto nowy plik „%(title)s”.") % {"title": attachment})
    return redirect("correction-files", attachment.offer.public_id)


def _saved(request: Request, correction: Correction) -> HttpResponse:
    """Where the button led after saving."""
    if "check" in request.POST:
        return redirect("correction-submit", correction.offer.public_id)
    messages.success(request, _("Zapisano uzupełnienie. Możesz je zamknąć i wrócić później."))
    return redirect("correction", correction.offer.public_id)


def _autosave(request: Request, correction: Correction, at: datetime) -> JsonResponse:
    """Save the fields that the script posted; the answer is that of the offer's form (offers/views/organisation.py)."""
    changes = typed_by_script(request)
    if changes is None:
        return JsonResponse({"detail": _("Tego zapisu nie da się odczytać.")}, status=400)
    try:
        saved, merged = actions.save(correction, changes, actor=request.actor, at=at)
    except Refusal as refusal:
        return JsonResponse({"detail": " ".join(refusal.sentences)}, status=refusal.status)
    stored = queries.with_row_keys(saved)
    others = revision_of(request, saved.revision) != saved.revision - merged.changed
    fields = stored if others or merged.conflicts else {code: stored[code] for code in changes if code in stored}
    note = _("po terminie: tego uzupełnienia nie można już złożyć.") if saved.late_at else ""
    answer = {"version": saved.revision, "fields": fields, "note": note}
    return JsonResponse({**answer, "conflicts": [asdict(each) for each in clashes(queries.unlocked(saved), merged)]})


@page(access.own, may=access.may_submit, kinds=ORGANISATION, lookup="offer__public_id")
def submit(request: Request, correction: Correction) -> HttpResponse:
    """What the correction changes and what still stands in the way; then submit it."""
    at, offer = now(), correction.offer
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            version = actions.correct(correction, actor=request.actor, clock=now)
        except Refusal as found:
            refusal = found
        else:
            words = _("Uzupełnienie jest złożone jako wersja %(number)s oferty.") % {"number": version.number}
            messages.success(request, words)
            return redirect("offer-page", offer.public_id)
    elif offer.state != State.RETURNED or not access.may_submit(request.actor, correction, at)[0]:
        return redirect("offer-page", offer.public_id)
    content = queries.corrected_content(correction)
    context = {
        "correction": correction,
        "offer": offer,
        "confirmation_due": queries.confirmation_due(correction),
        "changes": compare(correction.base.form_version, correction.base.content, content),
        "files": file_changes(correction.base.attachments, [vars(row) for row in queries.corrected_files(correction)]),
        "sentences": [sentence(breach) for breach in queries.breaches(correction, content, at=at)],
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "competitions/corrections/submit.html", context, status=status)


@page(access.changed, kinds=(*ORGANISATION, *STAFF, "auditor"), personal=True)
def changes(request: Request, offer: Offer) -> HttpResponse:
    """What the newest version of an offer says otherwise than the one before."""
    new, old = offer.versions.select_related("offer__competition", "offer__subtask").order_by("-number")[:2]
    context = {"offer": offer, "old": old, "new": new, "changes": differences(old, new)}
    context["files"] = file_changes(old.attachments, new.attachments)
    return render(request, "competitions/corrections/changes.html", context)
