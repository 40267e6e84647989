"""After the announcement: extended, corrected, suspended, resumed, called off; offers stay, organisations are told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from competitions.calls.models import Competition
from competitions.changes import actions
from competitions.changes.models import Change, Kind
from competitions.changes.queries import announced, window_breaches
from competitions.changes.refusals import NoDocumentYet, NothingChanges, NotTakingOffers, PublishedOtherwise
from competitions.evaluation.refusals import CompetitionOver
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from competitions.offers.refusals import NotOpen
from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.audit.models import Entry
from core.documents.models import Document
from core.notices.models import Notice
from core.publications.models import Place
from core.workflow.refusal import NotPossible, Refused
from tests.factories.cycle import CLOSED, CONFIRMATION_DUE, DEADLINE, WRITTEN, Cycle, moment

pytestmark = pytest.mark.django_db
LATER = {
    "offers_due": moment(2026, 12, 18, 23, 59, 59),
    "confirmation_due": moment(2026, 12, 28, 16),
    "selection_by": date(2027, 2, 15),
}


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def extend(competition: Competition, officer: Actor, *, when: datetime = WRITTEN, **changes: Any) -> Change:
    values = {**LATER, "reason": "awaria generatora", **changes}
    return actions.extend(competition, **values, actor=officer, clock=at(when))


def correct(
    competition: Competition, officer: Actor, *, when: datetime = WRITTEN, slip: bool = False, **values: Any
) -> Change:
    return actions.correct(competition, values, slip=slip, reason="korekta", actor=officer, clock=at(when))


def suspend(competition: Competition, officer: Actor, *, when: datetime = WRITTEN) -> Change:
    return actions.suspend(competition, reason="awaria", actor=officer, clock=at(when))


def resume(competition: Competition, officer: Actor, *, when: datetime) -> Change:
    return actions.resume(competition, reason="naprawiono", actor=officer, at=when)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [breach.code for breach in refusal.value.breaches]


class TestExtension:
    def test_moves_the_deadline_of_the_row_and_says_what_was(self, competition: Competition, officer: Actor) -> None:
        change = extend(competition, officer)
        assert Competition.objects.open(DEADLINE + timedelta(days=2)).get() == competition
        assert (change.number, change.kind, change.anew) == (1, Kind.EXTENSION, False)
        assert change.rows[0] == {
            "name": "termin składania ofert",
            "before": "14 grudnia 2026 r., godz. 23:59:59",
            "after": "18 grudnia 2026 r., godz. 23:59:59",
        }
        entry = Entry.objects.get(verb="extend")
        assert (entry.reason, entry.after["change"]) == ("awaria generatora", 1)
        assert extend(competition, officer) == change, "a second click"
        assert Change.objects.count() == 1
        assert list(faults()) == []

    @pytest.mark.parametrize(
        ("changes", "when", "code"),
        [
            ({"offers_due": DEADLINE - timedelta(days=1)}, WRITTEN, "competition.deadline_not_later"),
            ({"confirmation_due": CONFIRMATION_DUE - timedelta(days=4)}, WRITTEN, "competition.confirmation_early"),
            ({"selection_by": date(2026, 12, 18)}, WRITTEN, "competition.selection_early"),
            ({}, DEADLINE + timedelta(seconds=1), "competition.extension_late"),
        ],
    )
    def test_only_to_later_and_only_before_it_passes(
        self, competition: Competition, officer: Actor, changes: dict[str, Any], when: datetime, code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            extend(competition, officer, when=when, **changes)
        assert codes(refusal) == [code]
        competition.refresh_from_db()
        assert (competition.offers_due, competition.changed) == (DEADLINE, 0)
        assert not Change.objects.exists()

    def test_in_the_deadline_second_it_is_still_in_time(self, competition: Competition, officer: Actor) -> None:
        extend(competition, officer, when=DEADLINE + timedelta(microseconds=999_999))
        assert competition.offers_due == LATER["offers_due"]

    def test_a_draft_that_was_late_may_then_be_submitted(
        self, cycle: Cycle, competition: Competition, draft: Offer, alice: Actor, officer: Actor
    ) -> None:
        extend(competition, officer)
        late = DEADLINE + timedelta(days=1)
        assert offers.submit(draft, actor=alice, clock=at(late)).submitted_at == late

    @pytest.mark.parametrize("to", ["draft", "approved"])
    def test_before_the_announcement_there_is_nothing_to_extend(self, cycle: Cycle, officer: Actor, to: str) -> None:
        with pytest.raises(NotTakingOffers):
            extend(cycle.competition(to=to), officer)

    def test_after_closing_there_is_nothing_to_extend(
        self, cycle: Cycle, competition: Competition, officer: Actor
    ) -> None:
        cycle.close(competition)
        with pytest.raises(NotTakingOffers):
            extend(competition, officer)


class TestCorrection:
    NEW = {"offers_due": moment(2026, 12, 22, 23, 59, 59), "confirmation_due": moment(2026, 12, 30, 16)}

    def test_an_element_of_the_announcement_starts_the_window_anew(
        self, competition: Competition, officer: Actor
    ) -> None:
        with pytest.raises(Refused) as refusal:
            correct(competition, officer, pool=Decimal(120000))
        assert codes(refusal) == ["competition.window_anew"]
        assert "22 grudnia 2026 r." in refusal.value.sentences[0].replace("\u00a0", " ")
        competition.refresh_from_db()
        change = correct(competition, officer, pool=Decimal(120000), **self.NEW)
        assert change.anew
        assert {row["name"] for row in change.rows} == {
            "pula środków",
            "termin składania ofert",
            "termin złożenia potwierdzenia",
        }
        competition.refresh_from_db()
        assert (competition.pool, competition.offers_due) == (Decimal(120000), self.NEW["offers_due"])

    def test_a_slip_in_a_text_or_a_telephone_number_does_not(self, competition: Competition, officer: Actor) -> None:
        assert not correct(competition, officer, contact="tel. 42 000 00 00").anew
        assert not correct(competition, officer, slip=True, rules="Dotację przyznaje Zarząd w drodze uchwały.").anew
        assert competition.offers_due == DEADLINE

    def test_money_is_no_slip(self, competition: Competition, officer: Actor) -> None:
        with pytest.raises(Refused) as refusal:
            correct(competition, officer, slip=True, max_grant=Decimal(30000))
        assert codes(refusal) == ["competition.window_anew"]

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"rules": " "}, "competition.content_missing"),
            ({"offers_due": DEADLINE - timedelta(minutes=1)}, "competition.deadline_not_later"),
            ({"max_grant": Decimal(100001), **NEW}, "competition.max_over_pool"),
        ],
    )
    def test_what_is_announced_stays_lawful(
        self, competition: Competition, officer: Actor, values: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            correct(competition, officer, **values)
        assert code in codes(refusal)
        assert not Change.objects.exists()

    def test_the_same_again_is_the_same_and_nothing_is_refused(self, competition: Competition, officer: Actor) -> None:
        change = correct(competition, officer, contact="pokój 12")
        assert correct(competition, officer, contact="pokój 12") == change
        with pytest.raises(NothingChanges):
            actions.correct(
                competition, {"contact": "pokój 12"}, slip=False, reason="inny powód", actor=officer, clock=at(WRITTEN)
            )

    def test_after_the_deadline_it_stands_as_announced(self, competition: Competition, officer: Actor) -> None:
        with pytest.raises(Refused) as refusal:
            correct(competition, officer, when=DEADLINE + timedelta(seconds=1), contact="x")
        assert codes(refusal) == ["competition.correction_late"]

    def test_a_late_third_publication_is_said_and_cured_by_an_extension(
        self, competition: Competition, officer: Actor, run_jobs: Callable[[], int]
    ) -> None:
        change = correct(competition, officer, pool=Decimal(120000), **self.NEW)
        run_jobs()
        for place, day in zip(Place.values, (1, 1, 3), strict=True):
            published = moment(2026, 12, day, 12)
            actions.record_publication(
                change, place=place, published_at=published, note="", actor=officer, at=published
            )
        (breach,) = window_breaches(competition, announced(competition), date(2026, 12, 3))
        assert breach.values["earliest"] == date(2026, 12, 28)
        dates = {"offers_due": moment(2026, 12, 28, 23, 59, 59), "confirmation_due": moment(2027, 1, 5, 16)}
        extend(competition, officer, when=moment(2026, 12, 4), **dates)
        assert window_breaches(competition, announced(competition), date(2026, 12, 4)) == []


class TestSuspension:
    def test_offers_wait_and_drafts_are_kept(
        self, competition: Competition, draft: Offer, alice: Actor, officer: Actor, ours: Any
    ) -> None:
        suspend(competition, officer)
        kept = offers.save(
            draft, {"III.1": "pisane w czasie zawieszenia"}, revision=draft.revision, actor=alice, at=WRITTEN
        )
        assert kept.content["III.1"] == "pisane w czasie zawieszenia"
        for when in (WRITTEN, DEADLINE + timedelta(days=1)):
            with pytest.raises(NotOpen, match="suspended") as refusal:
                offers.submit(draft, actor=alice, clock=at(when))
            assert "zawieszony" in refusal.value.sentences[0]
        with pytest.raises(NotOpen):
            offers.start(competition, ours, actor=alice, at=WRITTEN)
        assert not Competition.objects.overdue(DEADLINE + timedelta(days=1)).exists(), "the clock waits"

    def test_the_time_lost_is_given_back(
        self, competition: Competition, draft: Offer, alice: Actor, officer: Actor
    ) -> None:
        suspend(competition, officer, when=moment(2026, 12, 9, 12))
        # 10 days: 14 + 10 is Christmas Eve, so the deadline is the Monday after.
        change = resume(competition, officer, when=moment(2026, 12, 19, 12))
        assert competition.state == "open"
        assert competition.offers_due == moment(2026, 12, 28, 23, 59, 59)
        assert competition.confirmation_due == moment(2027, 1, 4, 16)
        assert change.rows[0]["name"] == "termin składania ofert"
        assert resume(competition, officer, when=moment(2026, 12, 19, 13)) == change, "a second click"
        assert offers.submit(draft, actor=alice, clock=at(moment(2026, 12, 27)))

    def test_twice_is_once(self, competition: Competition, officer: Actor) -> None:
        assert suspend(competition, officer) == suspend(competition, officer)
        assert Entry.objects.filter(verb="suspend").count() == 1

    def test_only_while_offers_are_taken(self, cycle: Cycle, competition: Competition, officer: Actor) -> None:
        with pytest.raises(NotTakingOffers):
            suspend(competition, officer, when=DEADLINE + timedelta(seconds=1))
        with pytest.raises(NotPossible):
            resume(competition, officer, when=WRITTEN)
        cycle.close(competition)
        with pytest.raises(NotTakingOffers):
            suspend(competition, officer, when=CLOSED)


class TestCallingOff:
    def test_where_the_announcement_reserves_it(self, cycle: Cycle, officer: Actor) -> None:
        competition = cycle.competition(calling_off_reserved=True)
        offer, resolution = cycle.offer(competition), cycle.resolution(on=WRITTEN.date())
        who = {"resolution": resolution, "reason": "brak środków", "actor": officer, "at": WRITTEN}
        change = actions.call_off(competition, **who)
        assert (competition.state, change.basis) == ("called_off", "zastrzeżenie w ogłoszeniu")
        assert actions.call_off(competition, **who) == change, "a second click"
        offer.refresh_from_db()
        assert offer.state == "submitted", "the offer stays as it was"

    def test_elsewhere_the_law_knows_only_cancellation(
        self, cycle: Cycle, competition: Competition, officer: Actor
    ) -> None:
        with pytest.raises(Refused) as refusal:
            actions.call_off(competition, resolution=cycle.resolution(), reason="x", actor=officer, at=WRITTEN)
        assert codes(refusal) == ["competition.not_reserved"]
        assert "(art. 18a ust. 1)" in refusal.value.sentences[0]

    def test_no_draft_is_called_off(self, cycle: Cycle, officer: Actor) -> None:
        competition = cycle.competition(to="draft", calling_off_reserved=True)
        with pytest.raises(NotPossible):
            actions.call_off(competition, resolution=cycle.resolution(), reason="x", actor=officer, at=WRITTEN)

    def test_nothing_is_submitted_any_more(self, cycle: Cycle, officer: Actor) -> None:
        competition = cycle.competition(calling_off_reserved=True)
        offer = cycle.offer(competition, to="draft")
        actions.call_off(competition, resolution=cycle.resolution(), reason="x", actor=officer, at=WRITTEN)
        with pytest.raises(NotOpen) as refusal:
            offers.submit(offer, actor=cycle.signatory(offer.organisation), clock=at(WRITTEN))
        assert "jest odwołany" in refusal.value.sentences[0]

    def test_its_offers_are_assessed_no_more(self, cycle: Cycle, officer: Actor) -> None:
        competition = cycle.competition(calling_off_reserved=True)
        offer = cycle.offer(competition, to="confirmed")
        cycle.close(competition)
        actions.call_off(competition, resolution=cycle.resolution(), reason="x", actor=officer, at=CLOSED)
        with pytest.raises(CompetitionOver, match="odwołany"):
            cycle.check(offer)
        offer.refresh_from_db()
        assert offer.state == "confirmed"


class TestPublication:
    def test_three_places_with_the_hash_of_what_appeared(
        self, competition: Competition, officer: Actor, run_jobs: Callable[[], int]
    ) -> None:
        change = suspend(competition, officer)
        with pytest.raises(NoDocumentYet):
            actions.record_publication(change, place="bip", published_at=WRITTEN, note="", actor=officer, at=WRITTEN)
        run_jobs()
        for place in Place.values * 2:
            actions.record_publication(change, place=place, published_at=WRITTEN, note="", actor=officer, at=WRITTEN)
        (row,) = announced(competition)
        document = Document.objects.get(kind="changes.change")
        assert row.missing == []
        assert [(each.place, each.sha256) for each in row.publications] == [
            (place, document.sha256) for place in Place.values
        ]
        with pytest.raises(PublishedOtherwise):
            actions.record_publication(
                change, place="bip", published_at=WRITTEN + timedelta(hours=1), note="", actor=officer, at=WRITTEN
            )

    def test_each_change_has_its_own_document_and_the_announcement_its_next_version(
        self, competition: Competition, officer: Actor, run_jobs: Callable[[], int]
    ) -> None:
        run_jobs()
        extend(competition, officer)
        correct(competition, officer, contact="pokój 12")
        run_jobs()
        versions = Document.objects.filter(kind="changes.change").values_list("version", flat=True)
        assert sorted(versions) == [1, 2]
        assert Document.objects.filter(kind="calls.announcement").count() == 2


def test_everyone_who_writes_is_told_once(
    cycle: Cycle, competition: Competition, draft: Offer, alice: Actor, officer: Actor, run_jobs: Callable[[], int]
) -> None:
    other = cycle.offer(competition)
    withdrawn = cycle.offer(competition)
    offers.withdraw(withdrawn, reason="x", actor=cycle.signatory(withdrawn.organisation), at=WRITTEN)
    colleague, reader = (
        cycle.editor(draft.organisation),
        cycle.people("organisation_viewer", key=draft.organisation.public_id),
    )
    change = extend(competition, officer)
    run_jobs()
    letters = Notice.objects.filter(template="competition-changed")
    told = {notice.user for notice in letters}
    assert told == {alice.user, colleague.user, cycle.signatory(other.organisation).user}
    assert reader.user not in told
    letter = letters.get(user=alice.user)
    assert "18 grudnia 2026 r., godz. 23:59:59" in letter.body.replace("\u00a0", " ")
    assert letter.link == f"/konkursy/{competition.public_id}/#zmiana-{change.number}"
    suspend(competition, officer)
    run_jobs()
    assert Notice.objects.filter(template="competition-changed", user=alice.user).count() == 2
