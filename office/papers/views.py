"""Pages of papers to sign: the list, one paper with its versions, sending, checking, signing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.audit.ledger import history
from core.files.download import attachment
from core.web.asking import Question, Values, ask
from core.web.page import Request, log_personal_read, page, signed_in
from office.board.access import members
from office.board.queries import members_on
from office.papers import access, actions, presentation
from office.papers.forms import AgainForm, CheckForm, PaperFilter, PaperForm, ReasonForm, SignForm
from office.papers.models import Paper, PaperFile
from office.papers.queries import found
from office.papers.states import LIVE, State
from office.structure.hats import STAFF
from office.structure.queries import own_unit, units_to_serve

PAGE = 25


@signed_in(*access.READERS)
@require_safe
def papers(request: Request) -> HttpResponse:
    """Papers to sign, with filters."""
    at, actor = now(), request.actor
    form = PaperFilter(request.GET or None, units=units_to_serve(), members=members(actor, at))
    rows = found(access.visible(actor, at), form.cleaned_data if form.is_valid() else {}, localdate(at))
    shown = Paginator(rows, PAGE).get_page(request.GET.get("strona"))
    log_personal_read(actor, "papers", *shown.object_list, at=at)
    context = {
        "filter": form,
        "columns": presentation.columns(),
        "rows": [presentation.row(each, localdate(at)) for each in shown],
        "page": shown,
        "submits": access.may_submit(actor, None, at)[0],
    }
    return render(request, "office/papers/papers.html", context)


def _url(paper: Paper) -> str:
    return reverse("paper", args=[paper.public_id])


@signed_in(*STAFF)
def submit(request: Request) -> HttpResponse:
    """Put a paper before a member of the Board."""
    at, unit = now(), own_unit(request.actor)
    if unit is None:
        raise PermissionDenied(_("Twoja rola nie wskazuje komórki, która przekazuje dokumenty do podpisu."))

    def act(values: Values) -> tuple[str, str]:
        given = dict(values)
        paper = actions.submit_paper(given.pop("title"), unit=unit, **given, actor=request.actor, at=now())
        return _("Przekazano pod numerem %(sign)s. Sekretariat sprawdzi dokument.") % {"sign": paper.sign}, _url(paper)

    signatories = members_on(request.actor, localdate(at), at)
    form = PaperForm(request.POST or None, request.FILES or None, members=signatories)
    lead = _("%(unit)s. Sekretariat sprawdzi opinię prawną, akceptację finansową, załączniki i formę.") % {"unit": unit}
    question = Question(_("Przekaż dokument do podpisu"), _("Przekaż dokument"), reverse("papers"), lead)
    return ask(request, question, form, act)


@page(access.visible, kinds=access.READERS, personal=True)
@require_safe
def paper_page(request: Request, paper: Paper) -> HttpResponse:
    """A paper: its versions, what the check found, where it waits."""
    at, actor = now(), request.actor
    checks, mends = access.may_check(actor, paper, at)[0], access.may_mend(actor, paper, at)[0]
    context = {
        "paper": paper,
        "title": presentation.title(paper),
        "facts": presentation.facts(paper),
        "checked": presentation.checked(paper),
        "late": presentation.is_late(paper, localdate(at)),
        "files": list(access.files(actor, at).filter(paper=paper).order_by("-version")),
        "checks": checks and paper.state == State.SUBMITTED,
        "signs": checks and paper.state == State.CHECKED,
        "mends": mends and paper.state == State.RETURNED,
        "withdraws": mends and paper.state in LIVE,
        "entries": list(history(paper)),
    }
    return render(request, "office/papers/paper.html", context)


@page(access.files, kinds=access.READERS, personal=True)
@require_safe
def paper_file(request: Request, file: PaperFile) -> HttpResponseBase:
    """A version of a paper, as a download."""
    return attachment(file.file, name=file.name, mime=file.mime)


@page(access.visible, may=access.may_check, kinds=STAFF, personal=True)
def check_paper(request: Request, paper: Paper) -> HttpResponse:
    """Check a paper point by point: on to the one who signs, or back to the unit."""
    form = CheckForm(request.POST or None)

    def act(values: Values) -> tuple[str, str]:
        who: dict[str, Any] = {"actor": request.actor, "at": now()}
        if values["outcome"] == CheckForm.RETURN:
            actions.return_paper(paper, values["reason"], found=form.found(), **who)
            return _("Zwrócono dokument komórce."), _url(paper)
        actions.check_paper(paper, form.found(), **who)
        return _("Dokument czeka na podpis."), _url(paper)

    question = Question(_("Sprawdź dokument"), _("Zapisz sprawdzenie"), _url(paper), presentation.title(paper))
    return ask(request, question, form, act, paper)


@page(access.visible, may=access.may_check, kinds=STAFF)
def return_paper(request: Request, paper: Paper) -> HttpResponse:
    """Send back what was not signed."""

    def act(values: Values) -> tuple[str, str]:
        actions.return_paper(paper, values["reason"], found=paper.found, actor=request.actor, at=now())
        return _("Zwrócono dokument komórce."), _url(paper)

    question = Question(_("Zwróć bez podpisu"), _("Zwróć dokument"), _url(paper), str(paper))
    return ask(request, question, ReasonForm(request.POST or None), act, paper)


@page(access.visible, may=access.may_check, kinds=STAFF)
def sign_paper(request: Request, paper: Paper) -> HttpResponse:
    """Note the signature."""

    def act(values: Values) -> tuple[str, str]:
        actions.sign_paper(paper, signed_on=values["signed_on"], actor=request.actor, at=now())
        return _("Wpisano podpis."), _url(paper)

    form = SignForm(request.POST or None, initial={"signed_on": localdate(now())})
    question = Question(_("Wpisz podpis"), _("Wpisz podpis"), _url(paper), f"{paper}. {paper.signatory}.")
    return ask(request, question, form, act, paper)


@page(access.visible, may=access.may_mend, kinds=STAFF, personal=True)
def resubmit_paper(request: Request, paper: Paper) -> HttpResponse:
    """Put the mended paper forward again."""
    at = now()

    def act(values: Values) -> tuple[str, str]:
        actions.resubmit_paper(paper, **values, actor=request.actor, at=now())
        return _("Przekazano ponownie jako następną wersję."), _url(paper)

    initial = {"title": paper.title, "signatory": paper.signatory.public_id, "due_on": paper.due_on}
    signatories = members_on(request.actor, localdate(at), at)
    form = AgainForm(request.POST or None, request.FILES or None, members=signatories, initial=initial)
    lead = _("Powód zwrotu: %(reason)s") % {"reason": paper.return_reason}
    question = Question(_("Przekaż ponownie"), _("Przekaż ponownie"), _url(paper), lead)
    return ask(request, question, form, act, paper)


@page(access.visible, may=access.may_mend, kinds=STAFF)
def withdraw_paper(request: Request, paper: Paper) -> HttpResponse:
    """Take the paper back."""

    def act(values: Values) -> tuple[str, str]:
        actions.withdraw_paper(paper, values["reason"], actor=request.actor, at=now())
        return _("Wycofano dokument."), _url(paper)

    question = Question(_("Wycofaj dokument"), _("Wycofaj dokument"), _url(paper), str(paper))
    return ask(request, question, ReasonForm(request.POST or None), act, paper)
