"""What the clock asks for: reminders of what is about to be missed, alerts of calls that opened."""

from typing import Any

from competitions.reminders import actions, queries
from competitions.reminders.models import CallAlert
from core.accounts.actor import system
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("reminders.give", label="Przypomnienia o terminach ofert i kart oceny")
def give(run: Run) -> dict[str, Any]:
    """Remind who writes for each organisation, and experts of their cards; run twice, or again after it was cut off, nobody hears the same twice."""
    given = 0
    for number, missed in enumerate(queries.about_to_miss(run.at)):
        run.progress(number, 0)
        if queries.step(missed.due, run.at) is None:
            continue
        for user in queries.writers(missed.offer):
            given += actions.remind(
                missed.offer, user, kind=missed.kind, due=missed.due, actor=system("zegar"), at=run.at
            )
    for card in list(queries.cards_due(run.at)):
        given += actions.remind_card(card, actor=system("zegar"), at=run.at)
    return {"reminders": given}


@handler("reminders.alert", label="Listy o nowych konkursach")
def alert(run: Run) -> dict[str, Any]:
    """Tell each person who asked of the calls that opened; an attempt that was cut off goes on where it was."""
    rows = CallAlert.objects.filter(user__is_active=True).order_by("pk")
    told = sum(bool(actions.tell(row, actor=system("zegar"), at=run.at)) for row in list(rows))
    return {"letters": told}
