"""An organisation's whole history in one table: from the offer to the settled grant, for those who may see it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.reports.panels import history
from core.accounts.actor import VISITOR, Actor
from ngo.papers.actions import confirm_signatory, declare_signatory
from ngo.registry.models import Organisation, Representation
from tests.factories.cycle import ACCEPTED, WRITTEN, Cycle

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]


def settled(cycle: Cycle) -> Organisation:
    """An organisation with a settled grant, a refused offer of another competition and a draft."""
    organisation = cycle.organisation("Fundacja Historia")
    competition = cycle.competition()
    offer = cycle.offer(competition, organisation)
    cycle.resolved(competition)
    cycle.report(cycle.agreement(offer), to="accepted")
    second = cycle.competition(title="Drugi konkurs")
    cycle.offer(second, organisation)
    cycle.offer(second, organisation, to="draft", **{"III.1": "Tajny szkic"})
    return organisation


def test_its_people_and_staff_see_every_offer_with_what_became_of_it(cycle: Cycle) -> None:
    organisation = settled(cycle)
    for actor in (cycle.signatory(organisation), cycle.officer):
        context = history(actor, organisation, ACCEPTED).context
        waiting, done = sorted(context["cases"], key=lambda case: case.awarded is not None)
        assert waiting.year == 2027
        assert (waiting.awarded, waiting.agreement, waiting.report, waiting.settled) == (None, None, None, None)
        assert done.awarded == done.agreement.amount
        assert done.settled == done.report.spent_grant
        assert done.returned == done.awarded - done.settled
        totals = context["totals"]
        assert totals["offers"] == 2
        assert totals["requested"] == waiting.offer.requested + done.offer.requested
        assert (totals["awarded"], totals["settled"]) == (done.awarded, done.settled)


def test_the_public_sees_what_the_results_publish(cycle: Cycle, enter: Enter) -> None:
    organisation = settled(cycle)
    page = enter(VISITOR).get(reverse("organisation-page", args=[organisation.public_id])).content.decode()
    assert "Przyznane dotacje" in page
    assert "Żywe tradycje regionu łódzkiego" in page
    assert "Drugi konkurs" not in page
    assert "Wnioskowano" not in page


def test_another_organisation_sees_no_more_than_the_public(cycle: Cycle) -> None:
    organisation = settled(cycle)
    other = cycle.signatory(cycle.organisation())
    assert "awards" in history(other, organisation, ACCEPTED).context


def test_what_the_board_has_not_published_is_not_told(cycle: Cycle) -> None:
    organisation = cycle.organisation()
    competition = cycle.competition()
    cycle.offer(competition, organisation)
    cycle.concluded(competition)
    context = history(cycle.signatory(organisation), organisation, ACCEPTED).context
    assert [case.awarded for case in context["cases"]] == [None]
    assert context["totals"]["awarded"] == 0


def test_nothing_yet(cycle: Cycle, enter: Enter) -> None:
    organisation = cycle.organisation()
    address = reverse("organisation-page", args=[organisation.public_id])
    assert "nie złożyła jeszcze oferty" in enter(cycle.officer).get(address).content.decode()
    assert "nie ma dotacji" in enter(VISITOR).get(address).content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_whole_page_costs_ten_queries_at_most(count: int, cycle: Cycle, enter: Enter) -> None:
    organisation = cycle.organisation()
    competition = cycle.competition(offers_per_organisation=count)
    for _ in range(count):
        cycle.offer(competition, organisation)
    cycle.resolved(competition)
    for offer in competition.offers.filter(state="awarded"):
        cycle.report(cycle.agreement(offer), to="submitted")
    address = reverse("organisation-page", args=[organisation.public_id])
    for actor in (cycle.signatory(organisation), cycle.officer, VISITOR):
        client = enter(actor)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 10, [each["sql"][:80] for each in queries]


def test_the_confirmation_of_an_offer_tells_staff_who_is_unverified(cycle: Cycle, enter: Enter) -> None:
    organisation = cycle.organisation()
    offer = cycle.offer(cycle.competition(), organisation)
    address = reverse("offer-receive", args=[offer.public_id])
    staff: Actor = cycle.officer
    assert "niepotwierdzona" not in enter(staff).get(address).content.decode()
    person: Any = cycle.signatory(organisation).user
    Representation.objects.create(organisation=organisation, user=person, asked_at=WRITTEN, declared=True)
    assert "niepotwierdzona" in enter(staff).get(address).content.decode()


def test_it_tells_of_signatories_by_the_organisations_word_alone(cycle: Cycle, enter: Enter) -> None:
    organisation, staff = cycle.organisation(), cycle.officer
    address = reverse("offer-receive", args=[cycle.offer(cycle.competition(), organisation).public_id])
    named = {"function": "prezeska", "actor": cycle.signatory(organisation), "at": WRITTEN}
    declared = declare_signatory(organisation, name="Anna Wzorcowa", valid_from=None, **named)
    declare_signatory(organisation, name="Jan Przyszły", valid_from=date(2099, 1, 1), **named)
    shown = enter(staff).get(address).content.decode()
    assert "Anna Wzorcowa, prezeska (urząd jeszcze nie potwierdził: sprawdź z odpisem)" in shown
    assert "Jan Przyszły" not in shown
    confirm_signatory(declared, basis="odpis KRS", actor=staff, at=WRITTEN)
    shown = enter(staff).get(address).content.decode()
    assert "Anna Wzorcowa, prezeska (potwierdzona przez urząd)" in shown
    assert "urząd jeszcze nie potwierdził" not in shown
    assert "Jan Przyszły" not in shown
