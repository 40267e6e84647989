"""Reminders: each step once, also after a killed worker; to who writes; by e-mail as each person chose; returned letters."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.corrections import actions as corrections
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from competitions.reminders import actions, queries
from competitions.reminders.models import Kind, Reminder
from competitions.reminders.privacy import REMINDERS
from core.accounts.actor import VISITOR, Actor, system
from core.audit.models import Entry, PersonalRead
from core.jobs.actions import enqueue
from core.jobs.runner import run
from core.notices.delivery import deliver_due
from core.notices.models import Notice, RefusedAddress, State
from core.web.templatetags.polish import data_godzina
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, CONFIRMATION_DUE, CONFIRMED, DEADLINE, WRITTEN, Cycle, moment, retyped
from tests.factories.pages import words
from tests.factories.post import Post, post

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]


def give(at: datetime) -> int:
    """One run of the clock's job; how many reminders it gave."""
    job = enqueue("reminders.give")
    run(job.pk, clock=lambda: at, loud=True)
    job.refresh_from_db()
    return int(job.result["reminders"])


def days(kind: Kind) -> list[int]:
    return sorted(Reminder.objects.filter(kind=kind).values_list("step", flat=True))


def test_a_draft_is_reminded_of_three_days_and_one_day_before_the_deadline(draft: Offer, alice: Actor) -> None:
    assert give(moment(2026, 12, 10, 23, 59)) == 0
    assert give(moment(2026, 12, 11, 7, 40)) == 1
    assert give(moment(2026, 12, 11, 12, 40)) == 0
    assert give(moment(2026, 12, 12, 7, 40)) == 0
    assert give(moment(2026, 12, 13, 7, 40)) == 1
    assert give(DEADLINE) == 0
    assert give(DEADLINE + timedelta(seconds=1)) == 0
    assert days(Kind.DRAFT) == [1, 3]
    letters = Notice.objects.filter(template="reminder-draft")
    assert {letter.user for letter in letters} == {alice.user}
    assert "do 14 grudnia 2026 r." in letters[0].subject.replace("\xa0", " ")
    assert letters[0].link == f"/moje/oferty/{draft.public_id}/edycja/"
    assert "http://localhost:8000/moje/przypomnienia/" in letters[0].body
    assert Entry.objects.filter(chain=draft.chain, verb="remind").count() == 2


def test_a_step_that_was_missed_is_made_up_for_and_no_two_come_at_once(draft: Offer) -> None:
    assert give(moment(2026, 12, 14, 7, 40)) == 1
    assert days(Kind.DRAFT) == [1]


def test_nobody_is_reminded_of_a_submitted_offer_or_of_a_draft_there_is_no_room_for(
    cycle: Cycle, competition: Competition, ours: Organisation, draft: Offer
) -> None:
    cycle.offer(competition, ours)
    assert give(moment(2026, 12, 13)) == 0


def test_a_confirmation_is_reminded_of_until_it_comes(cycle: Cycle, submitted: Offer, alice: Actor) -> None:
    cycle.close(submitted.competition)
    assert give(CONFIRMATION_DUE - timedelta(days=3)) == 1
    letter = Notice.objects.get(template="reminder-confirmation")
    assert (letter.user, letter.link) == (alice.user, f"/moje/oferty/{submitted.public_id}/")
    cycle.confirm(submitted)
    assert CONFIRMED < CONFIRMATION_DUE
    assert give(CONFIRMATION_DUE - timedelta(days=1)) == 0


def test_a_correction_is_reminded_of_until_it_is_made(cycle: Cycle, submitted: Offer, alice: Actor) -> None:
    cycle.close(submitted.competition)
    cycle.confirm(submitted)
    called = corrections.call_back(
        cycle.fresh(submitted),
        fields=["III.3"],
        sign_again=False,
        reason="Opisz teren.",
        actor=cycle.officer,
        at=CHECKED,
    )
    assert give(called.due - timedelta(days=4)) == 0
    assert give(called.due - timedelta(days=3)) == 1
    letter = Notice.objects.get(template="reminder-correction")
    assert (letter.user, letter.link) == (alice.user, f"/moje/oferty/{submitted.public_id}/")
    typed = {"III.3": "Teren powiatu łęczyckiego."}
    corrections.save(called, retyped(called, typed), actor=alice, at=called.due - timedelta(days=2))
    corrections.correct(called, actor=alice, clock=lambda: called.due - timedelta(days=2))
    assert give(called.due - timedelta(days=1)) == 0


def test_the_confirmation_of_a_corrected_version_has_its_own_term(
    cycle: Cycle, ours: Organisation, alice: Actor, visit: Any
) -> None:
    offer = cycle.offer(cycle.competition(correction_confirmation_days=3), ours, to="confirmed")
    cycle.close(offer.competition)
    cycle.check(offer, proposal="correct", fields=["III.3"], accessibility={"answer": "no", "note": "brak opisu"})
    called = cycle.fresh(offer).correction
    corrections.save(called, retyped(called, {"III.3": "Teren powiatu łęczyckiego."}), actor=alice, at=called.called_at)
    version = corrections.correct(called, actor=alice, clock=lambda: called.called_at)
    assert version.due is not None
    assert version.due == version.confirmation_due > offer.competition.confirmation_due
    desk = words(visit(alice, called.called_at).get("/moje/"))
    assert f"podpisane potwierdzenie musi wpłynąć do {data_godzina(version.due)}".replace("\u00a0", " ") in desk
    page = words(visit(alice, called.called_at).get(f"/moje/oferty/{offer.public_id}/"))
    assert f"Termin: {data_godzina(version.due)} (ogłoszenie)".replace("\u00a0", " ") in page
    assert give(version.due - timedelta(days=4)) == 0
    assert give(version.due - timedelta(days=3)) == 1
    letter = Notice.objects.get(template="reminder-confirmation")
    assert data_godzina(version.due) in letter.body, "not the first term, which passed before it was called back"
    cycle.fresh(offer).versions.filter(number=2).update(needs_confirmation=False)
    assert give(version.due - timedelta(days=1)) == 0, "nobody signs this one"
    page = words(visit(alice, called.called_at).get(f"/moje/oferty/{offer.public_id}/"))
    assert "Pobierzcie potwierdzenie" not in page


def test_all_who_write_are_told_and_those_who_only_look_are_not(
    cycle: Cycle, draft: Offer, ours: Organisation, alice: Actor, people: Any
) -> None:
    editor = cycle.editor(ours)
    people("organisation_viewer", key=ours.public_id)
    left = cycle.editor(ours)
    type(left.person).objects.filter(pk=left.person.pk).update(is_active=False)
    assert give(moment(2026, 12, 13)) == 2
    assert set(Notice.objects.values_list("user", flat=True)) == {alice.person.pk, editor.person.pk}


def test_a_moved_deadline_is_reminded_of_anew(draft: Offer) -> None:
    assert give(moment(2026, 12, 13)) == 1
    Competition.objects.update(offers_due=moment(2026, 12, 20))
    assert give(moment(2026, 12, 14)) == 0
    assert give(moment(2026, 12, 19)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_two_people_leaves_nobody_out_and_tells_nobody_twice(
    cycle: Cycle, draft: Offer, ours: Organisation, alice: Actor, monkeypatch: Any
) -> None:
    """The first person is told, the worker dies before the second one's letter is written; the job runs again."""
    cycle.editor(ours)
    told: list[str] = []
    real = actions.send

    def dying(user: Any, **rest: Any) -> Any:
        if told:
            raise KeyboardInterrupt
        told.append(user.email)
        return real(user, **rest)

    at = moment(2026, 12, 13)
    job = enqueue("reminders.give")
    monkeypatch.setattr(actions, "send", dying)
    with pytest.raises(KeyboardInterrupt):
        run(job.pk, clock=lambda: at)
    monkeypatch.undo()
    assert Notice.objects.count() == Reminder.objects.count() == 1
    assert give(at) == 1
    assert give(at) == 0
    assert Notice.objects.values("user").distinct().count() == Notice.objects.count() == 2


def test_an_offer_that_was_submitted_meanwhile_is_left_alone(draft: Offer, alice: Actor) -> None:
    """The job read it as a draft; between its look and the reminder the offer was submitted."""
    seen = next(queries.about_to_miss(moment(2026, 12, 13)))
    offers.submit(draft, actor=alice, clock=lambda: WRITTEN)
    given = actions.remind(
        seen.offer, alice.person, kind=seen.kind, due=seen.due, actor=system("zegar"), at=moment(2026, 12, 13)
    )
    assert not given
    assert not Reminder.objects.exists()


def test_a_person_chooses_what_comes_by_email_and_the_desk_shows_all(draft: Offer, alice: Actor, visit: Visit) -> None:
    client = visit(alice, WRITTEN)
    assert client.get("/moje/przypomnienia/").context["form"]["draft"].value() is True
    assert client.post("/moje/przypomnienia/", {"confirmation": "on", "correction": "on"}).status_code == 302
    assert queries.choices(alice.person) == {
        "draft": False,
        "confirmation": True,
        "correction": True,
        # Kinds that her page does not ask about stay as they were.
        "card": True,
        "late_card": True,
    }
    assert Entry.objects.get(verb="choose_reminders").after == {"draft": False}
    assert give(moment(2026, 12, 13)) == 1
    notice = Notice.objects.get(template="reminder-draft")
    assert notice.state == State.DESK
    assert deliver_due() == 0
    assert notice.subject in words(visit(alice, moment(2026, 12, 13)).get("/moje/"))


class TestReturnedLetters:
    @pytest.fixture
    def server(self, settings: Any) -> Iterator[Post]:
        with post(settings) as running:
            yield running

    def test_staff_see_whom_letters_do_not_reach_and_have_the_address_checked(
        self, server: Post, draft: Offer, submitted: Offer, alice: Actor, officer: Actor, people: Any, visit: Visit
    ) -> None:
        server.refused[alice.person.email] = "550 5.1.1 no such user"
        give(CONFIRMATION_DUE - timedelta(days=1))
        assert deliver_due() == 0
        address = RefusedAddress.objects.get()
        client = visit(officer, WRITTEN)
        listed = words(client.get(f"/urzad/konkursy/{draft.competition.public_id}/oferty/"))
        assert f"Fundacja Alicji: {alice.person}" in listed
        assert alice.person.email not in listed
        page = words(client.get("/urzad/niedoreczone/"))
        assert alice.person.email in page
        assert "osoba podpisująca: Fundacja Alicji" in page
        assert PersonalRead.objects.filter(page="refused_addresses", subject_id=alice.person.public_id).exists()
        check = f"/urzad/niedoreczone/{address.public_id}/sprawdz/"
        assert visit(people("auditor"), WRITTEN).post(check).status_code == 403
        assert visit(alice, WRITTEN).get("/urzad/niedoreczone/").status_code == 403
        assert visit(VISITOR, WRITTEN).get("/urzad/niedoreczone/").status_code == 302
        server.refused.clear()
        assert visit(officer, WRITTEN).post(check).status_code == 302
        deliver_due()
        assert [to for to, _text in server.taken] == [alice.person.email]


def test_what_is_kept_of_a_person_is_told_and_forgotten(draft: Offer, alice: Actor) -> None:
    give(moment(2026, 12, 13))
    actions.choose(alice.person, {"draft": False}, actor=alice, at=WRITTEN)
    rows = list(REMINDERS.rows(alice.person))
    assert rows[0]["oferta"] == draft.title
    assert rows[1] == {"przypomnienie": "oferta nie jest złożona, a nabór się kończy", "e-mailem": False}
    REMINDERS.forget(alice.person, at=WRITTEN)
    assert not Reminder.objects.exists()
    assert queries.by_email(alice.person, Kind.DRAFT)
