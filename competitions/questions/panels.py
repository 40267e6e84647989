"""Questions and answers on the pages of their competition."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.questions.access import READERS, published, visible
from competitions.questions.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana

SHOWN = 10


def answers(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """On the public page: the newest published answers, and the way to ask; the office has its own list."""
    if actor.wears(*READERS):
        return None
    rows = list(published(actor, at).filter(competition=competition).order_by("-published_at", "-pk")[:SHOWN])
    context = {"rows": rows, "competition": competition, "asks": competition.state == CompetitionState.OPEN}
    title = _("Pytania i odpowiedzi")
    return Panel(title, "competitions/questions/panel.html", context, empty=not rows and not context["asks"])


def waiting(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """On the officer's page: how many questions wait for an answer."""
    if competition.state in (CompetitionState.DRAFT, CompetitionState.APPROVED):
        return None
    rows = visible(actor, at).filter(competition=competition)
    counts: dict[str, Any] = rows.aggregate(all=Count("pk"), left=Count("pk", filter=Q(state=State.ASKED)))
    left = counts["left"]
    note = odmiana(left, "pytanie bez odpowiedzi,pytania bez odpowiedzi,pytań bez odpowiedzi") if left else ""
    item = Item(
        _("Pytania o konkurs (%(count)s)") % {"count": counts["all"]},
        reverse("questions-to-answer", args=[competition.public_id]),
        note=_("odpowiedzi, publikacja, ostatni dzień na pytania"),
        tag=note,
        tone="warn" if left else "",
    )
    return listing(_("Pytania"), [item])
