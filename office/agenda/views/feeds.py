"""Secret links to calendars: making and revoking them; what a link, and the public one, give to a calendar program."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from rest_framework.throttling import BaseThrottle

from core.accounts.actor import Actor
from core.web.page import Request, log_personal_read, page, public, signed_in
from core.web.refused import refusal_on, status_of
from office.agenda import access
from office.agenda.actions import feeds as actions
from office.agenda.feeds import of_events, of_items
from office.agenda.forms import FeedForm
from office.agenda.models import Feed
from office.agenda.presentation import Item
from office.agenda.queries import issued_weeks, shown_to_all
from office.structure.hats import STAFF
from office.structure.queries import units

ICS = "text/calendar; charset=utf-8"


@signed_in(*STAFF)
def feeds(request: Request) -> HttpResponse:
    """One's links, and a new one; its address is shown on this answer and never again."""
    at, actor = now(), request.actor
    choices = {"attendees": access.attendees(actor, at), "units": units()}
    form = FeedForm(request.POST or None, **choices)
    address = ""
    status = 200
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            of = form.cleaned_data["attendee"] or form.cleaned_data["unit"]
            _feed, secret = actions.make(of, actor=actor, at=at)
            address = f"{settings.SITE_ADDRESS}{reverse('feed', args=[secret])}"
            form = FeedForm(**choices)
    if not address:
        status = status_of(request, form)
    context = {
        "form": form,
        "address": address,
        "rows": list(access.feeds(actor, at)),
        "public_address": f"{settings.SITE_ADDRESS}{reverse('public-feed')}",
    }
    response = render(request, "office/agenda/feeds.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@page(access.feeds, may=access.may_revoke, kinds=STAFF)
@require_POST
def revoke(request: Request, feed: Feed) -> HttpResponse:
    """Revoke a link."""
    actions.revoke(feed, actor=request.actor, at=now())
    messages.success(request, _("Kanał „%(name)s” jest unieważniony i już nie działa.") % {"name": str(feed)})
    return redirect("feeds")


def _reads(key: str, at: datetime) -> int:
    """How many times this hour a link was read, or an address of the network guessed; this time counts."""
    name = f"calendar:{key}:{at:%Y%m%d%H}"
    caches["api"].add(name, 0, timeout=3600)
    return int(caches["api"].incr(name))


@public
@require_safe
def feed(request: Request, secret: str) -> HttpResponse:
    """The calendar behind a secret link, as the hat of whoever made it sees it now; the read is noted in their name."""
    at = now()
    found = access.of_secret(actions.hashed(secret)) if len(secret) < 100 else None
    key = found.public_id if found else BaseThrottle().get_ident(cast(Any, request))
    if _reads(key, at) > (settings.CALENDAR_READS if found else settings.CALENDAR_GUESSES):
        return HttpResponse(
            _("Za dużo odczytów. Spróbuj za godzinę."), status=429, content_type="text/plain; charset=utf-8"
        )
    if found is None:
        raise Http404
    if actions.note_read(found, at=at):
        log_personal_read(Actor(user=found.hat.user, hat=found.hat), "feed", found, at=at)
    response = HttpResponse(of_events(access.of_feed(found, at), title=str(found), at=at), content_type=ICS)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@public
@require_safe
def public_feed(request: Request) -> HttpResponse:
    """What was issued to the media, of the last weeks and on, for everyone's calendar."""
    at = now()
    since = localdate(at - access.FEED_PAST)
    items = [Item.kept(row) for week in issued_weeks(since) for row in week.items]
    title = _("Kalendarz marszałka i członków zarządu")
    return HttpResponse(of_items(shown_to_all(items), title=title, at=at), content_type=ICS)
