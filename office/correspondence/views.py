"""Pages of correspondence: the list and its table, fast entry, e-mails, one letter and its moves, files."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history
from core.files.download import attachment, table_file
from core.web.asking import Question, Values, ask_and_return
from core.web.forms import Form
from core.web.page import Request, log_personal_read, log_reads_of, page, signed_in
from core.web.refused import refusal_on, status_of
from office.cases.access import visible as visible_cases
from office.correspondence import access, actions, presentation
from office.correspondence.forms import (
    AnswerForm,
    DecreeForm,
    FileForm,
    LetterFilter,
    LetterForm,
    MailForm,
    ReasonForm,
    remembered,
)
from office.correspondence.models import Intake, Letter, LetterFile, LetterQuerySet
from office.correspondence.queries import found, last_entered, recipients
from office.correspondence.states import OPEN, OVER, State
from office.structure.hats import STAFF
from office.structure.queries import people_of, units, units_to_serve

PAGE = 25


def _asked(request: Request, at: datetime) -> tuple[LetterFilter, LetterQuerySet]:
    form = LetterFilter(request.GET, units=units_to_serve())
    return form, found(access.visible(request.actor, at), form.asked, localdate(at))


def _personal(letters: Iterable[Letter]) -> list[Letter]:
    """Letters that still say who wrote: who reads them is noted."""
    return [each for each in letters if each.personal]


@signed_in(*access.READERS)
@require_safe
def correspondence(request: Request) -> HttpResponse:
    """The letters that the reader sees, with filters and search."""
    at = now()
    form, rows = _asked(request, at)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    log_personal_read(request.actor, "correspondence", *_personal(shown), at=at)
    context = {
        "filter": form,
        "columns": presentation.columns(),
        "rows": [presentation.row(each) for each in shown],
        "page": shown,
        "asked": request.GET.urlencode(),
        "keeps": access.keeps(request.actor),
    }
    return render(request, "office/correspondence/letters.html", context)


@signed_in(*access.READERS)
@require_safe
def correspondence_table(request: Request, ending: str) -> HttpResponseBase:
    """The letters as asked, as CSV or XLSX; no cell is a formula, the read of personal data is noted."""
    at = now()
    _form, rows = _asked(request, at)
    cells = presentation.table(rows.select_related("case", "unit_to", "person_to").iterator(chunk_size=2000))
    heads = presentation.headings()
    file = table_file("korespondencja", ending, title=_("Korespondencja"), heads=heads, rows=cells)
    read = rows.filter(personal=True).values_list("public_id", flat=True).iterator(chunk_size=2000)
    log_reads_of(request.actor, "correspondence_table", (("office.letter", each) for each in read), at=at)
    return file


@signed_in(*STAFF)
def register(request: Request) -> HttpResponse:
    """Register a letter that came; the next form begins where this one ended, the same form sent twice makes one."""
    if not access.keeps(request.actor):
        raise Http404
    at = now()
    last = last_entered(access.visible(request.actor, at), request.actor)
    return _entry(request, remembered(last, localdate(at)), None, at)


def _entry(request: Request, initial: dict[str, Any], intake: Intake | None, at: datetime) -> HttpResponse:
    cases = visible_cases(request.actor, at)
    form = LetterForm(request.POST or None, request.FILES or None, cases=cases, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            said = form.cleaned_data
            values = {**form.values, "text": intake.text} if intake else form.values
            letter = actions.register(
                values, file=said["file"], intake=intake, once=said["token"], actor=request.actor, at=at
            )
            messages.success(request, _("Zarejestrowano pismo %(sign)s.") % {"sign": letter.sign})
            return redirect("letter-register") if "next" in request.POST else redirect("letter", letter.public_id)
    context = {
        "form": form,
        "intake": intake,
        "files": list(intake.files.filter(removed_at=None)) if intake else [],
    }
    return render(request, "office/correspondence/letter_form.html", context, status=status_of(request, form))


@signed_in(*STAFF)
def read_mail(request: Request) -> HttpResponse:
    """Read an e-mail in from its file."""
    if not access.keeps(request.actor):
        raise Http404
    form = MailForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            intake = actions.read_mail(form.cleaned_data["file"], actor=request.actor, at=now())
            return redirect("letter-mail-register", intake.public_id)
    return render(request, "office/correspondence/mail.html", {"form": form}, status=status_of(request, form))


@page(access.intakes, kinds=STAFF, personal=True)
def register_mail(request: Request, intake: Intake) -> HttpResponse:
    """Register an e-mail that was read in: the form is filled with what its headers claim; sent twice, it leads to the letter."""
    if intake.letter is not None:
        return redirect("letter", intake.letter.public_id)
    at = now()
    last = last_entered(access.visible(request.actor, at), request.actor)
    today = localdate(at)
    sent = intake.sent_on if intake.sent_on and intake.sent_on <= today else today
    claimed = {"sender": intake.sender, "sender_contact": intake.sender_contact, "matter": intake.matter}
    initial = {**remembered(last, today), **claimed, "received_on": sent, "channel": "email"}
    return _entry(request, initial, intake, at)


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def letter_page(request: Request, letter: Letter) -> HttpResponse:
    """A letter with its decrees, files and history; what its reader may do next."""
    at, actor = now(), request.actor
    state, case = letter.state, letter.case
    waits, keeps = state in OPEN, access.keeps(actor)
    answers = access.may_answer(actor, letter, at)[0]
    context = {
        "letter": letter,
        "facts": presentation.facts(letter),
        "case": case,
        "case_opens": case is not None and visible_cases(actor, at).filter(pk=case.pk).exists(),
        "decrees": list(letter.decrees.select_related("unit", "person", "entered_by")),
        "files": list(letter.files.filter(removed_at=None)),
        "entries": list(history(letter)),
        "may_keep": keeps and waits,
        "may_decree": access.may_decree(actor, letter, at)[0] and waits,
        "may_hand": keeps and state == State.DECREED,
        "may_take": access.may_take(actor, letter, at)[0] and state == State.HANDED,
        "may_answer": answers and waits,
        "may_attach": answers and (waits or state == State.ANSWERED),
        "may_reopen": keeps and state in OVER,
    }
    return render(request, "office/correspondence/letter.html", context)


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def revise(request: Request, letter: Letter) -> HttpResponse:
    """Change what was registered."""
    at = now()
    if not access.may_keep(request.actor, letter, at)[0]:
        raise Http404
    initial = {name: getattr(letter, name) for name in actions.FIELDS if name not in ("case", "text")}
    initial |= {"revision": letter.revision, "case_sign": letter.case.sign if letter.case else ""}
    form = LetterForm(request.POST or None, cases=visible_cases(request.actor, at), initial=initial)
    del form.fields["file"]
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, letter):
            revision = form.cleaned_data["revision"] or 0
            actions.revise(letter, form.values, revision=revision, actor=request.actor, at=at)
            messages.success(request, _("Zapisano zmiany."))
            return redirect("letter", letter.public_id)
    context = {"form": form, "letter": letter}
    return render(request, "office/correspondence/letter_form.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_decree, kinds=STAFF, personal=True)
def decree(request: Request, letter: Letter) -> HttpResponse:
    """Give the letter to a unit or a person, with an instruction."""
    at, actor = now(), request.actor
    if not access.may_decree(actor, letter, at)[0]:
        raise Http404
    head = not access.keeps(actor)
    form = DecreeForm(
        request.POST or None,
        recipients=recipients(localdate(at), actor.key if head else ""),
        head=head,
        initial={"decreed_by": letter.addressee},
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, letter):
            code = form.cleaned_data["to"].partition(":")[0]
            unit, person = form.whom(units(), people_of(units().get(code=code)))
            said = {
                "instruction": form.cleaned_data["instruction"],
                "decreed_by": form.cleaned_data.get("decreed_by", ""),
            }
            actions.decree(letter, unit=unit, person=person, **said, actor=actor, at=at)
            messages.success(request, _("Zapisano dekretację."))
            return redirect("letter", letter.public_id)
    context = {"form": form, "letter": letter}
    return render(request, "office/correspondence/decree.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF)
@require_POST
def hand_over(request: Request, letter: Letter) -> HttpResponse:
    """Hand the letter over to whom it is decreed."""
    actions.hand_over(letter, actor=request.actor, at=now())
    messages.success(request, _("Przekazano pismo %(sign)s.") % {"sign": letter.sign})
    return redirect("letter", letter.public_id)


@page(access.visible, may=access.may_take, kinds=STAFF)
@require_POST
def take(request: Request, letter: Letter) -> HttpResponse:
    """Confirm that the letter was received."""
    actions.take(letter, actor=request.actor, at=now())
    messages.success(request, _("Potwierdzono odbiór pisma %(sign)s.") % {"sign": letter.sign})
    return redirect("letter", letter.public_id)


def _move(
    request: Request, letter: Letter, form: Form, move: tuple[str, str, bool], act: Callable[[Values], Any], told: str
) -> HttpResponse:
    """A page that asks what one move of a letter needs, and makes it; `move` is its words, its meaning, whether it harms."""
    label, meaning, harms = move
    back = reverse("letter", args=[letter.public_id])
    question = Question(f"{label}: {letter.sign}", label, back, meaning, harms=harms)
    return ask_and_return(request, question, form, act, told, letter)


@page(access.visible, may=access.may_answer, kinds=STAFF)
def answer(request: Request, letter: Letter) -> HttpResponse:
    """Note that an answer was sent."""
    at = now()
    initial = {"answered_on": localdate(at), "channel": letter.channel}
    form = AnswerForm(request.POST or None, request.FILES or None, initial=initial)
    move = (_("Odnotuj odpowiedź"), _("Pismo przestanie czekać. Dołącz treść odpowiedzi, jeżeli ją masz."), False)
    return _move(
        request,
        letter,
        form,
        move,
        lambda values: actions.answer(letter, **values, actor=request.actor, at=at),
        _("Odnotowano odpowiedź."),
    )


@page(access.visible, may=access.may_answer, kinds=STAFF)
def close(request: Request, letter: Letter) -> HttpResponse:
    """Close the letter without an answer, with the reason."""
    form = ReasonForm(request.POST or None)
    move = (_("Zakończ bez odpowiedzi"), _("Powód zostaje w historii pisma."), False)
    return _move(
        request,
        letter,
        form,
        move,
        lambda values: actions.close(letter, reason=values["reason"], actor=request.actor, at=now()),
        _("Zakończono bez odpowiedzi."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def reopen(request: Request, letter: Letter) -> HttpResponse:
    """Open a finished letter again."""
    form = ReasonForm(request.POST or None)
    move = (_("Otwórz ponownie"), _("Pismo wróci do zarejestrowanych i będzie czekać na nową dekretację."), False)
    return _move(
        request,
        letter,
        form,
        move,
        lambda values: actions.reopen(letter, reason=values["reason"], actor=request.actor, at=now()),
        _("Otwarto pismo ponownie."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def cancel(request: Request, letter: Letter) -> HttpResponse:
    """Cancel the number of a letter, with the reason."""
    form = ReasonForm(request.POST or None)
    move = (_("Unieważnij numer"), _("Numer zostaje zajęty, z powodem. Tego nie można cofnąć."), True)
    return _move(
        request,
        letter,
        form,
        move,
        lambda values: actions.cancel(letter, reason=values["reason"], actor=request.actor, at=now()),
        _("Unieważniono numer. Pozostaje zajęty."),
    )


@page(access.visible, may=access.may_answer, kinds=STAFF)
def attach(request: Request, letter: Letter) -> HttpResponse:
    """Add a file: a scan of the letter, or of the answer."""
    form = FileForm(request.POST or None, request.FILES or None)
    move = (_("Dodaj plik"), _("Plik widzą tylko ci, którzy widzą pismo."), False)
    return _move(
        request,
        letter,
        form,
        move,
        lambda values: actions.attach(letter, **values, actor=request.actor, at=now()),
        _("Dodano plik."),
    )


@page(access.files, kinds=access.READERS, personal=True)
@require_safe
def letter_file(request: Request, file: LetterFile) -> HttpResponseBase:
    """A file of a letter, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@page(access.files, may=access.may_keep_file, kinds=STAFF)
@require_POST
def remove_file(request: Request, file: LetterFile) -> HttpResponse:
    """Remove a file of a letter, or of an e-mail that waits."""
    actions.remove_file(file, actor=request.actor, at=now())
    messages.success(request, _("Usunięto plik."))
    if file.letter is not None:
        return redirect("letter", file.letter.public_id)
    return redirect("letter-mail-register", file.intake.public_id)  # type: ignore[union-attr]
