"""A region before a deadline: a competition that is open, and organisations that each have a signatory, a session and a draft."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, now

from competitions.calls.models import Competition
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import Actor, system
from core.accounts.models import User
from core.signin.actions import grant_hat
from core.web.middleware import HAT_KEY
from tests.conftest import People
from tests.factories.content import offer_content
from tests.factories.cycle import ANNOUNCED, Cycle

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Draft:
    """A draft and the session of the person who will submit it."""

    offer: str
    session: str


class Quiet(People):
    """People who never type a password, so none is hashed."""

    def __call__(self, kind: str = "", *, key: str = "", title: str = "", name: str = "") -> Any:
        self.count += 1
        user = User.objects.create_user(email=f"osoba{self.count}@example.org", name=name or f"Osoba {self.count}")
        hat = grant_hat(user, kind, key=key, title=title, actor=system("pomiar"), at=self.at) if kind else None
        return Actor(user=user, hat=hat)


def signed_in(actor: Actor) -> Client:
    """A browser client of an officer whose session has passed a second factor."""
    client = Client()
    client.force_login(actor.person, backend=BACKEND)
    factor = Authenticator.objects.create(user=actor.person, type=Authenticator.Type.TOTP, data={"secret": ""})
    session = client.session
    session[HAT_KEY] = actor.hat.public_id if actor.hat else ""
    session["account_authentication_methods_user"] = str(actor.person.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "id": factor.pk, "at": time.time()}]
    session.save()
    return client


class Town:
    """Everything before the rush, made by the same verbs that people use."""

    def __init__(self) -> None:
        at = now()
        self.cycle = Cycle(Quiet(at - timedelta(days=40)))
        # The factory announces on its own day; the window of 21 days follows from it.
        due = max(at, ANNOUNCED + timedelta(days=22)) + timedelta(days=1)
        today = localdate(due)
        task_from = today + timedelta(days=90)
        self.dates = {"III.2.from": f"{task_from}", "III.2.to": f"{task_from + timedelta(days=60)}"}
        programme = self.cycle.programme(year=task_from.year)
        self.competition: Competition = self.cycle.competition(
            programme=programme,
            pool=Decimal(500_000),
            offers_due=due,
            confirmation_due=due + timedelta(days=10),
            selection_by=today + timedelta(days=70),
            task_from=task_from,
            task_to=task_from + timedelta(days=90),
        )

    @transaction.atomic
    def drafts(self, count: int) -> list[Draft]:
        """So many organisations, each with a complete draft."""
        return [self._draft() for _ in range(count)]

    def _draft(self) -> Draft:
        at = now()
        organisation = self.cycle.organisation()
        actor = self.cycle.signatory(organisation)
        offer = offers.start(self.competition, organisation, actor=actor, at=at)
        offer = offers.save(offer, offer_content(**self.dates), revision=0, actor=actor, at=at)
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(actor.person.pk), BACKEND
        store[HASH_SESSION_KEY] = actor.person.get_session_auth_hash()
        store[HAT_KEY] = actor.hat.public_id if actor.hat else ""
        store.save()
        return Draft(offer.public_id, str(store.session_key))

    def submitted(self, count: int) -> None:
        """So many offers submitted, whose confirmations wait as jobs."""
        for draft in self.drafts(count):
            offer = Offer.objects.select_related("organisation").get(public_id=draft.offer)
            offers.submit(offer, actor=self.cycle.signatory(offer.organisation), clock=now)

    def due(self, at: datetime) -> None:
        """Move the deadline without the verb, which asks for notices and publications: here only the clock matters."""
        Competition.objects.filter(pk=self.competition.pk).update(offers_due=at.replace(microsecond=0))
