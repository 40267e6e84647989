"""Reads of reminders: what is about to be missed, who is told, which of their addresses refuse letters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from competitions.calls.models import Competition
from competitions.calls.queries import listed
from competitions.calls.states import State as CompetitionState
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from competitions.offers.queries import NOT_COUNTED, awaiting_signature
from competitions.offers.states import State
from competitions.reminders.models import AlertedCall, CallAlert, Kind, ReminderChoice
from core.accounts.models import Hat, User
from core.notices.models import RefusedAddress
from ngo.registry.hats import ORGANISATION, WRITERS

# Days before a term on which is reminded of it. A step that was missed, since nothing ran that day, is made up for.
STEPS = (1, 3)


def step(due: datetime, at: datetime) -> int | None:
    """Which step it is time for: 3 while two or three days are left, 1 on the day before and on the day itself."""
    left = (localdate(due) - localdate(at)).days
    return next((each for each in STEPS if left <= each), None) if at <= due else None


# Days after the term of a card on which its expert is reminded again.
LATE = (7, 3, 1)


def card_step(due: date, at: datetime) -> tuple[Kind, int] | None:
    """What it is time for with a card that is not submitted: a reminder before its term, or one of those after it."""
    left = (due - localdate(at)).days
    if left >= 0:
        before = next((each for each in STEPS if left <= each), None)
        return (Kind.CARD, before) if before else None
    return Kind.LATE_CARD, next(each for each in LATE if -left >= each)


def cards_due(at: datetime) -> "QuerySet[ScoreCard]":
    """Cards that wait for their expert whose term is near or over, of competitions under evaluation."""
    rows = ScoreCard.objects.filter(
        state__in=(CardState.ASSIGNED, CardState.DECLARED),
        due__lte=localdate(at) + timedelta(days=max(STEPS)),
        offer__state=State.ACCEPTED,
        offer__competition__state=CompetitionState.EVALUATION,
        expert__user__is_active=True,
    )
    return rows.select_related("offer__competition", "offer__organisation", "expert__user", "assigned_by").order_by(
        "pk"
    )


@dataclass(frozen=True, slots=True)
class Missed:
    """What an organisation is about to miss."""

    kind: Kind
    offer: Offer
    due: datetime


def about_to_miss(at: datetime) -> Iterator[Missed]:
    """Drafts that may still be submitted, confirmations and corrections that did not come, whose term is near."""
    near = at + timedelta(days=max(STEPS) + 1)
    rows = Offer.objects.select_related("competition", "organisation").defer("content").order_by("pk")
    drafts = rows.filter(
        state=State.DRAFT,
        competition__state=CompetitionState.OPEN,
        competition__offers_due__gte=at,
        competition__offers_due__lt=near,
    )
    yield from (Missed(Kind.DRAFT, row, row.competition.offers_due) for row in _with_room(drafts))
    signed = awaiting_signature(rows).filter(term__gte=at, term__lt=near)
    yield from (Missed(Kind.CONFIRMATION, row, row.term) for row in signed.iterator(500))
    called = rows.filter(state=State.RETURNED, correction__due__gte=at, correction__due__lt=near)
    yield from (Missed(Kind.CORRECTION, row, row.correction.due) for row in called.select_related("correction"))


def _with_room(drafts: "QuerySet[Offer]") -> Iterator[Offer]:
    """Drafts of organisations that may submit another offer: of one left behind nobody wants to hear."""
    others = Q(organisation__offers__competition=F("competition")) & ~Q(organisation__offers__state__in=NOT_COUNTED)
    counted = drafts.annotate(submitted=Count("organisation__offers", filter=others, distinct=True))
    yield from counted.filter(submitted__lt=F("competition__offers_per_organisation")).iterator(500)


def writers(offer: Offer) -> list[User]:
    """Who writes for the offer's organisation now."""
    hats = Hat.objects.worn().filter(kind__in=WRITERS, key=offer.organisation.public_id, user__is_active=True)
    return list({hat.user_id: hat.user for hat in hats.select_related("user").order_by("pk")}.values())


def by_email(user: User, kind: Kind) -> bool:
    """Whether the person wants reminders of a kind by e-mail."""
    return not ReminderChoice.objects.filter(user=user, kind=kind, by_email=False).exists()


def choices(user: User) -> dict[str, bool]:
    """Every kind and whether the person wants it by e-mail."""
    off = set(ReminderChoice.objects.filter(user=user, by_email=False).values_list("kind", flat=True))
    return {kind: kind not in off for kind in Kind.values}


def owners(addresses: Iterable[RefusedAddress]) -> dict[str, list[User]]:
    """Address → the accounts that have it, with the hats they wear."""
    emails = [each.email for each in addresses]
    found: dict[str, list[User]] = {}
    people = User.objects.annotate(key=Lower("email")).filter(key__in=emails).prefetch_related("hats")
    for user in people:
        found.setdefault(user.email.lower(), []).append(user)
    return found


def unreachable(competition: Competition) -> "QuerySet[Any]":
    """Hats of people of organisations with offers in a competition whose addresses refuse letters."""
    offers = competition.offers.exclude(state__in=NOT_COUNTED).order_by()
    refused = RefusedAddress.objects.order_by().values("email")
    hats = Hat.objects.worn().filter(kind__in=ORGANISATION, key__in=offers.values("organisation__public_id"))
    return hats.annotate(address=Lower("user__email")).filter(address__in=refused).select_related("user").order_by("pk")


def news(alert: CallAlert, at: datetime) -> list[Competition]:
    """Open calls that an alert is for, announced since it was set and not told of yet; the soonest deadline first."""
    told = AlertedCall.objects.filter(alert=alert).values("competition")
    rows = listed(Competition.objects.open(at)).filter(announced_at__gte=alert.since).exclude(pk__in=told)
    return [row for row in rows.order_by("offers_due", "pk") if fits(alert, row)]


def fits(alert: CallAlert, competition: Competition) -> bool:
    """Whether a call is in the spheres and counties of an alert; a call for the whole voivodeship is in every county."""
    in_sphere = not alert.spheres or competition.sphere in alert.spheres
    return in_sphere and (
        not alert.counties or not competition.counties or bool({*alert.counties} & {*competition.counties})
    )
