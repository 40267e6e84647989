"""A person's own pages: the account, hats, the second factor, sessions, an invitation."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import User
from core.signin import access, actions, queries
from core.signin.forms import NameForm, NewAccountForm
from core.web.middleware import HAT_KEY, factors_passed
from core.web.page import Request, public, signed_in


def next_of(request: HttpRequest) -> str:
    """The path on this site where the person wanted to go; their desk when there is none."""
    path = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else reverse("desk")


@signed_in()
def account(request: Request) -> HttpResponse:
    """My account: name, address, password, second factor, sessions, my data."""
    user, at = request.actor.person, now()
    form = NameForm(request.POST or None, instance=User(pk=user.pk, name=user.name))
    if request.method == "POST" and form.is_valid():
        actions.rename(user, form.cleaned_data["name"], actor=request.actor, at=at)
        messages.success(request, _("Zapisano imię i nazwisko."))
        return redirect("account-page")
    context = {
        "form": form,
        "verified": queries.is_verified(user),
        "factors": queries.factors(user),
        "sessions": access.sessions(request.actor, at).count(),
        "hats": access.hats(request.actor, at),
    }
    return render(request, "core/signin/account.html", context)


@signed_in()
def hats(request: Request) -> HttpResponse:
    """Choose in which hat to act; one hat at a time."""
    user = request.actor.person
    worn = list(access.hats(request.actor, now()))
    if request.method == "POST":
        chosen = next((hat for hat in worn if hat.public_id == request.POST.get("hat")), None)
        if chosen is None:
            raise Http404
        request.session[HAT_KEY] = chosen.public_id
        return redirect(next_of(request))
    passed = bool(factors_passed(request, user))
    return render(request, "core/signin/hats.html", {"hats": worn, "passed": passed})


@require_safe
@signed_in()
def second_factor(request: Request) -> HttpResponse:
    """Why the hat is held back, and how to pass a second factor or set one up."""
    held, onward = request.held_back, next_of(request)
    if held is None:
        return redirect(onward)
    context = {"hat": held, "next": onward, "factors": queries.factors(request.actor.person)}
    return render(request, "core/signin/second_factor.html", context)


@signed_in()
def sessions(request: Request) -> HttpResponse:
    """Where the person is signed in; all other sessions can be ended at once."""
    user = request.actor.person
    if request.method == "POST":
        end_other_sessions(request, user)
        messages.success(request, _("Wylogowano wszystkie inne sesje."))
        return redirect("usersessions_list")
    rows: list[dict[str, Any]] = [
        {"session": row, "browser": queries.browser(row.user_agent), "current": row.is_current()}
        for row in access.sessions(request.actor, now())
    ]
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


@require_POST
@signed_in()
def end_session(request: Request, pk: int) -> HttpResponse:
    """End one session of one's own; ending the current one signs out."""
    session = access.sessions(request.actor, now()).filter(pk=pk).first()
    if session is None:
        raise Http404
    current = session.is_current()
    end_sessions(request, [session])
    messages.success(request, _("Sesję zakończono."))
    return redirect("home" if current else "usersessions_list")


@public
def invitation(request: Request, token: str) -> HttpResponse:
    """Accept an invitation: with a new account, or onto the account of the person signed in.

    Whoever holds the token owns the invited address; the page says no more than the letter did.
    """
    at = now()
    invitation = access.invited(actions.token_hash(token))
    if invitation is None:
        raise Http404
    context = {"invitation": invitation, "open": access.is_open(invitation, at)}
    if request.actor.user is not None:
        context["other"] = request.actor.user.email.lower() != invitation.email
        if request.method == "POST":
            hat = actions.accept(invitation, actor=request.actor, at=at)
            request.session[HAT_KEY] = hat.public_id
            messages.success(request, _("Masz nową rolę: %(hat)s.") % {"hat": hat.label})
            return redirect("desk")
        return render(request, "core/signin/invitation.html", context)
    context["known"] = access.has_account(invitation)
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        user = actions.accept_as_new(invitation, name=values["name"], password=values["password1"], at=at)
        return perform_login(request, user, signup=True)
    return render(request, "core/signin/invitation.html", {**context, "form": form})
