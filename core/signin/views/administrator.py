"""The administrator's pages over accounts: the list, one account, invitations, a leaver."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.hats import ADMINISTRATOR
from core.accounts.models import User
from core.signin import access, actions, queries
from core.signin.forms import AccountFilter, GrantForm, InviteForm, LeaveForm, ReasonForm
from core.signin.holdings import holdings
from core.signin.models import Invitation
from core.web.page import Request, log_personal_read, page, signed_in

PER_PAGE = 50
HISTORY_SHOWN = 30
ADMIN = (ADMINISTRATOR.code,)


@require_safe
@signed_in(*ADMIN)
def accounts(request: Request) -> HttpResponse:
    """All accounts, with search; and the invitations that wait."""
    at = now()
    narrow = AccountFilter(request.GET)
    values = narrow.cleaned_data if narrow.is_valid() else {}
    rows = queries.narrowed(access.accounts(request.actor, at), **values)
    shown_rows = Paginator(rows, PER_PAGE).get_page(request.GET.get("strona"))
    waiting = list(access.invitations(request.actor, at)[:PER_PAGE])
    log_personal_read(request.actor, "accounts", *shown_rows, *waiting, at=at)
    context = {
        "filter": narrow,
        "page": shown_rows,
        "invitations": waiting,
        "at": at,
    }
    return render(request, "core/signin/accounts.html", context)


@signed_in(*ADMIN)
def invite(request: Request) -> HttpResponse:
    """Offer a hat to an address by letter."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, (kind, key, title) = form.cleaned_data["email"], form.cleaned_data["hat"]
        actions.invite(email, kind, key=key, title=title, actor=request.actor, at=now())
        messages.success(request, _("Wysłano zaproszenie na adres %(email)s.") % {"email": email})
        return redirect("accounts")
    return render(request, "core/signin/invite.html", {"form": form})


@require_POST
@page(access.invitations, may=access.may_revoke, kinds=ADMIN)
def revoke(request: Request, invitation: Invitation) -> HttpResponse:
    """Take an invitation back."""
    actions.revoke_invitation(invitation, actor=request.actor, at=now())
    messages.success(request, _("Wycofano zaproszenie."))
    return redirect("accounts")


def shown(request: Request, user: User, **bound: Any) -> HttpResponse:
    """The page of an account; `bound` is a form that did not pass, with what was typed."""
    at = now()
    context = {
        "account": user,
        "verified": queries.is_verified(user),
        "factors": queries.factors(user),
        "hats": queries.worn(user),
        "history": queries.account_history(user, HISTORY_SHOWN),
        "may": access.may_manage(request.actor, user, at)[0],
        "reset": ReasonForm(prefix="zdejmij"),
        "back": ReasonForm(prefix="otworz"),
        "withdraw": ReasonForm(prefix="odbierz"),
        **bound,
    }
    return render(request, "core/signin/account_page.html", context)


@require_safe
@page(access.accounts, kinds=ADMIN, personal=True)
def account(request: Request, user: User) -> HttpResponse:
    """One account: who it is, its hats, its second factor, what hangs on the person, what happened."""
    return shown(request, user)


@page(access.accounts, may=access.may_manage, kinds=ADMIN, personal=True)
def grant(request: Request, user: User) -> HttpResponse:
    """Give the account a hat."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        (kind, key, title), reason = form.cleaned_data["hat"], form.cleaned_data["reason"]
        hat = actions.grant_hat(user, kind, key=key, title=title, actor=request.actor, at=now(), reason=reason)
        messages.success(request, _("Nadano rolę: %(hat)s.") % {"hat": hat.label})
        return redirect("account-admin", user.public_id)
    may, why = access.may_manage(request.actor, user, now())
    return render(request, "core/signin/grant.html", {"account": user, "form": form, "may": may, "why": why})


@require_POST
@page(access.accounts, may=access.may_manage, kinds=ADMIN)
def withdraw(request: Request, user: User) -> HttpResponse:
    """Take a hat away from the account."""
    hat = next((hat for hat in queries.worn(user) if hat.public_id == request.POST.get("hat")), None)
    if hat is None:
        raise Http404
    form = ReasonForm(request.POST, prefix="odbierz")
    if not form.is_valid():
        return shown(request, user, withdraw=form, withdrawn=hat.public_id)
    actions.withdraw_hat(hat, actor=request.actor, at=now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("Odebrano rolę: %(hat)s.") % {"hat": hat.label})
    return redirect("account-admin", user.public_id)


@require_POST
@page(access.accounts, may=access.may_manage, kinds=ADMIN)
def reset(request: Request, user: User) -> HttpResponse:
    """Take the lost second factor off the account."""
    form = ReasonForm(request.POST, prefix="zdejmij")
    if not form.is_valid():
        return shown(request, user, reset=form)
    actions.reset_second_factor(user, actor=request.actor, at=now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("Zdjęto drugi składnik i zakończono sesje tej osoby. Dostała o tym list."))
    return redirect("account-admin", user.public_id)


@page(access.accounts, may=access.may_manage, kinds=ADMIN, personal=True)
def leave(request: Request, user: User) -> HttpResponse:
    """Close a leaver's account; what hangs on the person passes on first."""
    if not user.is_active:
        return redirect("account-admin", user.public_id)
    held = holdings(user)
    form = LeaveForm(request.POST or None, holdings=held, successors=queries.successors(user))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.leave(user, successors=form.successors(), actor=request.actor, at=now(), reason=reason)
        messages.success(request, _("Sprawy przekazano, konto jest wyłączone."))
        return redirect("account-admin", user.public_id)
    may = access.may_manage(request.actor, user, now())
    context = {"account": user, "holdings": held, "form": form, "may": may[0], "why": may[1]}
    return render(request, "core/signin/leave.html", context)


@require_POST
@page(access.accounts, may=access.may_manage, kinds=ADMIN)
def reopen(request: Request, user: User) -> HttpResponse:
    """Open a closed account again."""
    form = ReasonForm(request.POST, prefix="otworz")
    if not form.is_valid():
        return shown(request, user, back=form)
    actions.reopen(user, actor=request.actor, at=now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("Konto jest znowu czynne. Role trzeba nadać od nowa."))
    return redirect("account-admin", user.public_id)
