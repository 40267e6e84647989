"""Two people at the same moment, each in a connection of their own: one thing happens, once, and nobody sees an error page."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections

from competitions.agreements import actions as agreements
from competitions.agreements.models import Payment
from competitions.awards import actions as awards
from competitions.awards.models import Award
from competitions.calls import actions as calls
from competitions.calls.models import Competition
from competitions.changes import actions as changes
from competitions.changes.models import Change as Announced
from competitions.corrections import actions as corrections
from competitions.corrections.models import Correction
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.actions import panel as panel_verbs
from competitions.evaluation.models import FormalCheck, Opinion, Panel
from competitions.offers import actions as offers
from competitions.offers.merge import Change
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.refusals import NotOpen
from core.accounts.actor import Actor, system
from core.audit.ledger import faults
from core.audit.models import Entry
from core.jobs.models import Job
from core.workflow.refusal import Refusal
from tests.factories.cycle import CHECKED, CONCLUDED, DEADLINE, PAID, RESOLVED, WRITTEN, Cycle, retyped

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time (BEGIN IMMEDIATE), and its test database in memory has no second one",
    ),
]


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connections.close_all()


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at once; what each returned, or the refusal it got. Any other error fails the test."""
    start = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        with own_connection():
            start.wait()
            try:
                outcomes[place] = act()
            except Refusal as refusal:
                outcomes[place] = refusal
            except BaseException as error:
                outcomes[place] = error

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for outcome in outcomes:
        assert outcome is not None
        assert not isinstance(outcome, BaseException) or isinstance(outcome, Refusal), outcome
    return outcomes


def test_a_double_click_on_submit(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), to="draft")
    actor = cycle.signatory(offer.organisation)

    def click() -> OfferVersion:
        return offers.submit(Offer.objects.get(pk=offer.pk), actor=actor, clock=lambda: WRITTEN)

    assert len({version.pk for version in together(*[click] * 4)}) == 1
    assert OfferVersion.objects.count() == Entry.objects.filter(verb="submit").count() == 1
    assert Job.objects.filter(name="offers.confirmation").count() == 1
    assert Competition.objects.get().last_number == 1
    assert list(faults()) == []


def test_a_rush_before_the_deadline_gives_numbers_without_gaps(cycle: Cycle) -> None:
    competition = cycle.competition()
    drafts = [cycle.offer(competition, to="draft") for _ in range(6)]
    together(
        *(
            lambda offer=offer: offers.submit(offer, actor=cycle.signatory(offer.organisation), clock=lambda: WRITTEN)
            for offer in drafts
        )
    )
    assert sorted(Offer.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_suspending_and_submitting(cycle: Cycle) -> None:
    """Whoever holds the competition's row first is first: what was submitted stays, what came after is refused."""
    competition = cycle.competition()
    drafts = [cycle.offer(competition, to="draft") for _ in range(4)]

    def suspend() -> Any:
        mine = Competition.objects.get(pk=competition.pk)
        return changes.suspend(mine, reason="awaria", actor=cycle.officer, clock=lambda: WRITTEN)

    outcomes = together(
        suspend,
        *(
            lambda offer=offer: offers.submit(offer, actor=cycle.signatory(offer.organisation), clock=lambda: WRITTEN)
            for offer in drafts
        ),
    )
    assert isinstance(outcomes[0], Announced)
    submitted = [outcome for outcome in outcomes[1:] if isinstance(outcome, OfferVersion)]
    refused = [outcome for outcome in outcomes[1:] if isinstance(outcome, NotOpen)]
    assert len(submitted) + len(refused) == 4
    order = list(Entry.objects.filter(verb__in=("submit", "suspend")).order_by("pk").values_list("verb", flat=True))
    assert order == ["submit"] * len(submitted) + ["suspend"], "nothing was submitted after the suspension"
    assert Competition.objects.get().state == "suspended"
    assert Competition.objects.get().last_number == len(submitted) == Offer.objects.filter(state="submitted").count()
    assert list(faults()) == []


def test_extending_and_submitting_at_the_deadline_second(cycle: Cycle) -> None:
    """A stamp taken under the lock meets the deadline that the row has then: late before the extension, in time after it."""
    competition = cycle.competition()
    drafts = [cycle.offer(competition, to="draft") for _ in range(4)]
    late = DEADLINE + timedelta(seconds=1)

    def extend() -> Any:
        return changes.extend(
            Competition.objects.get(pk=competition.pk),
            offers_due=DEADLINE + timedelta(days=2),
            confirmation_due=DEADLINE + timedelta(days=9),
            selection_by=competition.selection_by,
            reason="awaria",
            actor=cycle.officer,
            clock=lambda: DEADLINE,
        )

    outcomes = together(
        extend,
        extend,
        *(
            lambda offer=offer: offers.submit(offer, actor=cycle.signatory(offer.organisation), clock=lambda: late)
            for offer in drafts
        ),
    )
    assert outcomes[0] == outcomes[1], "two clicks make one extension"
    assert Announced.objects.count() == 1
    submitted = [outcome for outcome in outcomes[2:] if isinstance(outcome, OfferVersion)]
    order = list(Entry.objects.filter(verb__in=("submit", "extend")).order_by("pk").values_list("verb", flat=True))
    assert order == ["extend"] + ["submit"] * len(submitted), "nothing was in time before the extension"
    for outcome in outcomes[2:]:
        assert isinstance(outcome, OfferVersion) or "offer.late" in str(outcome)


def test_suspending_and_closing_at_the_deadline(cycle: Cycle) -> None:
    competition = cycle.competition()
    after = DEADLINE + timedelta(seconds=1)

    def suspend() -> Any:
        mine = Competition.objects.get(pk=competition.pk)
        return changes.suspend(mine, reason="awaria", actor=cycle.officer, clock=lambda: DEADLINE)

    def close() -> Any:
        return calls.close(Competition.objects.get(pk=competition.pk), actor=system("zegar"), at=after)

    outcomes = together(suspend, close)
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    state = "closed" if isinstance(outcomes[0], Refusal) else "suspended"
    assert Competition.objects.get().state == state
    assert Announced.objects.count() == (state == "suspended")


def test_two_programs_replace_one_draft_at_once(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), to="draft")
    actor = cycle.signatory(offer.organisation)
    outcomes = together(
        *(
            lambda text=text: offers.save(offer, {"III.1": text}, revision=offer.revision, actor=actor, at=WRITTEN)
            for text in ("pierwszy", "drugi")
        )
    )
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    kept = next(outcome for outcome in outcomes if not isinstance(outcome, Refusal))
    assert Offer.objects.get().content == kept.content


def test_different_fields_saved_at_once_are_both_kept(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), to="draft")
    actor = cycle.signatory(offer.organisation)
    codes = ("III.1", "III.3", "III.5", "IV.1", "IV.2")

    def write(code: str) -> Any:
        change = Change(f"nowe {code}", offer.content[code])
        return offers.save_fields(Offer.objects.get(pk=offer.pk), {code: change}, actor=actor, at=WRITTEN)

    outcomes = together(*(lambda code=code: write(code) for code in codes))
    assert [merged.conflicts for _offer, merged in outcomes] == [[]] * len(codes)
    kept = Offer.objects.get()
    assert {code: kept.content[code] for code in codes} == {code: f"nowe {code}" for code in codes}
    assert kept.revision == offer.revision + len(codes)


def test_the_same_field_saved_at_once_is_a_conflict_for_all_but_one(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), to="draft")
    actor = cycle.signatory(offer.organisation)

    def write(text: str) -> Any:
        change = Change(text, offer.content["III.5"])
        return offers.save_fields(Offer.objects.get(pk=offer.pk), {"III.5": change}, actor=actor, at=WRITTEN)

    outcomes = together(*(lambda text=text: write(text) for text in ("a", "b", "c")))
    kept = Offer.objects.get().content["III.5"]
    clashes = [merged.conflicts[0] for _offer, merged in outcomes if merged.conflicts]
    assert {each.typed for each in clashes} == {"a", "b", "c"} - {kept}
    assert {each.stored for each in clashes} == {kept}


def test_saved_and_submitted_at_once(cycle: Cycle) -> None:
    """What was saved before the submission is in it; what came after is refused, and not lost in silence."""
    offer = cycle.offer(cycle.competition(), to="draft")
    actor = cycle.signatory(offer.organisation)
    change = Change("dopisane w ostatniej chwili", offer.content["III.5"])
    saved, submitted = together(
        lambda: offers.save_fields(offer, {"III.5": change}, actor=actor, at=WRITTEN),
        lambda: offers.submit(Offer.objects.get(pk=offer.pk), actor=actor, clock=lambda: WRITTEN),
    )
    kept = Offer.objects.get()
    assert kept.content == submitted.content
    assert kept.checksum == hashlib.sha256(kept.versions.get().canonical()).hexdigest()
    assert (kept.content["III.5"] == change.value) != isinstance(saved, Refusal)


def test_the_chair_closes_the_minutes_twice(cycle: Cycle) -> None:
    competition = cycle.competition()
    cycle.offer(competition), cycle.offer(competition)
    panel = cycle.assessed(competition)
    chair, present = cycle.chair(panel), list(panel.members.all())

    def click() -> Panel:
        return panel_verbs.conclude(
            Panel.objects.get(pk=panel.pk),
            met_on=CONCLUDED.date(),
            present=present,
            texts={},
            actor=chair,
            at=CONCLUDED,
        )

    assert {outcome.state for outcome in together(click, click, click)} == {"concluded"}
    assert Opinion.objects.count() == 2
    assert Entry.objects.filter(verb="opine").count() == 2
    assert list(faults()) == []


def test_two_decisions_do_not_spend_one_pool(cycle: Cycle) -> None:
    competition = cycle.competition(pool=Decimal(15000), max_grant=None)
    cycle.offer(competition), cycle.offer(competition)
    cycle.concluded(competition)
    first, second = Offer.objects.order_by("number")
    resolution = cycle.resolution(on=RESOLVED.date())

    def decide(*amounts: int) -> Competition:
        return awards.resolve(
            Competition.objects.get(pk=competition.pk),
            resolution=resolution,
            decisions={
                offer.public_id: (Decimal(amount), "Uzasadnienie.")
                for offer, amount in zip((first, second), amounts, strict=True)
            },
            actor=cycle.officer,
            at=RESOLVED,
        )

    outcomes = together(lambda: decide(10000, 0), lambda: decide(0, 10000))
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert sum(award.amount for award in Award.objects.all()) == Decimal(10000)
    same = (10000, 0) if Award.objects.get(offer=first).granted else (0, 10000)
    assert all(outcome.state == "resolved" for outcome in together(lambda: decide(*same), lambda: decide(*same)))
    assert Award.objects.count() == 2


def test_a_grant_is_paid_once(cycle: Cycle) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition)
    cycle.resolved(competition)
    agreement = cycle.agreement(offer, to="signed")

    def click() -> Payment:
        return agreements.pay(
            type(agreement).objects.get(pk=agreement.pk),
            amount=agreement.amount,
            paid_on=PAID.date(),
            reference="WB 41",
            actor=cycle.officer,
            at=PAID,
        )

    assert len({payment.pk for payment in together(click, click)}) == 1


def test_two_officers_approve_one_card(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), to="confirmed")
    check = cycle.fill(offer)
    third = cycle.people("officer", key=cycle.unit.code)

    def approve(actor: Any) -> FormalCheck:
        return formal_verbs.approve_check(FormalCheck.objects.get(pk=check.pk), actor=actor, at=CHECKED)

    outcomes = together(lambda: approve(cycle.second), lambda: approve(third))
    assert [outcome.state for outcome in outcomes] == ["approved", "approved"]
    assert Entry.objects.filter(verb="accept").count() == 1
    assert list(faults()) == []


def test_two_officers_fill_the_cards_of_the_same_offers_at_once(cycle: Cycle) -> None:
    competition = cycle.competition()
    chosen = [cycle.offer(competition, to="confirmed").pk for _ in range(2)]
    given = {"within": "yes", "statutory": "yes", "signed": "yes", "accessibility": "yes"}

    def fill(actor: Actor, order: str) -> int:
        rows = Offer.objects.select_related("competition", "organisation").filter(pk__in=chosen).order_by(order)
        return len(formal_verbs.fill_many(list(rows), given, actor=actor, at=CHECKED)[0])

    done = together(lambda: fill(cycle.officer, "pk"), lambda: fill(cycle.second, "-pk"))
    assert sum(done) == 2, "each card is one person's"
    assert FormalCheck.objects.count() == 2
    assert Entry.objects.filter(verb="fill_check").count() == 2
    assert list(faults()) == []


def test_a_correction_at_the_last_second_meets_a_rejection(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), to="confirmed")
    lacking = {"answer": "no", "note": "brak opisu"}
    cycle.check(offer, proposal="correct", fields=["III.3"], accessibility=lacking)
    correction = Correction.objects.get()
    actor = cycle.signatory(offer.organisation)
    corrections.save(correction, retyped(correction, {"III.3": "Nowy opis."}), actor=actor, at=CHECKED)
    late = correction.due + timedelta(seconds=1)
    answers = {**FormalCheck.objects.get().answers}
    check = formal_verbs.fill_check(cycle.fresh(offer), answers, proposal="reject", actor=cycle.officer, at=late)

    def correct() -> OfferVersion:
        return corrections.correct(Correction.objects.get(), actor=actor, clock=lambda: correction.due)

    def reject() -> FormalCheck:
        return formal_verbs.approve_check(FormalCheck.objects.get(pk=check.pk), actor=cycle.second, at=late)

    outcomes = together(correct, reject)
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    # Who came first stands: the corrected version was never judged by a card of the one before.
    assert (cycle.fresh(offer).state, OfferVersion.objects.count()) in {("corrected", 2), ("rejected", 1)}
    assert list(faults()) == []
