"""Reads of nominations: the pool from which a panel is appointed."""

from datetime import date

from competitions.nominations.models import Nomination


def pool(on: date) -> list[Nomination]:
    """Candidates on the list on a day, in Polish order of names."""
    rows = Nomination.objects.pool(on).select_related("organisation", "user")
    return list(rows.order_by("user__sort_key", "pk"))


def indicated_by(on: date) -> dict[int, str]:
    """Account of a candidate → the organisation that indicated them; two organisations stand side by side."""
    found: dict[int, list[str]] = {}
    for each in pool(on):
        if each.user_id:
            found.setdefault(each.user_id, []).append(each.organisation.name)
    return {user: ", ".join(names)[:300] for user, names in found.items()}
