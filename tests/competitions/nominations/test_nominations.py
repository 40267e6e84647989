"""Candidates for panels: an organisation indicates, the person consents, the office verifies, a panel is appointed from the list."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from competitions.evaluation.models import PanelMember
from competitions.nominations import actions
from competitions.nominations.models import Nomination
from competitions.nominations.privacy import ENDED_NOMINATIONS, NOMINATIONS
from competitions.nominations.queries import indicated_by, pool
from competitions.nominations.refusals import NotNominated
from competitions.nominations.states import State
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, WRITTEN, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]
UNTIL = date(2028, 12, 31)


@pytest.fixture
def nina(people: Callable[..., Actor]) -> Actor:
    return people(name="Nina Społeczna")


def nominated(organisation: Organisation, alice: Actor, nina: Actor) -> Nomination:
    return actions.nominate(
        organisation,
        name="Nina Społeczna",
        email=nina.person.email,
        recommendation="Tajna rekomendacja",
        actor=alice,
        at=WRITTEN,
    )


def listed(organisation: Organisation, alice: Actor, nina: Actor, officer: Actor) -> Nomination:
    row = nominated(organisation, alice, nina)
    actions.consent(row, actor=nina, at=WRITTEN)
    return actions.verify(row, valid_to=UNTIL, actor=officer, at=WRITTEN)


def test_nobody_is_listed_without_their_own_consent(
    ours: Organisation, alice: Actor, nina: Actor, officer: Actor
) -> None:
    row = nominated(ours, alice, nina)
    assert nominated(ours, alice, nina) == row
    letter = Notice.objects.get(template="nominated")
    assert (letter.email, "Twój adres podała ta organizacja" in letter.body) == (nina.person.email, True)
    with pytest.raises(NotPossible):
        actions.verify(row, valid_to=UNTIL, actor=officer, at=WRITTEN)
    actions.consent(row, actor=nina, at=WRITTEN)
    actions.verify(row, valid_to=UNTIL, actor=officer, at=WRITTEN)
    assert [each.user for each in pool(UNTIL)] == [nina.user]
    assert pool(date(2029, 1, 1)) == []
    said = str(list(Entry.objects.filter(chain=row.chain).values_list("after", "reason")))
    assert "Nina" not in said
    assert nina.person.email not in said
    actions.decline(row, actor=nina, at=CHECKED)
    assert pool(UNTIL) == []


def test_an_expert_is_no_candidate(ours: Organisation, alice: Actor, cycle: Cycle) -> None:
    _expert, actor = cycle.expert("Ewa Ekspertka")
    row = nominated(ours, alice, actor)
    with pytest.raises(NotNominated, match="nie jest jej członkiem"):
        actions.consent(row, actor=actor, at=WRITTEN)


def test_a_nomination_is_seen_from_its_three_sides_alone(
    ours: Organisation,
    alice: Actor,
    bob: Actor,
    nina: Actor,
    officer: Actor,
    people: Callable[..., Actor],
    visit: Visit,
) -> None:
    client = visit(alice, WRITTEN)
    own = f"/organizacje/{ours.public_id}/kandydaci-do-komisji/"
    assert "Powiedz tej osobie, że podajesz jej dane" in words(client.get(own))
    posted = {"name": "Nina Społeczna", "email": nina.person.email.upper(), "recommendation": "Zna się na rzeczy."}
    assert client.post(own, {**posted, "email": "x"}).status_code == 400
    assert client.post(own, posted)["Location"] == own
    row = Nomination.objects.get()
    page, check = f"/wskazania/{row.public_id}/", f"/urzad/kandydaci-do-komisji/{row.public_id}/"
    auditor, stranger = people("auditor"), people()
    for actor, opens_own, opens_page, opens_check in (
        (alice, 200, 404, 404),
        (bob, 404, 404, 404),
        (nina, 404, 200, 404),
        (stranger, 404, 404, 404),
        (officer, 404, 404, 200),
        (auditor, 404, 404, 200),
    ):
        browser = visit(actor, WRITTEN)
        assert [browser.get(each).status_code for each in (own, page, check)] == [opens_own, opens_page, opens_check]
    assert visit(nina, WRITTEN).post(page, {"answer": "yes"}).status_code == 302
    assert visit(auditor, WRITTEN).post(check, {"valid_to": "2028-12-31"}).status_code == 403
    staff = visit(officer, WRITTEN)
    assert "Nina Społeczna" in words(staff.get("/urzad/kandydaci-do-komisji/"))
    assert staff.post(f"{check}bez-wpisu/", {"reason": ""}).status_code == 400
    assert staff.post(check, {"valid_to": "2028-12-31"}).status_code == 302
    assert visit(bob, WRITTEN).post(f"/moje/wskazania/{row.public_id}/wycofaj/").status_code == 404
    assert visit(alice, WRITTEN).post(f"/moje/wskazania/{row.public_id}/wycofaj/").status_code == 302
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN


def test_a_panel_is_appointed_from_the_list_with_who_indicated(
    ours: Organisation, alice: Actor, nina: Actor, officer: Actor, cycle: Cycle, visit: Visit
) -> None:
    listed(ours, alice, nina, officer)
    assert indicated_by(WRITTEN.date()) == {nina.person.pk: "Fundacja Alicji"}
    competition = cycle.competition()
    cycle.offer(competition)
    cycle.close(competition)
    chair, secretary = cycle.people(name="Celina"), cycle.people(name="Sławomir")
    client = visit(officer, CHECKED)
    address = f"/urzad/konkursy/{competition.public_id}/komisja/"
    assert "Nina Społeczna (Fundacja Alicji)" in words(client.get(address))
    rows = [(chair, "chair", "executive"), (secretary, "secretary", "executive"), (nina, "member", "ngo")]
    posted = {"resolution": cycle.resolution().pk, "members-TOTAL_FORMS": "3", "members-INITIAL_FORMS": "0"}
    for number, (actor, role, side) in enumerate(rows):
        posted |= {
            f"members-{number}-user": actor.person.pk,
            f"members-{number}-role": role,
            f"members-{number}-side": side,
        }
    assert client.post(address, posted).status_code == 302
    assert PanelMember.objects.get(user=nina.user).indicated_by == "Fundacja Alicji"


def test_who_indicated_is_kept_and_the_person_forgotten(
    ours: Organisation, alice: Actor, nina: Actor, officer: Actor
) -> None:
    row = listed(ours, alice, nina, officer)
    assert NOMINATIONS.rows(nina.person)[0]["rekomendacja"] == "Tajna rekomendacja"
    assert not ENDED_NOMINATIONS.ended(moment(2029, 12, 31)).exists()
    ENDED_NOMINATIONS.forget(list(ENDED_NOMINATIONS.ended(moment(2030, 1, 2))), at=moment(2030, 1, 2))
    row.refresh_from_db()
    assert (row.name, row.email, row.recommendation, row.user, row.organisation) == ("", "", "", None, ours)
    assert not ENDED_NOMINATIONS.ended(moment(2030, 1, 2)).exists()
