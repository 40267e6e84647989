"""Pages of letters: sets, addressees, the check of forms, files; of communiqués: the archive for everyone, writing, publishing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.audit.ledger import history
from core.documents.issue import preview
from core.documents.queries import documents_of
from core.files.download import attachment
from core.publications.queries import ledger_footer, list_footer, told_of
from core.web.asking import Question, Values, ask_and_return, posted
from core.web.forms import Form
from core.web.page import Request, page, public, signed_in
from core.web.refused import refusal_on, status_of
from office.letters import access, actions, presentation
from office.letters.documents import LetterSheet
from office.letters.forms import (
    AddresseeForm,
    CommuniqueForm,
    DayForm,
    FormsFormSet,
    LetterSetForm,
    ReasonForm,
    TableForm,
    Wrong,
    tried,
)
from office.letters.models import Addressee, Communique, LetterSet, PrintFile, PrintKind
from office.letters.queries import occasions, unchecked, years
from office.letters.states import PRINTED, NewsState, SetState
from office.structure.hats import STAFF
from office.structure.queries import own_unit

PAGE = 25
AT_ONCE = 50
# The move that leads on from a state; the others lead back or aside.
NEXT: dict[str, str] = {
    SetState.DRAFT: "check_letters",
    SetState.CHECKED: "sign_letters",
    SetState.SIGNED: "send_letters",
}


@signed_in(*access.READERS)
@require_safe
def letter_sets(request: Request) -> HttpResponse:
    """Sets of letters of the unit, the newest first."""
    shown = Paginator(access.visible(request.actor, now()), PAGE).get_page(request.GET.get("strona"))
    context = {
        "columns": presentation.columns(),
        "rows": [presentation.row(each) for each in shown],
        "page": shown,
        "writes": request.actor.wears(*STAFF),
    }
    return render(request, "office/letters/letter_sets.html", context)


@signed_in(*STAFF)
def write_letters(request: Request) -> HttpResponse:
    """Begin a set of letters; the same form sent twice makes one."""
    at, unit = now(), own_unit(request.actor)
    if unit is None:
        raise PermissionDenied(_("Twoja rola nie wskazuje komórki, która pisze listy."))
    initial = {"dated_on": localdate(at)}
    form = LetterSetForm(request.POST or None, occasions=occasions(request.actor, at), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            once = form.cleaned_data["token"]
            made = actions.write_letters(form.values, unit=unit, once=once, actor=request.actor, at=at)
            messages.success(request, _("Zapisano. Teraz dodaj adresatów."))
            return redirect("letter-set", made.public_id)
    return render(request, "office/letters/set_form.html", {"form": form}, status=status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def revise_letters(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Change what letters say."""
    at = now()
    initial = {name: getattr(letter_set, name) for name in actions.FIELDS}
    initial |= {"revision": letter_set.revision, "occasion": letter_set.occasion and letter_set.occasion.public_id}
    form = LetterSetForm(request.POST or None, occasions=occasions(request.actor, at), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, letter_set):
            revision = form.cleaned_data["revision"] or 0
            actions.revise_letters(letter_set, form.values, revision=revision, actor=request.actor, at=at)
            messages.success(request, _("Zapisano pisma."))
            return redirect("letter-set", letter_set.public_id)
    context = {"form": form, "letter_set": letter_set}
    return render(request, "office/letters/set_form.html", context, status=status_of(request, form))


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def letter_set_page(request: Request, letter_set: LetterSet) -> HttpResponse:
    """One set: what it says, to whom, who checked it, its files."""
    keeps = access.may_keep(request.actor, letter_set, now())[0]
    waiting = unchecked(letter_set).count() if letter_set.state == SetState.DRAFT else 0
    shown = Paginator(letter_set.addressees.all(), AT_ONCE).get_page(request.GET.get("strona"))
    printed = letter_set.state in PRINTED
    files = list(letter_set.prints.select_related("addressee")) if printed else []
    # Envelopes are made last.
    made = any(each.kind == PrintKind.ENVELOPES for each in files)
    written = bool(letter_set.text.strip() and shown.paginator.count and not waiting)
    context = {
        "letter_set": letter_set,
        "page": shown,
        "waiting": waiting,
        # The main button is never one that would be refused.
        "next": NEXT.get(letter_set.state, "") if made or (written and not printed) else "",
        "printed": printed,
        "made": made,
        "whole": [each for each in files if each.addressee_id is None],
        "single": [each for each in files if each.addressee_id is not None],
        "moves": [
            (move, f"letters-{move.verb.split('_')[0]}") for move in letter_set.MACHINE.possible(letter_set.state)
        ]
        if keeps
        else [],
        "edits": keeps and letter_set.state == SetState.DRAFT,
        # A file for each of hundreds would bury what people did; each is told by its own entry of the ledger.
        "entries": list(history(letter_set).exclude(verb="print_letters", after__kind=PrintKind.LETTER)),
    }
    return render(request, "office/letters/letter_set.html", context)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def add_addressee(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Put somebody on the list."""
    form = AddresseeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, letter_set):
            actions.add_addressees(letter_set, [("", form.cleaned_data)], actor=request.actor, at=now())
            messages.success(request, _("Dodano adresata. Sprawdź zaproponowane formy."))
            return redirect("letter-set", letter_set.public_id)
    context = {"form": form, "letter_set": letter_set}
    return render(request, "office/letters/addressee.html", context, status=status_of(request, form))


@page(access.addressees, may=access.may_keep_addressee, kinds=STAFF, personal=True)
def revise_addressee(request: Request, addressee: Addressee) -> HttpResponse:
    """Change who an addressee is or where they live."""
    letter_set = addressee.letter_set
    initial = {name: getattr(addressee, name) for name in actions.PERSON}
    form = AddresseeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.revise_addressee(addressee, form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Zapisano adresata."))
            return redirect("letter-set", letter_set.public_id)
    context = {"form": form, "letter_set": letter_set, "addressee": addressee}
    return render(request, "office/letters/addressee.html", context, status=status_of(request, form))


@page(access.addressees, may=access.may_keep_addressee, kinds=STAFF)
@require_POST
def remove_addressee(request: Request, addressee: Addressee) -> HttpResponse:
    """Take somebody off the list."""
    letter_set = actions.remove_addressee(addressee, actor=request.actor, at=now())
    messages.success(request, _("Usunięto adresata."))
    return redirect("letter-set", letter_set.public_id)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def take_addressees(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Take addressees over from a table: tried first, then all or nothing; the same table again adds nobody twice."""
    form = TableForm(request.POST or None, request.FILES or None)
    good: int | None = None
    wrong: list[Wrong] = []
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, letter_set):
            rows, wrong = tried(form.cleaned_data["file"])
            good = len(rows)
            if form.cleaned_data["how"] == "take" and not wrong:
                count = actions.add_addressees(letter_set, rows, actor=request.actor, at=now())
                messages.success(request, _("Wczytano adresatów: %(n)s. Sprawdź zaproponowane formy.") % {"n": count})
                return redirect("letter-set", letter_set.public_id)
    context = {"letter_set": letter_set, "form": form, "good": good, "wrong": wrong}
    return render(request, "office/letters/table.html", context, status=200 if good else status_of(request, form))


@page(access.visible, may=access.may_keep, kinds=STAFF, personal=True)
def check_forms(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Check the forms of address and the dative of those that nobody has checked, some at a time."""
    people = {each.public_id: each for each in letter_set.addressees.all()}
    waiting = list(unchecked(letter_set)[:AT_ONCE])
    initial = [{"addressee": each.public_id, "salutation": each.salutation, "dative": each.dative} for each in waiting]
    formset = FormsFormSet(request.POST or None, prefix="forms", initial=initial)
    form = Form(posted(request))
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        rows = [(people[each["addressee"]], each) for each in formset.cleaned_data if each.get("addressee") in people]
        with refusal_on(form, letter_set):
            count = actions.check_forms(letter_set, rows, actor=request.actor, at=now())
            messages.success(request, _("Sprawdzono adresatów: %(n)s.") % {"n": count})
            return redirect("letter-set", letter_set.public_id)
    named = [(row, people.get(str(row["addressee"].value()))) for row in formset]
    context = {"letter_set": letter_set, "form": form, "formset": formset, "rows": named}
    return render(request, "office/letters/check.html", context, status=status_of(request, form))


def _move(
    request: Request, letter_set: LetterSet, form: Any, verb: str, act: Callable[[Values], Any], told: str
) -> HttpResponse:
    """A page that asks what one move of a set needs, and makes it."""
    label = letter_set.MACHINE.by_verb[verb][0].label
    lead = f"{letter_set.get_kind_display()}: {letter_set.subject}."
    if verb == "check_letters":
        lead += " " + _(
            "Potwierdzasz swoim nazwiskiem, że treść, zwroty i odmiana są poprawne. Dopiero wtedy powstają pliki do podpisu."
        )
    back = reverse("letter-set", args=[letter_set.public_id])
    question = Question(label, label, back, lead, harms=verb == "drop_letters")
    return ask_and_return(request, question, form, act, told, letter_set)


@page(access.visible, may=access.may_keep, kinds=STAFF)
def check_letters(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Say that every letter is right, under one's name."""
    return _move(
        request,
        letter_set,
        Form(posted(request)),
        "check_letters",
        lambda _values: actions.check_letters(letter_set, actor=request.actor, at=now()),
        _("Pisma sprawdzone. Pliki PDF powstają w tle."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def reopen_letters(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Open letters for changes; their files go."""
    form = ReasonForm(posted(request))
    return _move(
        request,
        letter_set,
        form,
        "reopen_letters",
        lambda values: actions.reopen_letters(letter_set, reason=values["reason"], actor=request.actor, at=now()),
        _("Pisma można zmieniać. Dotychczasowe pliki usunięto."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def sign_letters(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Note the signature."""
    form = DayForm(posted(request), initial={"on": localdate()})
    return _move(
        request,
        letter_set,
        form,
        "sign_letters",
        lambda values: actions.sign_letters(letter_set, values["on"], actor=request.actor, at=now()),
        _("Odnotowano podpisanie pism."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def send_letters(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Note the dispatch."""
    form = DayForm(posted(request), initial={"on": localdate()})
    return _move(
        request,
        letter_set,
        form,
        "send_letters",
        lambda values: actions.send_letters(letter_set, values["on"], actor=request.actor, at=now()),
        _("Odnotowano wysłanie pism."),
    )


@page(access.visible, may=access.may_keep, kinds=STAFF)
def drop_letters(request: Request, letter_set: LetterSet) -> HttpResponse:
    """Give letters up."""
    form = ReasonForm(posted(request))
    return _move(
        request,
        letter_set,
        form,
        "drop_letters",
        lambda values: actions.drop_letters(letter_set, reason=values["reason"], actor=request.actor, at=now()),
        _("Pisma zaniechane, pliki usunięto."),
    )


@page(access.addressees, kinds=access.READERS, personal=True)
@require_safe
def letter_draft(request: Request, addressee: Addressee) -> HttpResponse:
    """A letter as it would be made now, marked as a draft."""
    headers = {"Content-Disposition": 'inline; filename="pismo-wersja-robocza.pdf"'}
    content = preview(LetterSheet.of(addressee.letter_set, addressee))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page(access.prints, kinds=access.READERS, personal=True)
@require_safe
def letter_print(request: Request, file: PrintFile) -> HttpResponseBase:
    """A PDF of a checked set, as a download."""
    return attachment(file.file, name=f"{file.kind}-{file.public_id}.pdf", mime="application/pdf")


@public
@require_safe
def communiques(request: Request) -> HttpResponse:
    """Communiqués of the press office by year; drafts for those who write them."""
    at = now()
    known = years(request.actor, at)
    asked = request.GET.get("rok", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else 0
    rows = access.communiques(request.actor, at)
    rows = rows.filter(year=year) if year else rows
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "columns": presentation.news_columns(),
        "rows": [presentation.news_row(each) for each in shown],
        "page": shown,
        "years": known,
        "year": year,
        "writes": access.may_write_news(request.actor, at)[0],
        "bip": list_footer("office.communique", "publish_communique", "withdraw_communique"),
    }
    return render(request, "office/letters/communiques.html", context)


@page(access.communiques)
@require_safe
def communique_page(request: Request, communique: Communique) -> HttpResponse:
    """One communiqué; of a withdrawn one why and when."""
    keeps = access.may_keep_news(request.actor, communique, now())[0]
    entries = list(history(communique))
    context = {
        "communique": communique,
        "documents": list(documents_of(communique)) if communique.state == NewsState.PUBLISHED else [],
        "keeps": keeps,
        "entries": entries if keeps else [],
        "bip": ledger_footer(told_of(entries)),
    }
    return render(request, "office/letters/communique.html", context)


@signed_in(*STAFF)
def write_communique(request: Request) -> HttpResponse:
    """Begin a communiqué."""
    at, unit = now(), own_unit(request.actor)
    allowed, reason = access.may_write_news(request.actor, at)
    if not allowed or unit is None:
        raise PermissionDenied(reason)
    form = CommuniqueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            once = form.cleaned_data["token"]
            made = actions.write_communique(form.values, unit=unit, once=once, actor=request.actor, at=at)
            messages.success(request, _("Zapisano komunikat. Nie jest jeszcze opublikowany."))
            return redirect("communique", made.public_id)
    return render(request, "office/letters/communique_form.html", {"form": form}, status=status_of(request, form))


@page(access.communiques, may=access.may_keep_news, kinds=STAFF)
def revise_communique(request: Request, communique: Communique) -> HttpResponse:
    """Change a communiqué before it is published."""
    initial = {**{name: getattr(communique, name) for name in actions.NEWS}, "revision": communique.revision}
    form = CommuniqueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, communique):
            revision = form.cleaned_data["revision"] or 0
            actions.revise_communique(communique, form.values, revision=revision, actor=request.actor, at=now())
            messages.success(request, _("Zapisano komunikat."))
            return redirect("communique", communique.public_id)
    context = {"form": form, "communique": communique}
    return render(request, "office/letters/communique_form.html", context, status=status_of(request, form))


@page(access.communiques, may=access.may_keep_news, kinds=STAFF)
@require_POST
def publish_communique(request: Request, communique: Communique) -> HttpResponse:
    """Publish a communiqué."""
    actions.publish_communique(communique, actor=request.actor, at=now())
    messages.success(request, _("Komunikat opublikowany."))
    return redirect("communique", communique.public_id)


@page(access.communiques, may=access.may_keep_news, kinds=STAFF)
def withdraw_communique(request: Request, communique: Communique) -> HttpResponse:
    """Withdraw a communiqué, with the reason that everyone reads."""
    back = reverse("communique", args=[communique.public_id])
    heading = _("Wycofaj komunikat %(number)s") % {"number": communique.sign}
    told = _("Strona komunikatu zostaje z powodem wycofania, który przeczyta każdy.")
    return ask_and_return(
        request,
        Question(heading, _("Wycofaj komunikat"), back, f"{communique.title}. {told}", harms=True),
        ReasonForm(posted(request)),
        lambda values: actions.withdraw_communique(communique, reason=values["reason"], actor=request.actor, at=now()),
        _("Komunikat wycofany."),
        communique,
    )
