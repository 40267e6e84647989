"""Pages of the API: a person's keys, and the documentation in the browser."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView

from core.api import access, actions
from core.api.forms import TokenForm
from core.api.models import ApiToken
from core.api.problems import KINDS
from core.api.reference import Reference, reference
from core.api.resource import Guarded
from core.api.scopes import known
from core.web.page import Request, page, public, signed_in
from core.workflow.refusal import Refusal


@signed_in()
@never_cache
def tokens(request: Request) -> HttpResponse:
    """A person's keys, and a new one in the hat worn now; its secret is shown on this answer and never again."""
    at = now()
    allowed, reason = access.may_create(request.actor, None, at)
    form = TokenForm(request.POST or None, kind=request.actor.kind)
    secret, refused = "", []
    if request.method == "POST" and allowed and form.is_valid():
        try:
            _token, secret = actions.create_token(**form.cleaned_data, actor=request.actor, at=at)
        except Refusal as refusal:
            refused = refusal.sentences
        else:
            form = TokenForm(kind=request.actor.kind)
    failed = request.method == "POST" and not secret
    context = {
        "reference": _reference(),
        "rows": [(token, *_standing(token, at)) for token in access.visible(request.actor, at)],
        "form": form,
        "secret": secret,
        "refused": refused,
        "allowed": allowed,
        "reason": reason,
    }
    return render(request, "core/api/tokens.html", context, status=409 if refused else 400 if failed else 200)


def _standing(token: ApiToken, at: datetime) -> tuple[str, str]:
    """The tone and the word of a key's state."""
    if token.revoked_at:
        return "", _("unieważniony")
    if token.expires_at <= at:
        return "", _("wygasł")
    if token.hat.withdrawn_at:
        return "warn", _("rola odebrana")
    return "good", _("czynny")


@page(access.visible, may=access.may_revoke)
@require_POST
def revoke(request: Request, token: ApiToken) -> HttpResponse:
    """Revoke a key."""
    actions.revoke_token(token, actor=request.actor, at=now())
    messages.success(request, _("Klucz „%(name)s” jest unieważniony i już nie działa.") % {"name": token.name})
    return redirect("api-tokens")


@cache
def _reference() -> Reference:
    """Made once in a process: the schema changes only with the code."""
    return reference(SchemaGenerator().get_schema(request=None, public=True))


@public
def docs(request: Request) -> HttpResponse:
    """The API in the browser: how to begin, scopes, problems, and every operation from the schema."""
    context = {
        "reference": _reference(),
        "origin": settings.SITE_ADDRESS,
        "scopes": list(known().values()),
        "problems": list(KINDS.values()),
    }
    return render(request, "core/api/docs.html", context)


@public
def to_docs(request: Request) -> HttpResponse:
    """The root of the API is its documentation."""
    return redirect("api-docs")


class Schema(Guarded, SpectacularJSONAPIView):
    """The description itself, for everyone."""

    public = True
