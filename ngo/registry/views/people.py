"""Pages of the people who act for an organisation: who they are, asking, inviting, changing a role, taking it away, leaving."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.models import Hat
from core.signin.models import Invitation
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of
from ngo.registry import access, representatives
from ngo.registry.actions import people as actions
from ngo.registry.forms import AcknowledgedForm, AskForm, InviteForm, RoleForm, WithdrawalForm
from ngo.registry.hats import SIGNATORY
from ngo.registry.models import Organisation


@page(access.inside, personal=True)
@require_safe
def people(request: Request, organisation: Organisation) -> HttpResponse:
    """Who acts for an organisation, in which role and since when; who is invited, who asks, who acted before."""
    actor, at = request.actor, now()
    hats = list(access.people(actor, organisation, at))
    waiting = list(access.requests_for(actor, organisation, at))
    context = {
        "organisation": organisation,
        "rows": representatives.told_people(hats, waiting, lambda hat: access.may_change(actor, hat, at)[0]),
        "signed_for": any(hat.kind == SIGNATORY.code and hat.user.is_active for hat in hats),
        "former": list(access.former(actor, organisation, at)[:50]),
        "invitations": [
            {"invitation": each, "over": each.expires_at <= at}
            for each in access.invitations(actor, at).filter(key=organisation.public_id)
        ],
        "waiting": [request for request in waiting if not request.declared],
        "may_invite": access.may_invite(actor, organisation, at)[0],
        "may_leave": access.may_leave(actor, organisation, at)[0],
        "may_decide": access.may_confirm(actor, organisation, at)[0],
    }
    return render(request, "ngo/registry/people_page.html", context)


@page(access.visible, may=access.may_ask)
def ask(request: Request, organisation: Organisation) -> HttpResponse:
    """Ask to act for an organisation that is in the register; where nobody signs any more, on a document."""
    at = now()
    allowed, reason = access.may_ask(request.actor, organisation, at)
    if not allowed:
        raise PermissionDenied(reason)
    takeover = representatives.is_left(organisation)
    form = AskForm(request.POST if request.method == "POST" else None, takeover=takeover)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            asked = actions.ask_to_represent(organisation, **form.cleaned_data, actor=request.actor, at=at)
            if asked.granted:
                messages.success(
                    request, _("Rejestr potwierdza Twój adres e-mail: możesz działać w imieniu organizacji.")
                )
                return redirect("hats" if request.actor.hat else "organisation-desk")
            messages.success(request, _("Prośba przyjęta. Gdy pracownik urzędu ją rozpatrzy, dostaniesz e-mail."))
            return redirect("organisation-page", organisation.public_id)
    context = {"organisation": organisation, "form": form, "takeover": takeover}
    return render(request, "ngo/registry/ask.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_invite)
def invite(request: Request, organisation: Organisation) -> HttpResponse:
    """Invite a person to act for the organisation."""
    at = now()
    allowed, reason = access.may_invite(request.actor, organisation, at)
    if not allowed:
        raise PermissionDenied(reason)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.invite_person(organisation, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Wysłano zaproszenie na adres %(email)s.") % form.cleaned_data)
            return redirect("organisation-people", organisation.public_id)
    context = {"organisation": organisation, "form": form}
    return render(request, "ngo/registry/invite.html", context, status=status_of(request, form))


@page(access.hats, may=access.may_change, personal=True)
def change_role(request: Request, hat: Hat) -> HttpResponse:
    """Give a person another role of the organisation, or open the form that takes it away."""
    organisation, last = _of(request, hat)
    form = RoleForm(request.POST or None, last=last, initial={"kind": hat.kind})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            given = actions.change_role(hat, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Nowa rola: %(role)s.") % {"role": given.known_kind.label})
            return redirect("organisation-people", organisation.public_id)
    context = {
        "organisation": organisation,
        "hat": hat,
        "last": last,
        "form": form,
        "withdrawal": WithdrawalForm(last=last),
    }
    return render(request, "ngo/registry/role.html", context, status=status_of(request, form))


@page(access.hats, may=access.may_change, personal=True)
@require_POST
def withdraw_role(request: Request, hat: Hat) -> HttpResponse:
    """Take a person's role in the organisation away."""
    organisation, last = _of(request, hat)
    form = WithdrawalForm(request.POST, last=last)
    if form.is_valid():
        with refusal_on(form):
            actions.withdraw_role(hat, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Odebrano rolę i powiadomiono osobę."))
            return redirect("organisation-people", organisation.public_id)
    role = RoleForm(last=last, initial={"kind": hat.kind})
    context = {"organisation": organisation, "hat": hat, "last": last, "form": role, "withdrawal": form}
    return render(request, "ngo/registry/role.html", context, status=status_of(request, form))


def _of(request: Request, hat: Hat) -> tuple[Organisation, bool]:
    """The organisation of a role, and whether only this person signs for it. Raises PermissionDenied."""
    allowed, reason = access.may_change(request.actor, hat, now())
    if not allowed:
        raise PermissionDenied(reason)
    organisation = access.inside(request.actor, now()).get(public_id=hat.key)
    return organisation, representatives.only_signs(organisation, hat.user)


@page(access.invitations, may=access.may_revoke)
@require_POST
def withdraw_invitation(request: Request, invitation: Invitation) -> HttpResponse:
    """Take an invitation back."""
    actions.withdraw_invitation(invitation, actor=request.actor, at=now())
    messages.success(request, _("Wycofano zaproszenie."))
    return redirect("organisation-people", invitation.key)


@page(access.inside, may=access.may_leave)
def leave(request: Request, organisation: Organisation) -> HttpResponse:
    """Stop acting for an organisation."""
    actor, at = request.actor, now()
    allowed, reason = access.may_leave(actor, organisation, at)
    if not allowed:
        raise PermissionDenied(reason)
    last = representatives.only_signs(organisation, actor.person)
    form = AcknowledgedForm(request.POST if request.method == "POST" else None, last=last)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.leave(organisation, **form.cleaned_data, actor=actor, at=at)
            messages.success(request, _("Nie działasz już w imieniu: %(name)s.") % {"name": organisation.name})
            return redirect("desk")
    context = {"organisation": organisation, "form": form, "last": last}
    return render(request, "ngo/registry/leave.html", context, status=status_of(request, form))
