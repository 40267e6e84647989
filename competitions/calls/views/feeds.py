"""Announced competitions for other programs: a feed of news and a calendar of deadlines, with the filters of the list."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from competitions.calls import access, queries
from competitions.calls.filters import CallFilter
from competitions.calls.models import CompetitionQuerySet
from core.accounts.actor import VISITOR
from core.web.page import Request, public
from core.web.templatetags.polish import data_godzina, zloty
from law.spheres import sphere

# How many competitions a feed and a calendar tell of.
NEWEST = 50


def _asked(request: Request) -> CompetitionQuerySet:
    """What everyone may see, whoever asks: a feed's address goes into other programs."""
    at = now()
    rows = queries.listed(access.visible(VISITOR, at)).filter(announced_at__isnull=False)
    return CallFilter(request.GET, rows=rows, at=at).narrowed()


def _address(path: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + path


@public
@require_safe
def atom(request: Request) -> HttpResponse:
    """News of competitions, the newest first (Atom, RFC 4287)."""
    feed = Atom1Feed(
        title=_("Otwarte konkursy ofert: %(office)s") % {"office": settings.OFFICE["name"]},
        link=_address(reverse("competitions")),
        description=None,
        language="pl",
        feed_url=_address(request.get_full_path()),
    )
    for row in _asked(request).order_by("-announced_at", "-pk")[:NEWEST]:
        said = _("Oferty do %(due)s. Pula: %(pool)s. Rodzaj zadania: %(code)s. %(sphere)s. Stan: %(state)s.")
        feed.add_item(
            title=row.title,
            link=_address(reverse("competition-page", args=[row.public_id])),
            description=said
            % {
                "due": data_godzina(row.offers_due),
                "pool": zloty(row.pool),
                "code": row.sphere,
                "sphere": sphere(row.sphere).name,
                "state": row.get_state_display(),
            },
            pubdate=row.announced_at,
            updateddate=max(moment for moment in (row.announced_at, row.closed_at, row.resolved_at) if moment),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public
@require_safe
def calendar(request: Request) -> HttpResponse:
    """Deadlines of offers as a calendar that programs subscribe to (iCalendar, RFC 5545)."""
    found = Calendar()
    found.add("prodid", "-//Pozytek//konkursy//PL")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("Terminy składania ofert"))
    for row in _asked(request).order_by("-offers_due", "-pk")[:NEWEST]:
        address = _address(reverse("competition-page", args=[row.public_id]))
        event = Event()
        # One identity for ever: a moved deadline moves the entry in people's calendars.
        event.add("uid", f"{row.public_id}@{settings.SITE_ADDRESS.partition('//')[2].strip('/')}")
        event.add("dtstamp", now())
        event.add("dtstart", row.offers_due)
        event.add("dtend", row.offers_due)
        event.add("summary", _("Koniec naboru: %(title)s") % {"title": row.title})
        event.add(
            "description",
            _("Pula: %(pool)s. Stan: %(state)s.") % {"pool": zloty(row.pool), "state": row.get_state_display()},
        )
        event.add("url", address)
        found.add_component(event)
    # Times with the rules of their zone, as the standard asks.
    found.add_missing_timezones()
    return HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
