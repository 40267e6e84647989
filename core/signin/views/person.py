"""A person's own pages: accepting an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.signin import access, actions
from core.signin.forms import NewAccountForm
from core.web.middleware import HAT_KEY
from core.web.page import Request, public


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
