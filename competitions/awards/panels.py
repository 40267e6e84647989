"""Decisions on other pages: competitions at work on a desk, results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.awards.access import RESOLVED, resolved, visible
from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.calls.states import State
from competitions.evaluation.candidates import lacking_of, tied_of
from competitions.messages.access import threads
from competitions.messages.queries import waiting_of as unanswered_of
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState
from competitions.questions.queries import waiting_of
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data, odmiana


@dataclass(frozen=True, slots=True)
class Step:
    """What a unit has to do with a competition in a state, and the page on which it does it."""

    words: Any
    route: str


STEPS = {
    State.DRAFT: Step(gettext_lazy("Uzupełnij i zatwierdź: %(title)s"), "competition-prepare"),
    State.APPROVED: Step(gettext_lazy("Odnotuj publikacje: %(title)s"), "competition-prepare"),
    State.OPEN: Step(gettext_lazy("Przyjmuj oferty: %(title)s"), "evaluation-progress"),
    State.SUSPENDED: Step(gettext_lazy("Nabór zawieszony, wznów go albo odwołaj: %(title)s"), "competition-changes"),
    State.CLOSED: Step(gettext_lazy("Sprawdź formalnie: %(title)s"), "evaluation-progress"),
    State.EVALUATION: Step(gettext_lazy("Doglądaj oceny: %(title)s"), "evaluation-progress"),
    State.CONCLUDED: Step(gettext_lazy("Odnotuj decyzję Zarządu: %(title)s"), "competition-resolve"),
}

OFFERS = "oferta,oferty,ofert"
CARDS = "karta,karty,kart"


def at_work(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Every competition that is not resolved, with what the office has to do next and how many offers wait for it."""
    rows = (
        visible_competitions(actor, at)
        .filter(state__in=STEPS)
        .only("public_id", "title", "state", "offers_due", "confirmation_due", "selection_by")
        .select_related(None)
        .annotate(
            to_receive=Count("offers", filter=Q(offers__state=OfferState.SUBMITTED)),
            to_check=Count("offers", filter=Q(offers__state__in=(OfferState.CONFIRMED, OfferState.CORRECTED))),
            to_reassign=lacking_of(OuterRef("pk")),
            tied=tied_of(OuterRef("pk")),
            to_answer=Coalesce(waiting_of(OuterRef("pk")), 0),
            to_write=Coalesce(unanswered_of(threads(actor, at), OuterRef("pk")), 0),
        )
        .order_by("selection_by", "pk")
    )
    return listing(
        _("Konkursy: co teraz"),
        [_work(row, at) for row in rows],
        more=(_("Wszystkie konkursy"), reverse("competitions")),
        empty=_("Żaden konkurs nie jest w toku. Nowy przygotujesz na stronie konkursów."),
    )


def _work(row: Any, at: datetime) -> Item:
    step = STEPS[State(row.state)]
    notes = []
    due = row.selection_by
    if row.state in (State.DRAFT, State.APPROVED, State.OPEN, State.SUSPENDED):
        due = localdate(row.offers_due)
        notes.append(_("oferty do %(day)s") % {"day": data(due)})
    else:
        notes.append(_("wybór ofert do %(day)s") % {"day": data(due)})
    notes += [text for count, text in _turns(row, at) if count]
    tag, tone = nearness(due, at)
    return Item(
        str(step.words) % {"title": row.title},
        reverse(step.route, args=[row.public_id]),
        note=", ".join(notes),
        tag=tag,
        tone=tone,
    )


def _turns(row: Any, at: datetime) -> list[tuple[int, str]]:
    """How many offers wait, for whom and for what."""
    unconfirmed = (
        _("urząd: %(offers)s bez potwierdzenia w terminie")
        if at > row.confirmation_due
        else _("organizacje: %(offers)s bez potwierdzenia do %(day)s")
    )
    words = {"offers": odmiana(row.to_receive, OFFERS), "day": data(row.confirmation_due)}
    return [
        (row.to_receive, unconfirmed % words),
        (
            row.to_answer,
            _("urząd: %(questions)s bez odpowiedzi") % {"questions": odmiana(row.to_answer, "pytanie,pytania,pytań")},
        ),
        (row.tied, _("urząd: %(cards)s z nowym powiązaniem eksperta") % {"cards": odmiana(row.tied, CARDS)}),
        (row.to_reassign, _("urząd: %(offers)s bez eksperta") % {"offers": odmiana(row.to_reassign, OFFERS)}),
        (
            row.to_write,
            _("urząd: %(messages)s bez odpowiedzi") % {"messages": odmiana(row.to_write, "rozmowa,rozmowy,rozmów")},
        ),
        (row.to_check, _("urząd: %(offers)s do oceny formalnej") % {"offers": odmiana(row.to_check, OFFERS)}),
    ]


def latest_results(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The competitions resolved last, on the first page."""
    rows = resolved(actor, at).only("public_id", "title", "resolved_at").select_related(None)
    items = [
        Item(
            row.title,
            reverse("results", args=[row.public_id]),
            note=_("rozstrzygnięty %(day)s") % {"day": data(row.resolved_at)},
        )
        for row in rows.order_by("-resolved_at")[:5]
    ]
    return listing(_("Wyniki konkursów"), items)


def results(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """On a competition's page: how it ended, once that is public."""
    if competition.state not in RESOLVED:
        return None
    granted = visible(actor, at).filter(offer__competition=competition, granted=True)
    amounts = list(granted.values_list("amount", flat=True))
    context = {
        "competition": competition,
        "count": odmiana(len(amounts), "organizacja,organizacje,organizacji"),
        "total": sum(amounts),
    }
    return Panel(_("Wyniki"), "competitions/awards/results_panel.html", context)


def decision(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """On an offer's page: what the Board decided, once that is public."""
    decided = offer.state in (OfferState.AWARDED, OfferState.REFUSED, OfferState.CONTRACTED)
    award = visible(actor, at).filter(offer=offer).first() if decided else None
    if award is None:
        return None
    return Panel(_("Decyzja Zarządu"), "competitions/awards/decision_panel.html", {"award": award, "offer": offer})
