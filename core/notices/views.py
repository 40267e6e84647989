"""Pages of notices: the list of mine, one, marking as read."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import User
from core.notices import access, actions
from core.notices.models import Notice
from core.web.page import Request, page, signed_in

PER_PAGE = 25


@require_safe
@signed_in()
def notices(request: Request) -> HttpResponse:
    """All notices of the person signed in, newest first."""
    mine = access.visible(request.actor, now()).defer("body").order_by("-created_at", "-pk")
    shown = Paginator(mine, PER_PAGE).get_page(request.GET.get("strona"))
    return render(request, "core/notices/notices.html", {"notices": shown})


@page(access.visible)
def notice(request: Request, notice: Notice) -> HttpResponse:
    """One notice; the button "mark as read" posts here."""
    if request.method == "POST":
        actions.mark_read(notice, at=now())
        return redirect("notices")
    return render(request, "core/notices/notice.html", {"notice": notice})


@require_POST
@signed_in()
def read_all(request: Request) -> HttpResponse:
    """Mark all as read."""
    user = request.actor.user
    if isinstance(user, User):
        actions.mark_all_read(user, at=now())
    return redirect("notices")
