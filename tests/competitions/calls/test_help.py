"""Help beside the fields of the offer's form: a word at every field, and what one competition adds, frozen with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from competitions.calls import actions
from competitions.calls.models import Competition
from competitions.calls.queries import form_of
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.workflow.refusal import NotPossible
from law.forms import form
from tests.factories.cycle import ANNOUNCED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
NOTE = "Wpisz gminę i <b>salę</b>."


def test_every_field_that_is_typed_says_what_to_write() -> None:
    typed = [field for field in form("offer-2018").fields() if field.type != "auto"]
    assert [field.code for field in typed if not field.help] == []
    assert [field.code for field in typed if "Częsty błąd" not in field.help and not field.code.startswith("D.")] == []


def helped(cycle: Cycle, to: str = "draft") -> Competition:
    competition = cycle.competition(to="draft")
    actions.write_help(competition, {"III.3": NOTE, "V.A.I": "Bez biletów."}, actor=cycle.officer, at=ANNOUNCED)
    if to != "draft":
        Competition.objects.filter(pk=competition.pk).update(state=to)
    competition.refresh_from_db()
    return competition


def test_the_officer_writes_it_while_preparing(
    cycle: Cycle, officer: Actor, alice: Actor, people: Any, visit: Callable[..., Client]
) -> None:
    competition = cycle.competition(to="draft")
    address = f"/urzad/konkursy/{competition.public_id}/podpowiedzi/"
    posted = {"pole-III.3": NOTE, "pole-I.1": "podrobione", "pole-obce": "podrobione"}
    for actor, status in ((VISITOR, 302), (alice, 404), (people("auditor"), 404), (people("head", key="KMIII"), 302)):
        assert visit(actor, ANNOUNCED).post(address, posted).status_code == status
    client = visit(officer, ANNOUNCED)
    assert client.post(address, {"pole-III.3": "x" * 601}).status_code == 400
    assert client.post(address, posted).status_code == 302
    competition.refresh_from_db()
    assert competition.field_help == {"III.3": NOTE}
    assert Entry.objects.filter(chain=competition.chain, verb="write_help").count() == 1
    page = words(client.get(address))
    assert "III.3. Syntetyczny opis" in page
    assert "V.B.2. Planowana" in page
    assert "V. V.B" not in page, "each field once by its mark"
    tried = client.get(f"/urzad/konkursy/{competition.public_id}/proba/")
    assert f"W tym konkursie: {NOTE}" in words(tried)


def test_it_is_frozen_with_the_call(cycle: Cycle, officer: Actor, visit: Callable[..., Client]) -> None:
    competition = helped(cycle, to="approved")
    with pytest.raises(NotPossible):
        actions.write_help(competition, {}, actor=officer, at=ANNOUNCED)
    client = visit(officer, ANNOUNCED)
    address = f"/urzad/konkursy/{competition.public_id}/podpowiedzi/"
    assert client.post(address, {"pole-III.3": "inaczej"}).status_code == 409
    competition.refresh_from_db()
    assert competition.field_help["III.3"] == NOTE
    page = words(client.get(address))
    assert NOTE in page
    assert "Zapisz podpowiedzi" not in page


def test_who_writes_an_offer_reads_it_beside_the_field(
    cycle: Cycle, competition: Competition, draft: Any, alice: Actor, visit: Callable[..., Client]
) -> None:
    Competition.objects.filter(pk=competition.pk).update(field_help={"III.3": NOTE, "V.A.I": "Bez biletów."})
    page = visit(alice, WRITTEN).get(f"/moje/oferty/{draft.public_id}/edycja/")
    assert f"W tym konkursie: {NOTE}" in words(page)
    assert "W tym konkursie: Bez biletów." in words(page)
    source = page.content.decode()
    described = source.split("W tym konkursie: Wpisz")[0].rsplit('<div class="help" id="', 1)[1].split('"')[0]
    assert f'aria-describedby="{described}' in source
    answer = visit(VISITOR, WRITTEN).get(f"/api/v1/competitions/{competition.public_id}/")
    assert answer.json()["field_help"] == {"III.3": NOTE, "V.A.I": "Bez biletów."}


def test_a_repeated_competition_takes_it_over(cycle: Cycle, officer: Actor) -> None:
    competition = helped(cycle)
    made = actions.clone(competition, task=competition.task, first=date(2027, 11, 23), actor=officer, at=ANNOUNCED)
    assert made.field_help == competition.field_help
    fields = {field.code: field.help for field in form_of(made).fields()}
    assert fields["V.A.I"].endswith("W tym konkursie: Bez biletów.")
