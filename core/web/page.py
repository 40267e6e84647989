"""The guarded view: every page says who may open it, reads through a gate, and logs reads of personal records."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from itertools import islice
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import subject_of
from core.audit.models import PersonalRead

Gate = Callable[[Actor, datetime], "models.QuerySet[Any]"]
# The public id under which an object that is no more at an id is found now, for this actor; nothing when it is nowhere.
Moved = Callable[[Actor, str, datetime], str]
May = Callable[[Actor, Any, datetime], tuple[bool, str]]
View = Callable[..., HttpResponseBase]
# Reads of one page that are written in one statement.
READS_AT_ONCE = 1000
# Whom a view is open to, as it says itself: everyone, or whoever its gate lets in.
EVERYONE, THROUGH_GATE = "wszyscy", "bramka"
ALLOWED: tuple[bool, str] = (True, "")

READING = ("GET", "HEAD", "OPTIONS")


class Request(HttpRequest):
    """A request as views see it: with the actor that the middleware put on it."""

    actor: Actor
    held_back: Hat | None


def stop(request: Request, refusal: Exception) -> HttpResponseBase:
    """Who may not go on: a visitor is led to sign in, a person whose hat is held back to their second factor; else refused.

    Raises `refusal`.
    """
    if request.actor.user is None:
        return redirect_to_login(request.get_full_path())
    if request.held_back:
        return redirect_to_login(request.get_full_path(), reverse("second-factor"))
    raise refusal


def public(view: View) -> View:
    """A page for anyone; it may show only what is public."""
    view.opens_to = EVERYONE  # type: ignore[attr-defined]
    return view


def entrance(view: View) -> View:
    """A page for anyone on the way into an account or out of it: it tells nothing of the office's work."""
    view.informs = False  # type: ignore[attr-defined]
    return public(view)


def signed_in(*kinds: str) -> Callable[[View], View]:
    """A page for people in one of the kinds of hats; without kinds, for anyone signed in."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.user is None:
                return redirect_to_login(request.get_full_path())
            if kinds and not request.actor.wears(*kinds):
                reason = _("Ta strona jest dla innej roli niż ta, w której teraz działasz. Zmień rolę u góry strony.")
                return stop(request, PermissionDenied(reason))
            return view(request, *args, **kwargs)

        guarded.opens_to = ", ".join(kinds) or "zalogowani"  # type: ignore[attr-defined]
        return guarded

    return guard


def page(
    gate: Gate,
    *,
    may: May | None = None,
    kinds: tuple[str, ...] = (),
    lookup: str = "public_id",
    personal: bool = False,
    moved: Moved | None = None,
) -> Callable[[View], View]:
    """A page of one object: `gate(actor, at)` finds it or it does not exist (404); `may` guards every writing method (403).

    The view gets the object as its second argument in place of the `public_id` in the address. `personal` logs the read.
    With `moved`, the address of an object that became another leads to that one.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, public_id: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            at = now()
            if kinds and not request.actor.wears(*kinds):
                return stop(request, Http404())
            obj = gate(request.actor, at).filter(**{lookup: public_id}).first()
            if obj is None:
                if moved and request.method in READING and (to := moved(request.actor, public_id, at)):
                    return redirect(request.resolver_match.view_name, to, *args, **kwargs)  # type: ignore[union-attr]
                return stop(request, Http404())
            if may and request.method not in READING:
                allowed, reason = may(request.actor, obj, at)
                if not allowed:
                    raise PermissionDenied(reason)
            if personal:
                log_personal_read(request.actor, guarded.__name__, obj, at=at)
            return view(request, obj, *args, **kwargs)

        opens = ", ".join(kinds) or THROUGH_GATE
        guarded.opens_to = f"{opens}: {gate.__module__}.{gate.__name__}"  # type: ignore[attr-defined]
        guarded.gate = gate  # type: ignore[attr-defined]
        guarded.may = may  # type: ignore[attr-defined]
        return guarded

    return guard


def log_personal_read(actor: Actor, where: str, *rows: Any, at: datetime) -> None:
    """Note that persons' data were shown to a signed-in person: a note of each row that carries them, in one query."""
    log_reads_of(actor, where, [subject_of(row) for row in rows], at=at)


def log_reads_of(actor: Actor, where: str, subjects: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """Note reads of records by the kind and id under which the ledger knows them; a visitor is nobody to note.

    However many there are, only some are in memory at a time.
    """
    if actor.user is None:
        return
    rest = iter(subjects)
    while some := list(islice(rest, READS_AT_ONCE)):
        PersonalRead.objects.bulk_create(
            PersonalRead(
                at=at,
                user=actor.user,
                hat_kind=actor.kind,
                hat_key=actor.key,
                page=where[:80],
                subject_kind=kind,
                subject_id=identifier,
            )
            for kind, identifier in dict.fromkeys(some)
        )
