"""Pages of the Board: resolutions (everyone), sittings and their agendas, items, votes, members (the office)."""

from collections.abc import Callable

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
from core.documents.queries import documents_of
from core.files.download import attachment
from core.publications.queries import list_footer
from core.web.asking import Question, Values, ask, ask_and_return, do
from core.web.page import May, Request, page, public, signed_in
from core.web.refused import status_of
from office.board import access, presentation, queries
from office.board.actions import items as item_verbs
from office.board.actions import resolutions as resolution_verbs
from office.board.actions import sittings as sitting_verbs
from office.board.forms import (
    DecisionForm,
    DraftForm,
    EndForm,
    ItemFilter,
    ItemForm,
    MemberForm,
    MinutesForm,
    MoveForm,
    PlanForm,
    PresenceForm,
    ReasonForm,
    ResolutionForm,
    SittingFilter,
    SittingForm,
)
from office.board.models import BoardFile, BoardItem, BoardMember, Sitting
from office.board.states import DECIDED, TO_COME, ItemState, State
from office.structure.hats import STAFF
from office.structure.queries import own_unit, units_to_serve

PAGE = 25


def _insist(request: Request, may: May) -> None:
    """Raise PermissionDenied with the reason of a rule that is about no row yet."""
    allowed, reason = may(request.actor, None, now())
    if not allowed:
        raise PermissionDenied(reason)


def _sitting_url(sitting: Sitting) -> str:
    return reverse("sitting", args=[sitting.public_id])


def _item_url(item: BoardItem) -> str:
    return reverse("board-item", args=[item.public_id])


@public
def resolutions(request: Request) -> HttpResponse:
    """The register of resolutions, newest first."""
    at = now()
    rows = Paginator(access.visible(request.actor, at), 50).get_page(request.GET.get("strona"))
    may = access.may_record(request.actor, None, at)[0]
    context = {"rows": rows, "may_record": may, "bip": list_footer("office.resolution", "record", "annul_resolution")}
    return render(request, "office/board/resolutions.html", context)


@signed_in(*STAFF)
def record(request: Request) -> HttpResponse:
    """Record an adopted resolution."""
    at = now()
    _insist(request, access.may_record)
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        resolution = resolution_verbs.record(values.pop("number"), actor=request.actor, at=at, **values)
        messages.success(request, _("Odnotowano: %(resolution)s.") % {"resolution": resolution})
        return redirect("resolutions")
    return render(request, "office/board/record.html", {"form": form}, status=status_of(request, form))


@signed_in(*access.READERS)
@require_safe
def sittings(request: Request) -> HttpResponse:
    """Sittings of the Board, the newest first."""
    at = now()
    form = SittingFilter(request.GET or None)
    rows = queries.sittings_found(access.sittings(request.actor, at), form.cleaned_data if form.is_valid() else {})
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "filter": form,
        "columns": presentation.sitting_columns(),
        "rows": [presentation.sitting_row(row, localdate(at)) for row in shown],
        "page": shown,
        "plans": access.may_plan(request.actor, None, at)[0],
    }
    return render(request, "office/board/sittings.html", context)


@signed_in(*access.READERS)
@require_safe
def items(request: Request) -> HttpResponse:
    """Items of agendas: where a matter stands."""
    at = now()
    form = ItemFilter(request.GET or None, units=units_to_serve())
    rows = queries.items_found(access.items(request.actor, at), form.cleaned_data if form.is_valid() else {})
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    context = {
        "filter": form,
        "columns": presentation.item_columns(),
        "rows": [presentation.item_row(row) for row in shown],
        "page": shown,
    }
    return render(request, "office/board/items.html", context)


@signed_in(*access.READERS)
@require_safe
def members(request: Request) -> HttpResponse:
    """Who sits on the Board, and sat."""
    at = now()
    edits = access.may_plan(request.actor, None, at)[0]
    shown = Paginator(access.members(request.actor, at), PAGE).get_page(request.GET.get("strona"))
    context = {
        "columns": presentation.member_columns(),
        "rows": [presentation.member_row(row, edits=edits) for row in shown],
        "page": shown,
        "edits": edits,
    }
    return render(request, "office/board/members.html", context)


@signed_in(*STAFF)
def appoint(request: Request) -> HttpResponse:
    """Enter a member of the Board."""
    _insist(request, access.may_plan)

    def act(values: Values) -> tuple[str, str]:
        given = dict(values)
        sitting_verbs.appoint_member(given.pop("name"), **given, actor=request.actor, at=now())
        return _("Wpisano członka zarządu."), reverse("board-members")

    question = Question(_("Wpisz członka zarządu"), _("Wpisz"), reverse("board-members"), information="posts")
    return ask(request, question, MemberForm(request.POST or None), act)


@page(access.members, may=access.may_plan, kinds=STAFF)
def end_member(request: Request, member: BoardMember) -> HttpResponse:
    """Enter the last day of a member."""

    def act(values: Values) -> tuple[str, str]:
        sitting_verbs.end_member(member, valid_to=values["valid_to"], actor=request.actor, at=now())
        return _("Zapisano ostatni dzień."), reverse("board-members")

    question = Question(_("Koniec w zarządzie"), _("Zapisz"), reverse("board-members"), lead=str(member))
    form = EndForm(request.POST or None, initial={"valid_to": member.valid_to})
    return ask(request, question, form, act, member)


@signed_in(*STAFF)
def plan(request: Request) -> HttpResponse:
    """Plan a sitting."""
    _insist(request, access.may_plan)

    def act(values: Values) -> tuple[str, str]:
        given = dict(values)
        sitting = sitting_verbs.plan_sitting(given.pop("starts_at"), **given, actor=request.actor, at=now())
        return _("Zaplanowano posiedzenie nr %(sign)s.") % {"sign": sitting.sign}, _sitting_url(sitting)

    lead = _("Posiedzenie dostaje kolejny numer w roku. Komórki zgłaszają punkty do dnia, który tu podasz.")
    question = Question(_("Zaplanuj posiedzenie"), _("Zaplanuj posiedzenie"), reverse("sittings"), lead)
    return ask(request, question, PlanForm(request.POST or None), act)


@page(access.sittings, kinds=access.READERS)
@require_safe
def sitting(request: Request, sitting: Sitting) -> HttpResponse:
    """A sitting: its agenda, who is there, what comes next, its minutes."""
    at, actor = now(), request.actor
    rows = access.items(actor, at).filter(sitting=sitting)
    keeps = access.may_keep(actor, sitting, at)[0]
    agenda = [row for row in rows if row.place is not None]
    context = {
        "sitting": sitting,
        "agenda": agenda,
        "others": [row for row in rows if row.place is None],
        "present": queries.present_members(sitting) if sitting.opened_at else [],
        "keeps": keeps,
        "closes": access.may_close_minutes(actor, sitting, at)[0],
        "submits": sitting.state == State.PLANNED and access.may_submit(actor, sitting, at)[0],
        "undecided": [row for row in agenda if row.state == ItemState.ACCEPTED],
        "to_come": sitting.state in TO_COME,
        "documents": list(documents_of(sitting)),
        "entries": list(history(sitting)) if keeps else [],
        "late": bool(sitting.state == State.ENDED and sitting.minutes_due and sitting.minutes_due < localdate(at)),
    }
    return render(request, "office/board/sitting.html", context)


@page(access.sittings, may=access.may_keep, kinds=STAFF)
def reschedule(request: Request, sitting: Sitting) -> HttpResponse:
    """Change when and where the sitting is held."""

    def act(values: Values) -> tuple[str, str]:
        sitting_verbs.reschedule(sitting, **values, actor=request.actor, at=now())
        return _("Zmieniono termin posiedzenia."), _sitting_url(sitting)

    initial = {name: getattr(sitting, name) for name in ("starts_at", "place", "items_due")}
    question = Question(_("Zmień termin posiedzenia"), _("Zapisz zmianę"), _sitting_url(sitting), str(sitting))
    return ask(request, question, SittingForm(request.POST or None, initial=initial), act, sitting)


def _moved(request: Request, sitting: Sitting, verb: Callable[..., Sitting], told: str) -> HttpResponse:
    """A move that needs nothing but the button."""
    return do(request, lambda: verb(sitting, actor=request.actor, at=now()), told, _sitting_url(sitting))


@page(access.sittings, may=access.may_keep, kinds=STAFF)
@require_POST
def close_agenda(request: Request, sitting: Sitting) -> HttpResponse:
    """Close the agenda."""
    told = _("Porządek obrad jest zamknięty. Nowych punktów nikt już nie zgłosi.")
    return _moved(request, sitting, sitting_verbs.close_agenda, told)


@page(access.sittings, may=access.may_keep, kinds=STAFF)
@require_POST
def reopen_agenda(request: Request, sitting: Sitting) -> HttpResponse:
    """Open the agenda again."""
    return _moved(request, sitting, sitting_verbs.reopen_agenda, _("Porządek obrad jest znowu otwarty."))


@page(access.sittings, may=access.may_keep, kinds=STAFF)
@require_POST
def end(request: Request, sitting: Sitting) -> HttpResponse:
    """End the sitting."""
    return _moved(request, sitting, sitting_verbs.end_sitting, _("Posiedzenie zakończone. Czeka na protokół."))


@page(access.sittings, may=access.may_keep, kinds=STAFF)
def open_sitting(request: Request, sitting: Sitting) -> HttpResponse:
    """Open the sitting with those who came."""

    def act(values: Values) -> tuple[str, str]:
        present = list(values["present"])
        sitting_verbs.open_sitting(sitting, present=present, actor=request.actor, at=now())
        return _("Posiedzenie jest otwarte."), _sitting_url(sitting)

    at = now()
    form = PresenceForm(
        request.POST or None, members=queries.members_on(request.actor, localdate(sitting.starts_at), at)
    )
    question = Question(_("Otwórz posiedzenie"), _("Otwórz posiedzenie"), _sitting_url(sitting), str(sitting))
    return ask(request, question, form, act, sitting)


@page(access.sittings, may=access.may_keep, kinds=STAFF)
def presence(request: Request, sitting: Sitting) -> HttpResponse:
    """Say anew who is at the sitting."""

    def act(values: Values) -> tuple[str, str]:
        present = list(values["present"])
        sitting_verbs.set_presence(sitting, present=present, actor=request.actor, at=now())
        return _("Zapisano obecność."), _sitting_url(sitting)

    at = now()
    form = PresenceForm(
        request.POST or None,
        members=queries.members_on(request.actor, localdate(sitting.starts_at), at),
        initial={"present": [member.pk for member in queries.present_members(sitting)]},
    )
    question = Question(_("Popraw obecność"), _("Zapisz obecność"), _sitting_url(sitting), str(sitting))
    return ask(request, question, form, act, sitting)


@page(access.sittings, may=access.may_close_minutes, kinds=STAFF)
def close_minutes(request: Request, sitting: Sitting) -> HttpResponse:
    """Close the minutes."""

    def act(values: Values) -> tuple[str, str]:
        sitting_verbs.close_minutes(sitting, remarks=values["remarks"], actor=request.actor, at=now())
        return _("Protokół jest zamknięty. Dokument PDF powstaje w tle."), _sitting_url(sitting)

    lead = _("Po zamknięciu protokołu niczego już w nim nie zmienisz.")
    question = Question(_("Zamknij protokół"), _("Zamknij protokół"), _sitting_url(sitting), lead)
    return ask(request, question, MinutesForm(request.POST if request.method == "POST" else None), act, sitting)


@page(access.sittings, may=access.may_keep, kinds=STAFF)
def cancel(request: Request, sitting: Sitting) -> HttpResponse:
    """Call the sitting off."""

    def act(values: Values) -> tuple[str, str]:
        sitting_verbs.cancel_sitting(sitting, values["reason"], actor=request.actor, at=now())
        return _("Posiedzenie odwołane. Jego punkty przenieś na inne."), _sitting_url(sitting)

    lead = _("Numer posiedzenia zostaje. Punkty można przenieść na inne posiedzenie.")
    question = Question(_("Odwołaj posiedzenie"), _("Odwołaj posiedzenie"), _sitting_url(sitting), lead)
    return ask(request, question, ReasonForm(request.POST or None), act, sitting)


@page(access.sittings, may=access.may_submit, kinds=STAFF)
def submit_item(request: Request, sitting: Sitting) -> HttpResponse:
    """Send an item of one's unit to a sitting."""
    unit = own_unit(request.actor)
    if unit is None:
        raise PermissionDenied(_("Twoja rola nie wskazuje komórki, która zgłasza punkty."))

    def act(values: Values) -> tuple[str, str]:
        item = item_verbs.submit_item(sitting, unit=unit, **values, actor=request.actor, at=now())
        return _("Zgłoszono punkt. Obsługa posiedzeń przyjmie go albo zwróci."), _item_url(item)

    form = ItemForm(request.POST or None, request.FILES or None)
    lead = _("%(sitting)s. Zgłasza: %(unit)s.") % {"sitting": sitting, "unit": unit}
    question = Question(_("Zgłoś punkt na posiedzenie"), _("Zgłoś punkt"), _sitting_url(sitting), lead)
    return ask(request, question, form, act, sitting)


@page(access.items, kinds=access.READERS)
@require_safe
def item(request: Request, item: BoardItem) -> HttpResponse:
    """An item: its draft in all versions, how it was decided and who voted how."""
    at, actor = now(), request.actor
    votes = list(item.votes.select_related("member"))
    judges, mends = access.may_judge(actor, item, at)[0], access.may_mend(actor, item, at)[0]
    before = item.sitting.state in (*TO_COME, State.CANCELLED)
    context = {
        "item": item,
        "facts": presentation.item_facts(item),
        "votes": votes,
        "tally": presentation.tally([vote.choice for vote in votes]),
        "files": list(access.files(actor, at).filter(item=item).order_by("-version")),
        "accepts": judges and item.state == ItemState.SUBMITTED and item.sitting.state == State.PLANNED,
        "returns": judges
        and item.state in (ItemState.SUBMITTED, ItemState.ACCEPTED)
        and item.sitting.state == State.PLANNED,
        "orders": judges and item.state == ItemState.ACCEPTED and item.sitting.state == State.PLANNED,
        "decides": judges and item.state == ItemState.ACCEPTED and item.sitting.state == State.OPEN,
        "corrects": judges and item.state in DECIDED and item.sitting.state == State.OPEN,
        "moves": judges and (item.state == ItemState.DEFERRED or (before and item.state != ItemState.WITHDRAWN)),
        "mends": mends and item.state == ItemState.RETURNED,
        "withdraws": mends and before and item.state != ItemState.WITHDRAWN,
        "entries": list(history(item)) if judges or mends else [],
    }
    return render(request, "office/board/item.html", context)


@page(access.files, kinds=access.READERS, personal=True)
@require_safe
def draft_file(request: Request, file: BoardFile) -> HttpResponseBase:
    """A version of a draft, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@page(access.items, may=access.may_judge, kinds=STAFF)
@require_POST
def accept_item(request: Request, item: BoardItem) -> HttpResponse:
    """Put the item on the agenda."""
    told = _("Punkt jest w porządku obrad.")
    return do(request, lambda: item_verbs.accept_item(item, actor=request.actor, at=now()), told, _item_url(item))


@page(access.items, may=access.may_judge, kinds=STAFF)
@require_POST
def order_item(request: Request, item: BoardItem, where: str) -> HttpResponse:
    """Move the item up or down the agenda."""
    up = where == "wyzej"
    return do(
        request,
        lambda: item_verbs.order_item(item, up=up, actor=request.actor, at=now()),
        _("Zmieniono kolejność."),
        _sitting_url(item.sitting),
    )


@page(access.items, may=access.may_judge, kinds=STAFF)
def return_item(request: Request, item: BoardItem) -> HttpResponse:
    """Send the item back to its unit."""

    def act(values: Values) -> tuple[str, str]:
        item_verbs.return_item(item, values["reason"], actor=request.actor, at=now())
        return _("Zwrócono punkt komórce."), _item_url(item)

    question = Question(_("Zwróć do poprawy"), _("Zwróć punkt"), _item_url(item), item.title)
    return ask(request, question, ReasonForm(request.POST or None), act, item)


@page(access.items, may=access.may_mend, kinds=STAFF)
def resubmit_item(request: Request, item: BoardItem) -> HttpResponse:
    """Send the mended item with a new version of its draft."""

    def act(values: Values) -> tuple[str, str]:
        item_verbs.resubmit_item(item, **values, actor=request.actor, at=now())
        return _("Zgłoszono ponownie."), _item_url(item)

    initial = {"title": item.title, "reporter": item.reporter}
    form = DraftForm(request.POST or None, request.FILES or None, initial=initial)
    lead = _("Powód zwrotu: %(reason)s") % {"reason": item.return_reason}
    question = Question(_("Zgłoś ponownie"), _("Zgłoś ponownie"), _item_url(item), lead)
    return ask(request, question, form, act, item)


@page(access.items, may=access.may_mend, kinds=STAFF)
def withdraw_item(request: Request, item: BoardItem) -> HttpResponse:
    """Take the item back."""

    def act(values: Values) -> tuple[str, str]:
        item_verbs.withdraw_item(item, values["reason"], actor=request.actor, at=now())
        return _("Wycofano punkt."), _item_url(item)

    question = Question(_("Wycofaj punkt"), _("Wycofaj punkt"), _item_url(item), item.title)
    return ask(request, question, ReasonForm(request.POST or None), act, item)


@page(access.items, may=access.may_judge, kinds=STAFF)
def move_item(request: Request, item: BoardItem) -> HttpResponse:
    """Bring the item before another sitting."""

    def act(values: Values) -> tuple[str, str]:
        moved = item_verbs.move_item(item, values["sitting"], actor=request.actor, at=now())
        return _("Punkt jest przy posiedzeniu nr %(sign)s.") % {"sign": moved.sitting.sign}, _item_url(moved)

    at = now()
    form = MoveForm(request.POST or None, sittings=queries.collecting(request.actor, at).exclude(pk=item.sitting_id))
    lead = _("Do wyboru są posiedzenia, które zbierają punkty. Jeżeli lista jest pusta, najpierw zaplanuj posiedzenie.")
    question = Question(_("Przenieś na inne posiedzenie"), _("Przenieś punkt"), _item_url(item), lead)
    return ask(request, question, form, act, item)


@page(access.items, may=access.may_judge, kinds=STAFF)
def decide(request: Request, item: BoardItem) -> HttpResponse:
    """Record the decision on the item, with open votes."""
    voters = queries.present_members(item.sitting)
    form = DecisionForm(request.POST or None, kind=item.kind, voters=voters)

    def act(values: Values) -> tuple[str, str]:
        decided = item_verbs.decide(
            item,
            outcome=values["outcome"],
            votes=form.votes(),
            settled=values["settled"],
            actor=request.actor,
            at=now(),
        )
        if decided.resolution:
            told = _("Podjęto uchwałę nr %(number)s.") % {"number": decided.resolution.number}
        else:
            told = _("Zapisano: %(state)s.") % {"state": decided.get_state_display()}
        return told, _sitting_url(decided.sitting)

    lead = _("W sprawie %(title)s. Zapis można poprawić tylko do zakończenia posiedzenia.") % {"title": item.title}
    question = Question(_("Zapisz rozstrzygnięcie"), _("Zapisz rozstrzygnięcie"), _item_url(item), lead)
    return ask(request, question, form, act, item)


@page(access.items, may=access.may_judge, kinds=STAFF)
def take_back_decision(request: Request, item: BoardItem) -> HttpResponse:
    """Open a decision that was typed wrongly to be recorded again."""
    lead = _("W sprawie %(title)s. Głosy wpiszesz od nowa; dotychczasowe zostają w historii.") % {"title": item.title}
    if item.resolution:
        told = _("Uchwała zachowa numer %(number)s; jeżeli okaże się, że jej nie podjęto, numer zostanie unieważniony.")
        lead = f"{lead} {told % {'number': item.resolution.number}}"
    label = _("Popraw zapis rozstrzygnięcia")
    return ask_and_return(
        request,
        Question(label, label, _item_url(item), lead),
        ReasonForm(request.POST or None),
        lambda values: item_verbs.take_back_decision(item, values["reason"], actor=request.actor, at=now()),
        _("Zapisz rozstrzygnięcie od nowa."),
        item,
    )
