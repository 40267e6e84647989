"""Pages of registers: all of them, one with its list, one entry; entering, changing, cancelling, files, tables."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history, subject_of
from core.audit.models import Entry as Act
from core.files.download import attachment, table_file
from core.publications.queries import ledger_footer, public_history, told_of
from core.web.navigation import shown as shown_links
from core.web.page import Request, log_personal_read, log_reads_of, page, public, signed_in, stop
from core.web.refused import refusal_on, status_of
from office.registers import access, actions
from office.registers.forms import EntryFilter, EntryForm, FileForm, ImportForm, ReasonForm, Wrong, tried
from office.registers.models import Entry, EntryFile, EntryQuerySet
from office.registers.presentation import columns, facts, headings, listed, row, table
from office.registers.queries import former_fields, ordered, overdue_counts, waiting
from office.registers.schema import Field, Register, registers
from office.registers.values import named_units
from office.structure.hats import STAFF
from office.structure.queries import units_on, units_to_serve

PAGE = 25
# So many entries that a page of them is found sooner by walking the register than by gathering those that fit.
MANY = 1000


def _seen(request: Request, code: str) -> tuple[Register, str]:
    """The register of an address and how far the reader sees. Raises Http404 when they see nothing of it."""
    register = registers().get(code)
    reach = access.reach(request.actor, register) if register else ""
    if register is None or not reach:
        raise Http404
    return register, reach


def _insist_keeper(request: Request, register: Register) -> None:
    """Raises Http404 for other units, PermissionDenied for those of the unit to whom its head did not leave it."""
    if not access.keeps(request.actor, register):
        raise Http404
    allowed, reason = access.may_enter(request.actor, register)
    if not allowed:
        raise PermissionDenied(reason)


@public
@require_safe
def all_registers(request: Request) -> HttpResponse:
    """All registers of the office: what each is for, who keeps it, which tasks it carries (UDIP art. 6 ust. 1 pkt 3 lit. f)."""
    at, actor = now(), request.actor
    codes = [each.code for each in access.kept_by(actor)]
    late = overdue_counts(access.visible(actor, at), codes, localdate(at)) if codes else {}
    units = dict(units_to_serve())
    rows = [
        {
            "register": each,
            "units": ", ".join(units.get(code, code) for code in each.units),
            "tasks": ", ".join(each.tasks),
            "open": bool(access.reach(actor, each)),
            "late": late.get(each.code, 0),
        }
        for each in registers().values()
    ]
    context = {
        "rows": rows,
        "staff": bool(codes),
        "work": shown_links("OFFICE_WORK", actor),
    }
    return render(request, "office/registers/registers.html", context)


@public
@require_safe
def register_page(request: Request, code: str) -> HttpResponseBase:
    """One register: its entries with filters, search and order."""
    try:
        register, reach = _seen(request, code)
    except Http404 as refusal:
        return stop(request, refusal)
    at, actor = now(), request.actor
    form, rows = _asked(request, register, reach, at)
    order = request.GET.get("porzadek", "")
    # An order joins the keys of its field; how many entries there are is known without them.
    count = rows.count()
    if count > MANY:
        rows = form.narrowed(access.visible_in(actor, register, at), register, localdate(at), walked=True)
    pages = Paginator(ordered(rows, register, order), PAGE)
    pages.count = count
    shown = pages.get_page(request.GET.get("strona"))
    fields, units = listed(register, register.seen(reach)), dict(form.units)
    log_personal_read(actor, "register_page", *_personal(shown.object_list, fields), at=at)
    asked = request.GET.copy()
    for name in ("strona", "porzadek"):
        asked.pop(name, None)
    address = f"{asked.urlencode()}&" if asked else ""
    context = {
        "register": register,
        "filter": form,
        "page": shown,
        "columns": columns(register, fields, order, address),
        "rows": [row(each, register, fields, units, localdate(at)) for each in shown],
        "asked": request.GET.urlencode(),
        "may_enter": access.keeps(actor, register),
        "personal": any(field.personal for field in register.seen(reach)),
    }
    return render(request, "office/registers/register_page.html", context)


def _asked(request: Request, register: Register, reach: str, at: datetime) -> tuple[EntryFilter, EntryQuerySet]:
    form = EntryFilter(request.GET, register=register, fields=register.seen(reach), units=units_to_serve())
    return form, form.narrowed(access.visible_in(request.actor, register, at), register, localdate(at))


def _personal(entries: Iterable[Entry], fields: Iterable[Field]) -> Iterator[Entry]:
    """Entries that say something in personal fields: who reads them is noted."""
    codes = [field.code for field in fields if field.personal]
    if codes:
        yield from (each for each in entries if any(each.particulars.get(code) for code in codes))


@public
@require_safe
def register_table(request: Request, code: str, ending: str) -> HttpResponseBase:
    """The entries as asked, as CSV or XLSX; no cell is a formula, the read of personal data is noted."""
    try:
        register, reach = _seen(request, code)
        at, fields = now(), register.seen(reach)
        _form, rows = _asked(request, register, reach, at)
        rows = ordered(rows, register, request.GET.get("porzadek", ""))
        cells = table(rows.iterator(chunk_size=2000), fields)
        file = table_file(register.code, ending, title=register.title, heads=headings(fields), rows=cells)
    except Http404 as refusal:
        return stop(request, refusal)
    told = rows.filter(personal=True).only("public_id", "particulars").iterator(chunk_size=2000)
    log_reads_of(request.actor, "register_table", (subject_of(each) for each in _personal(told, fields)), at=at)
    return file


@signed_in(*access.READERS)
@require_safe
def terms(request: Request) -> HttpResponse:
    """Terms in the registers of one's unit, those that have passed on top."""
    at = now()
    known = registers()
    codes = [each.code for each in access.seen(request.actor) if access.reach(request.actor, each) == "unit"]
    shown = Paginator(waiting(access.visible(request.actor, at), codes), PAGE).get_page(request.GET.get("strona"))
    rows = [
        {"entry": each, "register": known[each.register], "late": bool(each.due_on and each.due_on < localdate(at))}
        for each in shown
    ]
    return render(request, "office/registers/terms.html", {"page": shown, "rows": rows})


@page(access.visible)
@require_safe
def entry_page(request: Request, entry: Entry) -> HttpResponse:
    """One entry, as far as its reader sees it, with its files and history."""
    at, actor = now(), request.actor
    register = registers()[entry.register]
    reach = access.reach(actor, register)
    inside = reach == "unit"
    former = former_fields(register) if inside else []
    fields, units = register.seen(reach), dict(units_to_serve())
    log_personal_read(actor, "entry_page", *_personal([entry], [*fields, *former]), at=at)
    entries = list(history(entry)) if inside else []
    context = {
        "register": register,
        "entry": entry,
        "bip": _footer(entry, register, entries if inside else None, at),
        "facts": facts(entry, fields, units),
        "former": facts(entry, former, units),
        "late": bool(entry.due_on and entry.due_on < localdate(at) and not entry.cancelled_at),
        "may_keep": access.keeps(actor, register) and not entry.cancelled_at,
        "inside": inside,
        "files": list(entry.files.filter(removed_at=None)) if inside else [],
        "entries": entries,
    }
    return render(request, "office/registers/entry_page.html", context)


def _footer(entry: Entry, register: Register, known: list[Act] | None, at: datetime) -> dict[str, Any] | None:
    """Who wrote and changed an entry that everyone reads; nothing before that day."""
    day = entry.public_from if register.visibility == "public" and not entry.cancelled_at else None
    if day is None or day > localdate(at):
        return None
    entries = list(public_history(entry)) if known is None else told_of(known)
    # It is public from that day, or from the moment when the day was written, whichever is later.
    written = [each.at for each in entries if register.public_from in each.after]
    return ledger_footer(entries, published_at=max([make_aware(datetime.combine(day, time())), *written[-1:]]))


@signed_in(*STAFF)
def enter(request: Request, code: str) -> HttpResponse:
    """Put an entry into a register; the same form sent twice makes one."""
    register, _reach = _seen(request, code)
    _insist_keeper(request, register)
    form = EntryForm(request.POST or None, register=register, units=units_on(localdate(now())))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            once = form.cleaned_data["token"]
            entry = actions.enter(register, form.values, once=once, actor=request.actor, at=now())
            messages.success(request, _("Wpisano do rejestru pod numerem %(sign)s.") % {"sign": entry.sign})
            return redirect("entry", entry.public_id)
    context = {"register": register, "form": form}
    return render(request, "office/registers/entry_form.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def revise(request: Request, entry: Entry) -> HttpResponse:
    """Change an entry."""
    register = registers()[entry.register]
    _insist_keeper(request, register)
    initial = {**entry.particulars, "revision": entry.revision}
    form = EntryForm(
        request.POST or None,
        register=register,
        units=units_on(localdate(now()), *named_units(register, entry.particulars)),
        initial=_typed(register, initial),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, entry):
            revision = form.cleaned_data["revision"] or 0
            actions.revise(entry, form.values, revision=revision, actor=request.actor, at=now())
            messages.success(request, _("Zapisano wpis."))
            return redirect("entry", entry.public_id)
    context = {"register": register, "form": form, "entry": entry}
    return render(request, "office/registers/entry_form.html", context, status=status_of(request, form))


def _typed(register: Register, values: dict[str, Any]) -> dict[str, Any]:
    """Kept values as fields of a form begin with them."""
    either = {field.code for field in register.fields if field.kind == "yes"}
    return {
        name: str(value).lower() if name in either and value is not None else value for name, value in values.items()
    }


@page(access.visible, may=access.may_keep, kinds=STAFF)
def cancel(request: Request, entry: Entry) -> HttpResponse:
    """Cancel an entry, with the reason; its number stays."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel(entry, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
        messages.success(request, _("Unieważniono wpis. Numer zostaje w rejestrze."))
        return redirect("entry", entry.public_id)
    context = {"form": form, "entry": entry}
    return render(request, "office/registers/cancel.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF)
def attach(request: Request, entry: Entry) -> HttpResponse:
    """Add a file to an entry."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, entry):
            actions.attach(entry, file=form.cleaned_data["file"], actor=request.actor, at=now())
            messages.success(request, _("Dodano plik."))
            return redirect("entry", entry.public_id)
    context = {"form": form, "entry": entry}
    return render(request, "office/registers/attach.html", context, status=status_of(request, form))


@page(access.files, kinds=access.READERS, personal=True)
@require_safe
def entry_file(request: Request, file: EntryFile) -> HttpResponseBase:
    """A file of an entry, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@page(access.files, may=access.may_keep_file, kinds=STAFF)
@require_POST
def remove_file(request: Request, file: EntryFile) -> HttpResponse:
    """Remove a file of an entry."""
    actions.remove_file(file, actor=request.actor, at=now())
    messages.success(request, _("Usunięto plik."))
    return redirect("entry", file.entry.public_id)


@signed_in(*STAFF)
def take_over(request: Request, code: str) -> HttpResponse:
    """Take entries over from a table: tried first, then all or nothing; the same table again enters nothing twice."""
    register, _reach = _seen(request, code)
    _insist_keeper(request, register)
    form = ImportForm(request.POST or None, request.FILES or None)
    good: int | None = None
    wrong: list[Wrong] = []
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            rows, wrong = tried(form.cleaned_data["file"], register, units_on(localdate(now())))
            good = len(rows)
            if form.cleaned_data["how"] == "take" and not wrong:
                made, before = actions.take_over(register, rows, actor=request.actor, at=now())
                messages.success(request, _taken(made, before))
                return redirect("register", register.code)
    context = {"register": register, "form": form, "good": good, "wrong": wrong}
    return render(request, "office/registers/import.html", context, status=200 if good else status_of(request, form))


def _taken(made: int, before: int) -> str:
    told = ngettext("Wczytano %(n)s wpis.", "Wczytano wpisów: %(n)s.", made) % {"n": made}
    return f"{told} {_('Wczytane wcześniej: %(n)s.') % {'n': before}}" if before else told
