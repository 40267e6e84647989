"""A person who only looks into an organisation's cases: every address is tried, and nothing of them changes anything."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from competitions.offers.models import Offer
from competitions.reports.models import Report
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.handbook.access import Route, routes
from ngo.registry.hats import EDITOR, VIEWER
from ngo.registry.models import Organisation
from tests.conftest import People
from tests.pages.story import Story

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]

# What anyone signed in does for themselves; none of it is an organisation's case.
PERSONAL = {
    "organisation-ask": "a person asks to act for another organisation",
    "organisation-register": "a person declares another organisation",
    "organisation-leave": "a person stops looking in",
    "competition-questions": "everyone may ask about a competition",
    "feedback": "everyone may say something about a page",
    "candidacy-begin": "a person applies to be an expert themselves, whatever hat they wear",
}

# What stands in an address in place of an identifier.
NAMED = {"reorganise": "code"}


def addresses(actor: Actor) -> Iterator[tuple[Route, Any, str]]:
    """Every address of one object with each object that the gate gives the actor."""
    for route in routes():
        gate = getattr(route.view, "gate", None)
        if gate is None or route.name in PERSONAL or route.address.count("<") != 1:
            continue
        for found in gate(actor, now())[:20]:
            yield route, found, route.address.replace("<public_id>", getattr(found, NAMED.get(route.name, "public_id")))


def viewers(story: Story, people: People) -> list[Actor]:
    """Viewers of organisations with something to change in every stage: drafts, offers, agreements, reports."""
    holders = (story.organisation_now, story.holders[0], story.holders[1], story.holders[4])
    return [people(VIEWER.code, key=each.public_id, title=each.name) for each in holders]


def test_a_viewer_changes_nothing_at_any_address(story: Story, people: People, enter: Enter) -> None:
    refused = set()
    for actor in viewers(story, people):
        client = enter(actor)
        before = Entry.objects.count()
        for route, found, address in addresses(actor):
            response = client.post(
                address, {"reason": "próba", "kind": "organisation_editor", "email": "x@example.org"}
            )
            assert Entry.objects.count() == before, address
            may = route.view.may
            if may is not None and response.status_code != 404:
                assert response.status_code in (403, 405), address
                if response.status_code == 403:
                    assert may(actor, found, now())[1] in response.content.decode(), address
                    refused.add(route.name)
    assert refused >= {
        "offer-start", "offer-edit", "offer-submit", "offer-withdraw", "report-start", "report-edit", "report-submit",
        "organisation-edit", "organisation-invite",
    }  # fmt: skip


def test_a_viewer_reads_what_an_editor_reads(story: Story, people: People, enter: Enter) -> None:
    for actor in viewers(story, people):
        assert actor.hat is not None
        editor = people(EDITOR.code, key=actor.hat.key, title=actor.hat.title)
        sees = {address for _route, _found, address in addresses(actor)}
        assert sees == {address for _route, _found, address in addresses(editor)}
        client = enter(actor)
        for path in ("/moje/", "/moje/oferty/", "/moje/umowy/"):
            assert client.get(path).status_code == 200
        for address in sees:
            if address.startswith("/moje/") and "/konkursy/" not in address:
                assert client.get(address, follow=True).status_code in (200, 405), address


def test_others_things_do_not_exist_for_a_viewer(story: Story, people: People, enter: Enter) -> None:
    actor = viewers(story, people)[0]
    client = enter(actor)
    tried = 0
    for offer in Offer.objects.exclude(organisation=story.organisation_now)[:5]:
        for verb in ("", "edycja/", "zloz/", "wycofaj/"):
            assert client.post(f"/moje/oferty/{offer.public_id}/{verb}").status_code == 404
            tried += 1
    for report in Report.objects.all():
        assert client.get(f"/moje/sprawozdania/{report.public_id}/").status_code == 404
        tried += 1
    assert tried > 15


def test_a_viewer_is_led_to_pages_that_are_theirs(story: Story, people: People, enter: Enter) -> None:
    """The desk and the pages show no button that would be refused, and a link to a form leads to the page one may read."""
    client = enter(people(VIEWER.code, key=story.organisation_now.public_id, title="Towarzystwo"))
    draft = f"/moje/oferty/{story.draft_offer.public_id}/"
    desk = client.get("/moje/").content.decode()
    assert "W przygotowaniu" in desk
    assert f"{draft}edycja/" not in desk
    assert client.get(f"{draft}edycja/")["Location"] == draft
    assert client.get(f"{draft}zloz/")["Location"] == draft
    assert "Pisz dalej" not in client.get(draft).content.decode()
    assert "Napisz ofertę" not in client.get(f"/konkursy/{story.open.public_id}/").content.decode()
    assert client.get(f"/moje/konkursy/{story.open.public_id}/nowa-oferta/").status_code == 403


def test_a_viewer_writes_nothing_through_the_api(story: Story, people: People, enter: Enter, key: Any) -> None:
    organisation: Organisation = story.organisation_now
    actor = people(VIEWER.code, key=organisation.public_id, title=organisation.name)
    # A browser's session has every scope; a key of this hat cannot even be made with one that writes.
    for client in (enter(actor), key(actor)):
        offer = f"/api/v1/offers/{story.draft_offer.public_id}/"
        assert client.get(offer).status_code == 200
        before = Entry.objects.count()
        for verb in ("submit", "withdraw"):
            response = client.post(f"{offer}{verb}/", {"reason": "próba"}, content_type="application/json")
            assert response.status_code == 403, verb
        assert client.put(f"{offer}content/", "{}", content_type="application/json").status_code == 403
        wanted = f'{{"competition": "{story.open.public_id}"}}'
        assert client.post("/api/v1/offers/", wanted, content_type="application/json").status_code == 403
        assert Entry.objects.count() == before


def test_a_viewer_of_a_grant_begins_no_report_through_the_api(story: Story, people: People, enter: Enter) -> None:
    for holder, agreement in (
        (story.holders[0], story.paid_agreement),
        (story.holders[4], story.report_draft.agreement),
    ):
        client = enter(people(VIEWER.code, key=holder.public_id, title=holder.name))
        wanted = f'{{"agreement": "{agreement.public_id}"}}'
        assert client.post("/api/v1/reports/", wanted, content_type="application/json").status_code == 403
