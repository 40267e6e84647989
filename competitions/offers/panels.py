"""Offers on other pages: an organisation's work, its offers in a competition, how many came in."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.offers.access import own, partnerships
from competitions.offers.models import Offer, Partner
from competitions.offers.queries import awaiting_signature, listed, outdated
from competitions.offers.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data_godzina, odmiana
from ngo.papers.queries import unconfirmed
from ngo.registry.hats import ORGANISATION, WRITERS
from ngo.registry.representatives import unverified
from office.structure.access import is_staff


def invitations(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Joint offers to which the organisation has not agreed, or no more: it has changed since; nothing after the deadline."""
    rows = partnerships(actor, at).filter(offer__state=State.DRAFT, offer__competition__offers_due__gte=at)
    # Only an offer that was submitted before has a content that was agreed to.
    rows = rows.filter(Q(agreed_at=None) | Q(offer__number__isnull=False)).order_by(
        "offer__competition__offers_due", "pk"
    )
    shown = list(rows[:10])
    stale = outdated(shown)
    items = [_invitation(row, at) for row in shown if row.agreed_at is None or row.pk in stale]
    return listing(_("Oferty wspólne: czekamy na odpowiedź"), items) if items else None


def _invitation(row: Partner, at: datetime) -> Item:
    due = row.offer.competition.offers_due
    tag, tone = nearness(localdate(due), at)
    words = (
        _("Zgódź się ponownie na zmienioną ofertę wspólną: %(who)s")
        if row.agreed_at
        else _("Zaproszenie do oferty wspólnej: %(who)s")
    )
    return Item(
        words % {"who": row.offer.organisation.name},
        reverse("partnership", args=[row.public_id]),
        note=_("%(competition)s, oferty do %(due)s")
        % {"competition": row.offer.competition.title, "due": data_godzina(due)},
        tag=tag,
        tone=tone,
    )


def to_do(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The organisation's drafts with the deadline, and offers whose confirmation has to reach the office."""
    drafts = listed(own(actor, at).filter(state=State.DRAFT)).order_by("competition__offers_due", "pk")[:10]
    signed: Any = awaiting_signature(own(actor, at)).defer("content").order_by("term", "pk")[:10]
    rows = [(row.competition.offers_due, _draft(actor, row, at)) for row in drafts]
    rows += [(row.term, _unconfirmed(row, at)) for row in signed]
    rows.sort(key=lambda pair: pair[0])
    return listing(
        _("Oferty: co teraz"),
        [item for _due, item in rows[:10]],
        more=(_("Wszystkie oferty"), reverse("my-offers")),
        empty=_("Nie macie teraz żadnej oferty w przygotowaniu. Wybierz otwarty konkurs, aby napisać pierwszą."),
    )


def _draft(actor: Actor, row: Offer, at: datetime) -> Item:
    tag, tone = nearness(localdate(row.competition.offers_due), at)
    writes = actor.wears(*WRITERS)
    words = _("Dokończ i złóż: %(offer)s") if writes else _("W przygotowaniu: %(offer)s")
    return Item(
        words % {"offer": row},
        reverse("offer-edit" if writes and at <= row.competition.offers_due else "offer-page", args=[row.public_id]),
        note=_("%(competition)s, oferty do %(due)s")
        % {"competition": row.competition.title, "due": data_godzina(row.competition.offers_due)},
        tag=tag,
        tone=tone,
    )


def _unconfirmed(row: Any, at: datetime) -> Item:
    tag, tone = nearness(localdate(row.term), at)
    return Item(
        _("Dostarcz potwierdzenie: %(offer)s") % {"offer": row},
        reverse("offer-page", args=[row.public_id]),
        note=_("podpisane potwierdzenie musi wpłynąć do %(due)s") % {"due": data_godzina(row.term)},
        tag=tag,
        tone=tone,
    )


def unverified_people(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """For staff with an offer in hand: people of its organisation whose right to act or to sign nobody has confirmed."""
    if not is_staff(actor):
        return None
    items = [
        Item(
            str(request.user),
            reverse("representation-decide", args=[request.public_id]),
            note=_("działa od własnego zgłoszenia organizacji; sprawdź z odpisem, kto podpisał potwierdzenie"),
            tag=_("niepotwierdzona"),
            tone="warn",
        )
        for request in unverified(offer.organisation)
    ]
    items += [
        Item(
            str(signatory),
            reverse("signatory-confirm", args=[signatory.public_id]),
            note=_("%(function)s; podpisuje według organizacji, sprawdź z odpisem") % {"function": signatory.function},
            tag=_("niepotwierdzona"),
            tone="warn",
        )
        for signatory in unconfirmed(offer.organisation, localdate(at))
    ]
    return listing(_("Osoby niepotwierdzone przez urząd"), items)


def in_competition(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """An organisation's own offers in a competition; for auditors how many came in (staff read it on their own page)."""
    if actor.wears(*ORGANISATION):
        rows = listed(own(actor, at).filter(competition=competition)).order_by("pk")
        items = [
            Item(str(row), reverse("offer-page", args=[row.public_id]), tag=row.get_state_display()) for row in rows
        ]
        return listing(_("Wasze oferty w tym konkursie"), items)
    return counted(actor, competition, at) if actor.wears("auditor") else None


def counted(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """How many offers came in, by state, for staff and auditors."""
    before_offers = competition.state in (CompetitionState.DRAFT, CompetitionState.APPROVED)
    if before_offers or not (is_staff(actor) or actor.wears("auditor")):
        return None
    # Counts only, so of sealed offers too.
    rows = competition.offers.exclude(state=State.DRAFT)
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    rows_by_state = [(label, found[value]) for value, label in State.choices if value in found]
    total = odmiana(sum(found.values()), "oferta,oferty,ofert")
    context = {"rows": rows_by_state, "total": total, "competition": competition, "staff": is_staff(actor)}
    return Panel(_("Oferty"), "competitions/offers/counts_panel.html", context, empty=not found)
