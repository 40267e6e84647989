"""Pages of the auditor."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from core.accounts.hats import AUDITOR
from core.audit.models import Head
from core.inspection import access, queries
from core.inspection.forms import EntryFilter, ReadFilter
from core.web.page import Request, log_personal_read, page, signed_in

PER_PAGE = 50


def asked(form: Form) -> dict[str, Any]:
    """What a filter asks for; a value that is none narrows nothing."""
    form.is_valid()
    return form.cleaned_data


def note_people(request: Request, where: str, rows: Iterable[Any]) -> None:
    """Note that the auditor saw what the people of these rows did."""
    log_personal_read(request.actor, where, *(row.user for row in rows if row.user), at=now())


@require_safe
@signed_in(AUDITOR.code)
def ledger(request: Request) -> HttpResponse:
    """The auditor's desk: entries with filters, and what the last verification found."""
    narrow = EntryFilter(request.GET)
    rows = queries.narrowed(access.entries(request.actor, now()), **asked(narrow))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("strona"))
    note_people(request, "ledger", shown)
    context = {
        "filter": narrow,
        "page": shown,
        "verification": queries.last_verification(),
        "checkpoint": queries.last_checkpoint(),
    }
    return render(request, "core/inspection/ledger.html", context)


@require_safe
@page(access.chains, kinds=(AUDITOR.code,), lookup="chain")
def chain(request: Request, head: Head) -> HttpResponse:
    """One chain from its beginning: every entry with what changed, checked as it is shown."""
    rows = access.entries(request.actor, now()).filter(chain=head.chain).order_by("seq")
    part = Paginator(rows, PER_PAGE).get_page(request.GET.get("strona"))
    entries = queries.shown(list(part))
    note_people(request, "chain", part)
    context = {
        "head": head,
        "page": part,
        "entries": entries,
        "sound": all(row.sound for row in entries),
        "sealed": bool(access.sealed([head.chain], now())),
    }
    return render(request, "core/inspection/chain.html", context)


@require_safe
@signed_in(AUDITOR.code)
def reads(request: Request) -> HttpResponse:
    """Who read records with personal data, and when (KRI § 20 ust. 4)."""
    narrow = ReadFilter(request.GET)
    rows = queries.narrowed_reads(access.reads(request.actor, now()), **asked(narrow))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("strona"))
    note_people(request, "reads", shown)
    context = {"filter": narrow, "page": shown}
    return render(request, "core/inspection/reads.html", context)
