"""Migrations that carry rows over, tried on rows: back to the state before with what a competition holds, and forward again."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from competitions.evaluation.models import FormalCheck
from competitions.offers import checksum
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.queries import seal
from tests.factories.cycle import CHECKED, Cycle

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_ROUNDS = "0012_confirmation_and_correction_settings"
BEFORE_SCOPE = "0025_links_of_experts"


@pytest.fixture
def stand_at() -> Iterator[Callable[[str], Any]]:
    """Take the tables of competitions to a migration; gives its models. Afterwards they are as the code wants them."""

    def at(name: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([("competitions", name)])
        return executor.loader.project_state([("competitions", name)]).apps

    yield at
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def to_the_newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_formal_cards_of_before_are_approved_cards_of_the_first_round(
    cycle: Cycle, stand_at: Callable[[str], Any]
) -> None:
    """Filled and decided by one person on the newest version of that day; each gets a public id of its own."""
    competition = cycle.competition()
    passed, failed, withdrawn = (cycle.offer(competition, to="confirmed") for _ in range(3))
    officer = cycle.officer.person.pk
    cards = stand_at(BEFORE_ROUNDS).get_model("competitions", "FormalCheck")
    for offer, good in ((passed, True), (failed, False), (withdrawn, False)):
        answers = {"in_time": {"answer": "yes" if good else "no", "note": ""}}
        cards.objects.create(offer_id=offer.pk, answers=answers, passed=good, checked_by_id=officer, checked_at=CHECKED)
    to_the_newest()
    rows = list(FormalCheck.objects.order_by("pk"))
    assert [(row.offer_id, row.proposal, row.state, row.round) for row in rows] == [
        (passed.pk, "accept", "approved", 1),
        (failed.pk, "reject", "approved", 1),
        (withdrawn.pk, "reject", "approved", 1),
    ]
    assert {(row.filled_by_id, row.approved_by_id, row.filled_at, row.approved_at) for row in rows} == {
        (officer, officer, CHECKED, CHECKED)
    }
    assert [row.version for row in rows] == [offer.versions.get() for offer in (passed, failed, withdrawn)]
    assert len({row.public_id for row in rows} - {""}) == 3
    assert rows[0].answers["in_time"]["answer"] == "yes"


def test_sums_made_before_the_scope_was_counted_are_checked_as_they_were_made(
    cycle: Cycle, stand_at: Callable[[str], Any]
) -> None:
    offer = cycle.offer(cycle.competition())
    old = seal(offer, offer.content, form=1)
    models = stand_at(BEFORE_SCOPE)
    models.get_model("competitions", "Offer").objects.update(checksum=old)
    models.get_model("competitions", "OfferVersion").objects.update(checksum=old)
    to_the_newest()
    version = OfferVersion.objects.get()
    assert (version.canonical_form, version.scope) == (1, {})
    assert hashlib.sha256(version.canonical()).hexdigest() == version.checksum == Offer.objects.get().checksum == old
    assert old == checksum.of(version.content)
