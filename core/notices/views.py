"""Pages of notices: the list of mine, one, marking as read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import User
from core.notices import access, actions
from core.notices.models import Notice
from core.web.page import Request, page, public, signed_in

PER_PAGE = 25


@require_safe
@signed_in()
def notices(request: Request) -> HttpResponse:
    """All notices of the person signed in, newest first."""
    mine = access.visible(request.actor, now()).defer("body").order_by("-created_at", "-pk")
    shown = Paginator(mine, PER_PAGE).get_page(request.GET.get("strona"))
    context = {"notices": shown, "refused": access.own_address(request.actor, now())}
    return render(request, "core/notices/notices.html", context)


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


@require_POST
@signed_in()
def check(request: Request) -> HttpResponse:
    """Send to one's own address the letter that confirms it."""
    at = now()
    address = access.own_address(request.actor, at)
    if address:
        actions.check_address(address, actor=request.actor, at=at)
        messages.success(
            request, _("List wysłany. Otwórz go i kliknij odsyłacz; od tego czasu listy znowu będą przychodzić.")
        )
    return redirect("notices")


@public
def confirm(request: Request, token: str) -> HttpResponse:
    """Confirm an address by the link of a letter that came there."""
    address = access.of_link(token)
    if address is None:
        raise Http404
    if request.method == "POST":
        actions.confirm_address(address, actor=request.actor, at=now())
        messages.success(request, _("Adres jest potwierdzony. Listy będą na niego przychodzić."))
        return redirect("home")
    return render(request, "core/notices/confirm.html")
