"""The API under strange input: whatever the schema allows or forbids, no fault of ours, and every answer as the schema says."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from competitions.confirmations.models import Receipt
from competitions.corrections.models import Correction
from competitions.evaluation.actions import formal as evaluation
from competitions.evaluation.models import FormalCheck
from competitions.meetings import actions as meetings
from competitions.messages import actions as messages
from competitions.offers import actions as offers
from config.wsgi import application
from core.accounts.actor import Actor
from core.api.actions import create_token
from core.api.scopes import known, scopes_for
from core.documents.queries import documents_of
from office.agenda.actions import events as agenda
from office.correspondence import actions as correspondence
from office.letters import actions as occasional
from office.registers import actions as registers
from office.registers.schema import registers as known_registers
from office.trips import actions as trips
from tests.factories.agenda import planned
from tests.factories.board import Board
from tests.factories.controls import Book
from tests.factories.council import Council
from tests.factories.cycle import CHECKED, CONCLUDED, WRITTEN, Cycle
from tests.factories.files import pdf
from tests.factories.papers import submitted
from tests.factories.recruitment import Office

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MEETING = CONCLUDED - timedelta(hours=1)
# The same few examples every time, for each operation, each caller, and an address that exists or not.
BOUNDED = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


LETTER = {
    "received_on": WRITTEN.date(),
    "channel": "email",
    "sender": "Jan Próbny",
    "matter": "Zaproszenie",
    "addressee": "marszalek",
    "kind": "letter",
}


@dataclass
class World:
    """What the strange input meets: the callers, and an address of every resource that the callers may see."""

    callers: list[Actor]
    ids: dict[str, str]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Calls go past Django's test client, so what it does is done here: the end of a request keeps the test's connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def world(cycle: Cycle, run_jobs: Callable[[], int]) -> Iterator[World]:
    with time_machine.travel(WRITTEN, tick=False):
        agreement = cycle.paid()
        holder = agreement.offer.organisation
        report = cycle.report(agreement, to="draft")
        draft = cycle.offer(cycle.competition(), holder, to="draft")
        scored = cycle.offer(cycle.competition())
        cycle.close(scored.competition)
        cycle.confirm(scored)
        cycle.check(scored)
        evaluation.start_evaluation(scored.competition, actor=cycle.officer, at=CHECKED)
        expert = cycle.expert("Ewa Ekspertka")
        card = cycle.card(cycle.fresh(scored), expert, to="declared")
        annual = cycle.annual(agreement.offer.competition.task.programme)
        inquiry = {
            "received": WRITTEN.date(),
            "subject": "Petycja",
            "petitioner": "Jan Próbny",
            "published": WRITTEN.date(),
        }
        entry = registers.enter(known_registers()["petycje"], inquiry, actor=cycle.officer, at=WRITTEN)
        secretary = cycle.people("officer", key="KMII")
        letter = correspondence.register(LETTER, actor=secretary, at=WRITTEN)
        days = {"starts_on": WRITTEN.date(), "ends_on": WRITTEN.date()}
        values = {"kind": "foreign", "purpose": "Targi", "country": "Czechy", "place": "Brno", **days}
        said = trips.Plan(values, [{"name": "Jan Próbny"}])
        trip = trips.plan(said, unit=cycle.unit, actor=cycle.officer, at=WRITTEN)
        said_in_letters = {"kind": "wishes", "subject": "Jubileusz", "occasion": None, "text": "Życzę {komu}."}
        signed = {"dated_on": WRITTEN.date(), "signatory": "Jan Próbny", "office": "marszałek"}
        unit_of: dict[str, Any] = {"unit": cycle.unit, "actor": cycle.officer, "at": WRITTEN}
        congratulations = occasional.write_letters({**said_in_letters, **signed}, **unit_of)
        people = [("", {"gender": "woman", "first_name": "Anna", "last_name": "Próbna"})]
        occasional.add_addressees(congratulations, people, actor=cycle.officer, at=WRITTEN)
        told = {"title": "Otwarto most", "lead": "Od dziś.", "text": "Most.", "contact": "tel. 42 000"}
        news = occasional.write_communique(told, **unit_of)
        board = Board(cycle.people, at=WRITTEN, officer=cycle.officer)
        item = board.item(board.sitting())
        control = Book(cycle.people, at=WRITTEN, officer=cycle.officer).control("followed")
        adopted = Council(cycle.people, at=WRITTEN).position()
        run_jobs()
        document = documents_of(agreement).first()
        assert document is not None
        message = messages.write(draft, "Czy statut wystarczy?", actor=cycle.signatory(holder), at=WRITTEN)
        file = offers.attach(draft, file=pdf(), title="Statut", actor=cycle.signatory(holder), at=WRITTEN)
        event = agenda.enter(planned(), actor=cycle.officer, at=WRITTEN)
        partner = offers.invite_partner(draft, cycle.organisation(), actor=cycle.signatory(holder), at=WRITTEN)
        called = cycle.offer(cycle.competition(), holder)
        cycle.close(called.competition)
        cycle.confirm(called)
        recruits = Office(cycle)
        candidacy = recruits.candidacy(recruits.recruitment(), expert[1])
        panel = cycle.panel(scored.competition)
        meeting = meetings.plan(panel, starts_at=MEETING, place="sala 12", actor=cycle.chair(panel), at=CHECKED)
        meetings.begin(meeting, present=list(panel.members.all()), actor=cycle.chair(panel), at=MEETING)
        missing = {"answer": "no", "note": "brak opisu dojazdu"}
        cycle.check(called, proposal="correct", fields=["III.3"], accessibility=missing)
        rows = {
            "resolutions": cycle.resolution(),
            "organisations": holder,
            "programmes": annual.programme,
            "competitions": draft.competition,
            "results": agreement.offer.competition,
            "offers": draft,
            "messages": message,
            "cards": card,
            "meetings": meeting,
            "agenda": meeting.items.get(),
            "recruitments": candidacy.recruitment,
            "candidacies": candidacy,
            "proofs": candidacy.proofs.get(),
            "agreements": agreement,
            "reports": report,
            "documents": document,
            "attachments": file,
            "partners": partner,
            "confirmations": Receipt.objects.get(offer=called),
            "formal-checks": FormalCheck.objects.get(offer=called),
            "corrections": Correction.objects.get(offer=called),
            "annual-reports": annual,
            "sittings": item.sitting,
            "board-items": item,
            "papers-to-sign": submitted(board, WRITTEN),
            "controls": control,
            "positions": adopted,
            "council-sittings": adopted.sitting,
            "entries": entry,
            "letters": letter,
            "entry-files": registers.attach(entry, file=pdf(), actor=cycle.officer, at=WRITTEN),
            "trips": trip,
            "occasional-letters": congratulations,
            "communiques": news,
            "events": event,
        }
        ids = {name: row.public_id for name, row in rows.items()}
        yield World([cycle.officer, secretary, cycle.signatory(holder), expert[1], cycle.chair(panel)], ids)


def bearer(actor: Actor, at: datetime) -> dict[str, str]:
    """The header of a key with every scope of the hat."""
    codes = [scope.code for scope in scopes_for(actor.kind)]
    secret = create_token(name="Program", scopes=codes, days=30, actor=actor, at=at)[1]
    return {"Authorization": f"Bearer {secret}"}


def addresses(operation: Any, ids: dict[str, str]) -> list[dict[str, str] | None]:
    """Where an operation is tried: at strange addresses, and at the one that exists."""
    resource = operation.path.split("/")[3]
    if "{id}" in operation.path:
        return [None, {"id": ids[resource]}]
    return [None, {"code": "KMIII"}] if "{code}" in operation.path else [None]


def strike(
    operation: Any,
    mode: GenerationMode,
    header: dict[str, str],
    address: dict[str, str] | None,
    named: dict[str, str],
) -> list[int]:
    """A few strange calls of one operation; the statuses of the answers, each of which was as the schema says.

    `named`: a row that the body names is there, so that the rest of the body is read at all.
    """
    statuses: list[int] = []
    fixed = {"path_parameters": address} if address else {}

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode, **fixed))
    def strange(case: Any) -> None:
        if isinstance(case.body, dict):
            case.body.update({name: named[name] for name in case.body if name in named})
        response = case.call(headers=header)
        case.validate_response(response, checks=CHECKS)
        statuses.append(response.status_code)

    # An operation without input has nothing that could be wrong.
    with suppress(Unsatisfiable):
        strange()
    return statuses


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_input_breaks_the_api(world: World, mode: GenerationMode) -> None:
    keys = [(actor, bearer(actor, now())) for actor in world.callers]
    statuses: list[int] = []
    fields = {
        "competition": "competitions",
        "offer": "offers",
        "organisation": "organisations",
        "recruitment": "recruitments",
        "candidacy": "candidacies",
    }
    named = {field: world.ids[name] for field, name in fields.items()} | {"resolution": world.ids["resolutions"]}
    for found in from_wsgi("/api/v1/schemat/", app=application).get_all_operations():
        operation = found.ok()
        scope = known()[operation.definition.raw["x-scope"]]
        callers = [header for actor, header in keys if scope.fits(actor.kind)]
        *nowhere, somewhere = addresses(operation, world.ids)
        for address in nowhere:
            statuses += strike(operation, mode, callers[0], address, {})
        for header in callers:
            statuses += strike(operation, mode, header, somewhere, named)
    # The calls did reach the resources: they were not all turned away at the door.
    assert statuses.count(200 if mode is GenerationMode.POSITIVE else 400) > 25
    assert 401 not in statuses
