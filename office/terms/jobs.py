"""What the clock asks for: late terms shown to deputies and heads, digests by e-mail."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.accounts.actor import system
from core.accounts.models import User
from core.jobs.handlers import handler
from core.jobs.runner import Run
from law.calendar import is_working_day, rolled
from office.terms import actions
from office.terms.models import Often
from office.terms.queries import deputy_of, digest_due, first, heads_of, late_by, rows, staff_actors, terms
from office.terms.sources import Asked
from office.terms.states import Step

DIGEST_MAX = 100


@handler("terms.escalate", label="Terminy, które minęły")
def escalate(run: Run) -> dict[str, Any]:
    """Show terms that are late by some working days to the deputy, later to the heads; run again, nobody hears the same twice."""
    day, clock, told = localdate(run.at), system("zegar"), 0
    found = rows(Asked(clock, run.at, "all"), late_before=day)
    late = terms(found) if found is not None else []
    people = User.objects.in_bulk({term.user for term in late if term.user})
    rules = settings.OFFICE["terms"]
    for number, term in enumerate(late):
        run.progress(number, len(late))
        person = people.get(term.user) if term.user else None
        if person and late_by(term.due, rules["deputy_after_working_days"], day):
            deputy = deputy_of(person, day)
            told += actions.escalate(term, [deputy] if deputy else [], step=Step.DEPUTY, actor=clock, at=run.at)
        if late_by(term.due, rules["head_after_working_days"], day):
            told += actions.escalate(term, heads_of(term.unit), step=Step.HEAD, actor=clock, at=run.at)
    return {"told": told}


@handler("terms.digest", label="Przegląd terminów e-mailem")
def digest(run: Run) -> dict[str, Any]:
    """Send each person who chose it the terms that are late or near, on working days only; once a day."""
    day = localdate(run.at)
    if not is_working_day(day):
        return {"letters": 0}
    monday = day - timedelta(days=day.weekday())
    sent = 0
    for choice in list(digest_due(day, rolled(monday) == day)):
        ahead = 7 if choice.often == Often.WEEKLY else settings.OFFICE["terms"]["digest_days"]
        own = {
            (term.source, term.ref): term
            for actor in staff_actors(choice.user)
            for term in first(Asked(actor, run.at), DIGEST_MAX, until=day + timedelta(days=ahead))
        }
        sent += actions.send_digest(
            choice, sorted(own.values(), key=lambda term: (term.due, term.sign)), actor=system("zegar"), at=run.at
        )
    return {"letters": sent}
