"""Exclusion: whoever is excluded from an offer finds it at no address of this site, in no list, search, count or desk.

The walk takes its addresses from the site map and its rows from the relations of the tables, so a new page, a new resource of
the API and a new table that hangs on an offer join by themselves.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from rest_framework.test import APIClient

from competitions.evaluation import access, candidates
from competitions.evaluation.actions import cards as card_verbs
from competitions.evaluation.actions.decisions import recuse
from competitions.evaluation.models import PanelMember, Role, ScoreCard, Side
from competitions.evaluation.states import GONE
from competitions.experts.models import Expert
from competitions.meetings import actions as meetings
from competitions.messages import actions as messages
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.api.scopes import scopes_for
from core.audit.ledger import subject_of
from core.documents.models import Document
from core.handbook.access import Route, routes
from core.jobs.runner import drain
from core.notices.access import visible as visible_notices
from core.notices.models import Notice
from tests.factories.cycle import CHECKED, CONCLUDED, NO_GROUND, REPORTED, WRITTEN, Cycle
from tests.factories.files import pdf
from tests.factories.pages import words

pytestmark = pytest.mark.django_db

MEETING = CONCLUDED - timedelta(hours=3)
TITLE, NAME = "Sekretne warsztaty garncarskie", "Fundacja Zamknięte Drzwi"
# What stands in an address beside the row's own id, when a test has to think of something.
ELSE = {"ending": "csv", "number": "1", "verb": "sign", "table": "III.4", "row": "0", "column": "name"}
# Where an excluded member is told from whose offers they stepped aside, in their own words.
OWN_WORDS = {"panel-recuse"}


def rows_of(offer: Offer) -> list[Any]:
    """The offer and every row that hangs on it, however far, which has an address of its own; its documents too."""
    found: list[Any] = []
    seen: set[tuple[type, Any]] = set()
    waiting: list[Model] = [offer]
    while waiting:
        row = waiting.pop()
        if (type(row), row.pk) in seen:
            continue
        seen.add((type(row), row.pk))
        found += [row] if hasattr(row, "public_id") else []
        for relation in row._meta.get_fields(include_hidden=True):
            if relation.auto_created and (relation.one_to_many or relation.one_to_one) and not relation.concrete:
                table: Any = relation.related_model
                waiting += table._base_manager.filter(**{relation.field.name: row})
    subjects = {subject_of(row) for row in found}
    return found + [each for each in Document.objects.all() if (each.subject_kind, each.subject_id) in subjects]


@dataclass
class World:
    """Two offers in one competition; from the first one many people are excluded, each in their own way."""

    closed: Offer
    other: Offer
    excluded: dict[str, Actor]
    rows: list[Any]
    more: list[Any]
    at: datetime

    def ids(self, route: Route, rows: list[Any]) -> list[str]:
        """The rows that may stand in an address: those of the table behind it, all where that cannot be told."""
        gate = getattr(route.view, "gate", None)
        shape = getattr(getattr(route.view, "cls", None), "serializer_class", None)
        table = gate(VISITOR, self.at).model if gate else getattr(getattr(shape, "Meta", None), "model", None)
        return [row.public_id for row in rows if table is None or isinstance(row, table)]


def actor_of(member: PanelMember) -> Actor:
    return Actor(user=member.user, hat=Hat.objects.get(user=member.user, key=member.panel.competition.public_id))


@pytest.fixture(params=["meeting"])
def world(request: Any, cycle: Cycle) -> World:
    """While the panel meets ("meeting"), or when the task has been carried out and settled ("settled")."""
    competition = cycle.competition()
    holder = cycle.organisation(NAME)
    closed = cycle.offer(competition, holder, to="draft", **{"III.1": TITLE})
    offers.attach(closed, file=pdf(), title="Statut", actor=cycle.signatory(holder), at=WRITTEN)
    offers.submit(cycle.fresh(closed), actor=cycle.signatory(holder), clock=lambda: WRITTEN)
    messages.write(closed, f"Pytanie o {TITLE}", actor=cycle.signatory(holder), at=WRITTEN)
    other = cycle.offer(competition)
    panel = cycle.assessed(competition)
    closed, other = cycle.fresh(closed), cycle.fresh(other)
    excluded: dict[str, Actor] = {}
    for how in ("declared", "taken back", "refused"):
        expert = cycle.expert(f"Ekspert {how}")
        excluded[how] = expert[1]
        card = cycle.card(closed, expert, to="assigned" if how in ("declared", "refused") else "declared")
        who: dict[str, Any] = {"actor": expert[1], "at": CHECKED}
        if how == "declared":
            card_verbs.declare(card, {**NO_GROUND, "A1": True}, **who)
        elif how == "refused":
            card_verbs.refuse_card(card, reason="Znam zarząd.", **who)
        else:
            card_verbs.take_back(card, reason="Powiązanie.", actor=cycle.officer, at=CHECKED)
        cycle.card(other, expert, to="declared")
    members = list(panel.members.select_related("user", "panel__competition").order_by("pk"))
    chair, secretary, ngo = members
    for member in (chair, ngo):
        recuse(member, closed, ground="A1", actor=actor_of(member), at=CHECKED)
        excluded[member.role] = actor_of(member)
    meeting = meetings.plan(panel, starts_at=MEETING, place="sala 12", actor=actor_of(secretary), at=CHECKED)
    meetings.begin(meeting, present=members, actor=actor_of(chair), at=MEETING)
    at = MEETING + timedelta(minutes=5)
    if request.param == "settled":
        for item in meeting.items.select_related("meeting__panel__competition", "offer"):
            meetings.settle(item, "", actor=actor_of(secretary), at=MEETING)
        meetings.close(meeting, actor=actor_of(chair), at=CONCLUDED)
        competition.refresh_from_db()
        cycle.resolved(competition)
        cycle.report(cycle.agreement(closed))
        at = REPORTED
    drain()
    more = [*rows_of(other), competition, panel, meeting, other.organisation, other.competition.task.programme]
    more += [each.expert for each in ScoreCard.objects.filter(offer=other)]
    return World(closed, other, excluded, rows_of(closed), more, at)


def opens(route: Route, actor: Actor) -> bool:
    """Whether an address is for the actor's hat at all; the others are closed before any row is looked for (test_urls)."""
    who = set(re.split(r", |: ", route.opens_to.removeprefix("klucz: ")))
    scopes = {scope.code for scope in scopes_for(actor.kind)}
    return bool(who & {"wszyscy", "zalogowani", "bramka", actor.kind, *scopes})


def addresses(world: World, rows: list[Any], actor: Actor) -> Iterator[tuple[Route, str]]:
    """Every address of the site map that opens to the actor's hat and under which one of the rows could be."""
    for route in routes():
        names = re.findall(r"<(\w+)>", route.address)
        if not names or not opens(route, actor):
            continue
        for one in world.ids(route, rows) if names[0] in ("public_id", "id") else ():
            address = route.address
            for name in names:
                address = address.replace(f"<{name}>", ELSE.get(name, one))
            yield route, address


def test_a_letter_about_a_closed_case_leaves_the_desk(world: World) -> None:
    for how in ("declared", "refused", "taken back"):
        actor = world.excluded[how]
        letters = Notice.objects.filter(user=actor.person, chain=world.closed.chain)
        assert letters.exists()
        assert not visible_notices(actor, world.at).filter(chain=world.closed.chain).exists()
        assert visible_notices(actor, world.at).filter(chain=world.other.chain).exists()


def test_the_office_is_asked_for_another_expert_and_nobody_excluded_is_proposed(
    world: World, cycle: Cycle, enter: Callable[[Actor], Client], time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    asked = Notice.objects.filter(user=cycle.officer.user, template="card-returned", chain=world.closed.chain)
    assert asked.count() == 2
    proposed = {each.expert for each in candidates.candidates(world.closed, world.at)}
    cards = ScoreCard.objects.filter(offer=world.closed, state__in=GONE)
    assert len(cards) == 3
    assert not proposed & {card.expert for card in cards}


def test_neither_hat_of_one_person_opens_what_the_other_may_not_see(world: World) -> None:
    """Who stepped aside in the panel gets no card of the offer, who declared a tie as an expert hears nothing of it in the panel."""
    expert, member = world.excluded["declared"], world.excluded["member"]
    both = PanelMember.objects.create(
        panel=world.closed.competition.panel, user=expert.person, role=Role.MEMBER, side=Side.NGO, declared_at=world.at
    )
    sitting = Actor(user=expert.user, hat=Hat(kind="panel_member", key=both.panel.competition.public_id))
    assert set(access.panel_offers(sitting, world.at)) == {world.other}
    assert {card.offer for card in access.cards(sitting, world.at)} == {world.other}
    listed = Expert.objects.create(user=member.person, listed_at=world.at)
    for offer in (world.closed, world.other):
        ScoreCard.objects.create(offer=offer, expert=listed, assigned_at=world.at, due=world.at.date())
    scoring = Actor(user=member.user, hat=Hat(kind="expert", key=listed.public_id))
    assert {card.offer for card in access.own_cards(scoring, world.at)} == {world.other}


def test_the_chair_ranks_on_and_sees_no_place_of_a_closed_offer(
    world: World, enter: Callable[[Actor], Client], time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    page = words(enter(world.excluded["chair"]).get(f"/urzad/konkursy/{world.closed.competition.public_id}/ranking/"))
    assert world.other.title in page
    assert TITLE not in page


both = pytest.mark.parametrize("world", ["meeting", "settled"], indirect=True)


@both
def test_no_address_of_the_offer_is_there_for_who_is_excluded(
    world: World, enter: Callable[[Actor], Client], key: Callable[..., APIClient], time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    asked = 0
    for how, actor in world.excluded.items():
        clients: dict[bool, Client] = {False: enter(actor), True: key(actor)}
        for _route, address in addresses(world, world.rows, actor):
            # Under the API a scope that the hat cannot have closes the door before any row is looked for.
            api = address.startswith("/api/")
            # The gate of a page stands before its methods; a resource of the API has one for each verb.
            for method in ("get", "post") if api else ("get",):
                status = getattr(clients[api], method)(address).status_code
                assert status in ((403, 404, 405) if api else (404,)), (how, method, address, status)
                asked += 1
    assert asked > 100


@both
def test_no_page_of_other_things_says_a_word_of_the_offer(
    world: World, enter: Callable[[Actor], Client], key: Callable[..., APIClient], time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    visitor = enter(VISITOR)
    secrets = [TITLE, NAME, *(row.public_id for row in world.rows)]
    plain = [(route, route.address) for route in routes() if "<" not in route.address and not route.library]
    for how in ("declared", "chair", "member"):
        actor = world.excluded[how]
        clients: dict[bool, Client] = {False: enter(actor), True: key(actor)}
        opened = 0
        pages = [(route, address) for route, address in plain if opens(route, actor)]
        pages += addresses(world, world.more, actor)
        for route, address in pages:
            if route.name in OWN_WORDS or route.address in ("/gotowosc/", "/metryki/"):
                continue
            for asked in (address, f"{address}?q={NAME}&offer={world.closed.public_id}"):
                answer = clients[address.startswith("/api/")].get(asked)
                if answer.status_code != 200 or getattr(answer, "streaming", False):
                    break
                opened += 1
                text = answer.content.decode(errors="replace")
                said = [each for each in secrets if each in text and each not in asked]
                # What everybody may read, as the register of organisations and the results, is no secret.
                if said:
                    public = visitor.get(asked)
                    known = public.content.decode() if public.status_code == 200 else ""
                    assert [each for each in said if each not in known] == [], (how, asked)
        assert opened > 40, how
