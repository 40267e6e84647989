"""Pages of the survey: what may be rated, the form (no cookie, no account), results for everyone, comments for staff."""

import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.audit.ledger import sealed
from core.tables.spreadsheet import csv_lines
from core.web.page import Request, log_personal_read, page, public, signed_in
from core.web.refused import refusal_on, status_of
from office.structure.hats import STAFF
from office.surveys import access, actions, presentation
from office.surveys.figures import results, table
from office.surveys.forms import OPEN, ReasonForm, SurveyForm
from office.surveys.models import Comment
from office.surveys.quarters import last_published
from office.surveys.schema import services

SALT = "surveys.form"
PAGE = 50
SHELVES = 8


@public
@require_safe
def survey(request: Request) -> HttpResponse:
    """The services that may be rated."""
    return render(request, "office/surveys/survey.html", {"services": list(services().values())})


@public
# The form carries a signed token of its own, so that whoever answers gets no cookie: there is no account to protect.
@csrf_exempt
def answer(request: Request, code: str) -> HttpResponse:
    """Rate one service; the same form sent twice is counted once."""
    service = services().get(code)
    if service is None:
        raise Http404
    form = SurveyForm(request.POST or None, service=service, initial={"form_token": _token()})
    if request.method == "POST" and form.is_valid():
        token = _read(form.cleaned_data["form_token"])
        if token is None:
            form.data = {**request.POST.dict(), "form_token": _token()}
            form.add_error(
                None, _("Ten formularz otwarto ponad dobę temu. Twoje odpowiedzi są poniżej: wyślij je teraz.")
            )
        elif not ratelimit.consume(request, action="survey", key=_place(request)):
            form.add_error(None, _("Z tego miejsca przyszło już wiele odpowiedzi. Spróbuj za godzinę."))
            return render(request, "office/surveys/answer.html", {"form": form, "service": service}, status=429)
        else:
            with refusal_on(form):
                actions.reply(service, form.scores, comment=form.cleaned_data[OPEN], token=token, at=now())
                return redirect("survey-thanks")
    context = {"form": form, "service": service}
    return render(request, "office/surveys/answer.html", context, status=status_of(request, form))


def _token() -> str:
    return signing.dumps(secrets.token_hex(16), salt=SALT)


def _read(typed: str) -> str | None:
    """The name of a form that we gave within its time."""
    try:
        return str(signing.loads(typed, salt=SALT, max_age=timedelta(days=actions.FORM_DAYS)))
    except signing.BadSignature:
        return None


def _place(request: Request) -> str:
    """Where answers come from, for the limit alone: a sealed name that is another one tomorrow; the address is kept nowhere."""
    return sealed(f"{localdate()} {get_adapter().get_client_ip(request)}")


@public
@require_safe
def thanks(request: Request) -> HttpResponse:
    """Thanks, and when results come."""
    return render(request, "office/surveys/thanks.html")


@public
@require_safe
def survey_results(request: Request) -> HttpResponse:
    """Results of quarters that are over, the newest first."""
    at = now()
    found = results(access.tallies(request.actor, at))
    shown = Paginator(found, SHELVES).get_page(request.GET.get("strona"))
    context = {
        "shelves": [presentation.shelf(each) for each in shown],
        "page": shown,
        "last": last_published(localdate(at)).label,
        "staff": request.actor.wears(*access.READERS),
    }
    return render(request, "office/surveys/results.html", context)


@public
@require_safe
def results_table(request: Request) -> HttpResponse:
    """The same results as a CSV."""
    rows = table(results(access.tallies(request.actor, now())))
    content = b"".join(csv_lines(presentation.headings(), rows))
    headers = {"Content-Disposition": 'attachment; filename="ankieta-wyniki.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@signed_in(*access.READERS)
@require_safe
def comments(request: Request) -> HttpResponse:
    """What people wrote about the services of the unit."""
    at = now()
    shown = Paginator(access.comments(request.actor, at), PAGE).get_page(request.GET.get("strona"))
    log_personal_read(request.actor, "survey_comments", *shown, at=at)
    context = {
        "rows": [(each, access.may_remove(request.actor, each, at)[0]) for each in shown],
        "page": shown,
        "last": last_published(localdate(at)).label,
    }
    return render(request, "office/surveys/comments.html", context)


@page(access.comments, may=access.may_remove, kinds=STAFF, personal=True)
def remove_comment(request: Request, comment: Comment) -> HttpResponse:
    """Remove a comment, with the reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove_comment(comment, reason=form.cleaned_data["reason"], actor=request.actor, at=now())
        messages.success(request, _("Usunięto treść uwagi."))
        return redirect("survey-comments")
    context = {"form": form, "comment": comment}
    return render(request, "office/surveys/remove.html", context, status=status_of(request, form))
