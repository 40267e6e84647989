"""Verbs over links: declare or enter one, end it, take a mistake back; state that all are declared."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from competitions.conflicts.models import Link, Source, Statement
from competitions.conflicts.refusals import ends_before_it_begins, no_basis
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record, sealed
from core.jobs.actions import enqueue
from ngo.registry.models import Organisation

# Looks again at the cards that are live; its handler lies in evaluation, which knows cards.
RECHECK = "evaluation.recheck"


@transaction.atomic
def link(
    user: User,
    *,
    role: str,
    organisation: Organisation | None,
    organisation_name: str = "",
    since: date | None = None,
    until: date | None = None,
    basis: str = "",
    actor: Actor,
    at: datetime,
) -> Link:
    """Keep a role of a person in an organisation: declared by the person, or entered by staff, who say how they know.

    Without `organisation` the name is kept, for one that the register does not have. The same again gives the row there is.
    Raises BadLink for dates in the wrong order and for an entry of staff without its basis.
    """
    if since and until and until < since:
        raise ends_before_it_begins()
    source = Source.DECLARED if actor.user == user else Source.STAFF
    if source == Source.STAFF and not basis.strip():
        raise no_basis()
    name = organisation.name if organisation else organisation_name
    made, fresh = Link.objects.standing().get_or_create(
        user=user,
        role=role,
        organisation=organisation,
        organisation_name=name,
        since=since,
        until=until,
        source=source,
        defaults={"basis": basis, "entered_by": actor.person, "entered_at": at},
    )
    if fresh:
        known = {"link": made.public_id, "organisation": organisation or sealed(name)}
        after = {**known, "role": role, "since": since, "until": until, "source": source.value}
        record(made, "link", actor=actor, at=at, after=after)
        enqueue(RECHECK, key="all")
    return made


@transaction.atomic
def end_link(link: Link, *, on: date, actor: Actor, at: datetime) -> Link:
    """The last day of a role; it counts for some years more. Raises BadLink for a day before the first one."""
    if link.since and on < link.since:
        raise ends_before_it_begins()
    if link.until != on:
        before, link.until = {"until": link.until}, on
        link.save(update_fields=["until"])
        record(link, "end_link", actor=actor, at=at, before=before, after={"link": link.public_id, "until": on})
        enqueue(RECHECK, key="all")
    return link


@transaction.atomic
def retract_link(link: Link, *, reason: str, actor: Actor, at: datetime) -> Link:
    """Take back a link that was entered by mistake; it stays in the records with the reason. Twice changes nothing."""
    if link.retracted_at is None:
        link.retracted_at, link.retraction = at, reason
        link.save(update_fields=["retracted_at", "retraction"])
        record(link, "retract_link", actor=actor, at=at, after={"link": link.public_id, "reason": sealed(reason)})
        enqueue(RECHECK, key="all")
    return link


@transaction.atomic
def state_links(user: User, values: Mapping[str, str], *, actor: Actor, at: datetime) -> Statement:
    """The person states that all their links are declared, and gives phone, account and address to be compared."""
    statement, _fresh = Statement.objects.update_or_create(user=user, defaults={**values, "stated_at": at})
    after = {name: sealed(value) for name, value in values.items() if value}
    record(statement, "state_links", actor=actor, at=at, after=after)
    enqueue(RECHECK, key="all")
    return statement
