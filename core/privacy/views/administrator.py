"""The administrator's pages of privacy: what ends, requests for erasure."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.accounts.hats import ADMINISTRATOR
from core.privacy import access, actions, queries
from core.privacy.forms import AnswerForm
from core.privacy.models import ErasureRequest
from core.privacy.retention import rules
from core.web.information import period
from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of

ADMIN = (ADMINISTRATOR.code,)
PER_PAGE = 25


@never_cache
@signed_in(*ADMIN)
def retention(request: Request) -> HttpResponse:
    """Requests for erasure, and what has outlived its time: the periods, the last preview and the last run."""
    if request.method == "POST":
        return redirect("job", actions.ask_for_preview(actor=request.actor, at=now()).public_id)
    rows = access.requests(request.actor, now())
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("strona")),
        "today": localdate(now()),
        "terms": [(rule.label, rule.becomes, period(rule.months)) for rule in rules()],
        "preview": queries.last_job("privacy.preview"),
        "run": queries.last_job("privacy.anonymise"),
    }
    return render(request, "core/privacy/retention.html", context)


@page(access.requests, may=access.may_decide, kinds=ADMIN, personal=True)
def decide(request: Request, asked: ErasureRequest) -> HttpResponse:
    """One request: what binds the account today, and the answer."""
    at = now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with refusal_on(form, asked):
            if request.POST.get("decision") == "erase":
                actions.erase(asked, actor=request.actor, at=at, reason=reason)
                messages.success(request, _("Dane usunięto. Osoba dostała o tym list."))
            else:
                actions.refuse_erasure(asked, actor=request.actor, at=at, reason=reason)
                messages.success(request, _("Odmowę zapisano. Osoba dostała list z uzasadnieniem."))
            return redirect("retention")
    may, why = access.may_decide(request.actor, asked, at)
    binds = [] if asked.decided_at else queries.binds(asked.user, localdate(at))
    context = {"asked": asked, "form": form, "binds": binds, "may": may, "why": why}
    return render(request, "core/privacy/decide.html", context, status=status_of(request, form))
