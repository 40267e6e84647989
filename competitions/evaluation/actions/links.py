"""Verbs over what ties an expert to the applicants of a card: look again, keep the card all the same."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from competitions.conflicts.graph import Verdict
from competitions.conflicts.presentation import Told
from competitions.evaluation.candidates import graver
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.refusals import Tied
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.notices.actions import send
from core.workflow.advance import hold


@transaction.atomic
def find_links(card: ScoreCard, found: Told, *, actor: Actor, at: datetime) -> bool:
    """Keep what is found now of a card; who gave it out is told when it is graver than what they knew. Whether it is news."""
    before = card.links_found
    if before == found.verdict:
        return False
    ScoreCard.objects.filter(pk=card.pk).update(links_found=found.verdict)
    card.links_found = found.verdict
    after = {"links": found.verdict.value, "expert": card.expert.public_id}
    record(card, "find_links", actor=actor, at=at, before={"links": before}, after=after)
    news = graver(found.verdict, before) and graver(found.verdict, card.links_accepted)
    if news and card.assigned_by:
        context = {"offer": card.offer, "expert": card.expert, "found": found}
        link = reverse("card-links", args=[card.public_id])
        send(card.assigned_by, template="card-links", context=context, subject_obj=card, at=at, link=link)
    return news


@transaction.atomic
def keep_card(card: ScoreCard, *, reason: str, actor: Actor, at: datetime) -> ScoreCard:
    """Leave the card with its expert although a link is possible or cannot be ruled out; the ledger keeps why. Raises Tied for a conflict."""
    hold(card)
    if card.links_found == Verdict.CONFLICT:
        raise Tied(str(card.expert), [])
    if card.links_accepted != card.links_found:
        before = {"links": card.links_accepted}
        ScoreCard.objects.filter(pk=card.pk).update(links_accepted=card.links_found)
        card.links_accepted = card.links_found
        record(card, "keep_card", actor=actor, at=at, before=before, after={"links": card.links_found}, reason=reason)
    return card
