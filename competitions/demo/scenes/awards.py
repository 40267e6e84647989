"""The Board decides after the panel's opinion; the results are published in three lists."""

from decimal import Decimal

from competitions.awards import actions
from competitions.demo.play import Play, Round
from competitions.offers.models import Offer
from competitions.offers.states import State

POOL_SPENT = (
    "Oferta osiągnęła próg punktowy, ale pula środków konkursu została wyczerpana przez oferty ocenione wyżej. "
    "Zarząd podzielił opinię komisji."
)
BELOW = (
    "Oferta nie osiągnęła progu punktowego z ogłoszenia: nie wykazano rezultatów proporcjonalnych do kosztów. "
    "Zarząd podzielił opinię komisji."
)


def resolve(play: Play, round_: Round) -> None:
    """Every offer gets what the panel proposed, and a refusal its reason."""
    on = round_.course.resolved
    resolution = play.resolution(f"w sprawie rozstrzygnięcia konkursu „{round_.competition.title}”", on=on)
    decisions = {}
    for offer in Offer.objects.filter(competition=round_.row, state=State.OPINIONED).select_related("opinion"):
        reason = "" if offer.opinion.proposed_amount else POOL_SPENT if offer.opinion.positive else BELOW
        decisions[offer.public_id] = (Decimal(offer.opinion.proposed_amount), reason)
    at = play.at(on, 15, 30)
    actions.resolve(round_.competition, resolution=resolution, decisions=decisions, actor=play.actors["officer"], at=at)
    play.jobs(at)
