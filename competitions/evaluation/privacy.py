"""Score cards and seats in panels: what is kept of a person, and how long the files of a competition bind them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition
from competitions.evaluation.models import Panel, PanelMember, ScoreCard
from core.accounts.models import User
from core.privacy.shares import Rows, Share, case_files_until
from core.web.templatetags.polish import data


def _cards(user: User) -> "QuerySet[ScoreCard]":
    rows = ScoreCard.objects.filter(expert__user=user).select_related("offer__competition")
    return rows.defer("offer__content").prefetch_related("scores__criterion", "versions").order_by("pk")


def cards(user: User) -> Rows:
    """The person's score cards with their own words; of the offer its number alone."""
    return [
        {
            "konkurs": each.offer.competition.title,
            "oferta nr": each.offer.number,
            "deklaracja": each.declaration,
            "mocne strony": each.strengths,
            "słabe strony": each.weaknesses,
            "proponowana dotacja [zł]": each.recommended_amount,
            "zakwestionowane koszty": each.questioned,
            "złożona": each.submitted_at,
            "powód zwrotu": each.returned_because,
            "złożone wersje": [version.content for version in each.versions.all()],
            "oceny": [
                {"kryterium": score.criterion.name, "punkty": score.points, "uzasadnienie": score.justification}
                for score in each.scores.all()
            ],
        }
        for each in _cards(user)
    ]


def card_records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Cards as the read log knows them."""
    return {"competitions.scorecard": ScoreCard.objects.filter(expert__user=user).values("public_id")}


def _reason(title: str, until: date) -> str:
    return gettext("Ocena w konkursie „%(title)s”: akta przechowujemy do %(day)s (RODO art. 17 ust. 3 lit. b).") % {
        "title": title,
        "day": data(until),
    }


def cards_bind(user: User, on: date) -> list[str]:
    """Competitions in which the person declared or scored, until their files need not be kept; a sentence for each."""
    found = _cards(user).exclude(declared_at=None)
    ends = {each.offer.competition.title: case_files_until(each.offer.competition.task_to) for each in found}
    return [_reason(title, until) for title, until in ends.items() if on < until]


def seats(user: User) -> Rows:
    """Seats in panels with the person's own declarations."""
    found = PanelMember.objects.filter(user=user).select_related("panel__competition").order_by("pk")
    return [
        {
            "konkurs": each.panel.competition.title,
            "rola": each.get_role_display(),
            "strona": each.get_side_display(),
            "wskazanie": each.indicated_by,
            "deklaracja": each.declaration,
            "obecność": each.present,
        }
        for each in found
    ]


def seat_records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Panels as the read log knows them, and competitions whose progress shows who scores and who sits."""
    sat = Panel.objects.filter(members__user=user)
    return {
        "competitions.panel": sat.values("public_id"),
        "competitions.competition": Competition.objects.filter(
            Q(panel__in=sat) | Q(offers__cards__expert__user=user)
        ).values("public_id"),
    }


def seats_bind(user: User, on: date) -> list[str]:
    """Panels of the person, until the files of their competitions need not be kept."""
    found = PanelMember.objects.filter(user=user).select_related("panel__competition").order_by("pk")
    ends = {each.panel.competition.title: case_files_until(each.panel.competition.task_to) for each in found}
    return [_reason(title, until) for title, until in ends.items() if on < until]


# The declarations and cards are acts in the file of the competition; they reach the person through the list of experts.
CARDS = Share(_("Karty oceny"), (), cards, card_records, cards_bind)
SEATS = Share(_("Komisje konkursowe"), ("competitions.panelmember.user",), seats, seat_records, seats_bind)
