"""What the system itself can answer on the formal card; a person confirms or changes it."""

from competitions.offers.models import Offer


def prefilled(offer: Offer) -> dict[str, str]:
    """Initial answers: what submission has already checked is "yes", what does not apply is "na"."""
    known = ("in_time", "entitled", "within", "limit", "fields", "arithmetic", "shares", "declarations")
    return {**dict.fromkeys(known, "yes"), "joint": "na"}
