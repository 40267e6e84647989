"""What the evaluation hangs on a person: an expert's open cards, a seat in a panel at work."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.evaluation.actions import cards as actions
from competitions.evaluation.models import PanelMember, ScoreCard
from competitions.evaluation.states import CardState, PanelState
from competitions.experts.hats import OPEN_CARDS
from core.accounts.actor import Actor
from core.accounts.models import User
from core.signin.holdings import Keeper


def open_cards(user: User) -> list[str]:
    """The expert's cards that are not submitted, by offer and competition."""
    return [
        _("oferta nr %(number)s, konkurs „%(title)s”")
        % {"number": card.offer.number, "title": card.offer.competition.title}
        for card in _open(user)
    ]


def _open(user: User) -> list[ScoreCard]:
    rows = ScoreCard.objects.filter(expert__user=user, state__in=(CardState.ASSIGNED, CardState.DECLARED))
    return list(rows.select_related("expert", "offer__competition").order_by("due", "pk"))


def return_cards(user: User, successor: User | None, *, actor: Actor, at: datetime, reason: str) -> int:
    """Take all open cards back; staff then give the offers to other experts, whose impartiality must be declared anew."""
    cards = _open(user)
    for card in cards:
        actions.take_back(card, actor=actor, at=at, reason=reason)
    return len(cards)


def seats(user: User) -> list[str]:
    """Panels at work in which the person sits."""
    rows = PanelMember.objects.filter(user=user, panel__state=PanelState.APPOINTED).select_related("panel__competition")
    return [f"{member.get_role_display()}, „{member.panel.competition.title}”" for member in rows.order_by("pk")]


CARDS = Keeper(
    code=OPEN_CARDS,
    label=gettext_lazy("Niezłożone karty oceny"),
    note=gettext_lazy(
        "Karty wracają do urzędu: oferty trzeba przydzielić innym ekspertom, którzy złożą własne deklaracje."
    ),
    held=open_cards,
    pass_on=return_cards,
)
PANELS = Keeper(
    code="panel_seats",
    label=gettext_lazy("Miejsca w komisjach konkursowych"),
    note=gettext_lazy("Skład komisji zmienia uchwała Zarządu; system sam nikogo tu nie wstawi."),
    held=seats,
)
