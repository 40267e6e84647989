"""A trip from its plan to its settlement: numbers, what does not hold together, terms, costs, who decides, the ledger."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from core.accounts.actor import VISITOR, Actor
from core.audit import ledger
from core.audit.models import Entry
from core.documents.models import Document
from core.documents.queries import documents_of
from core.workflow.refusal import NotPossible, Refusal
from office.structure import actions as structure
from office.structure.models import Unit
from office.trips import access, actions
from office.trips.models import Trip
from office.trips.refusals import ClosedPlan, CostsClosed, EndedTrip, LateApproval, NoActualCosts, NotOver, StaleTrip
from office.trips.states import State
from tests.factories.files import pdf
from tests.office.trips.conftest import EURO

pytestmark = pytest.mark.django_db
Planned = Callable[..., Trip]
AFTER = timedelta(days=11)


def refused(act: Callable[[], Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.problems


# The plan


def test_numbers_have_no_gaps_and_begin_anew_each_year(
    planned: Planned, said: Any, assistant: Actor, at: datetime
) -> None:
    unit = Unit.objects.get(code="KMV")
    assert [planned().sign, planned().sign] == ["W/1/2026", "W/2/2026"]
    with pytest.raises(Refusal):
        planned(people=())
    later = at + timedelta(days=60)
    assert actions.plan(said(), unit=unit, actor=assistant, at=later).sign == "W/1/2027"
    assert planned().sign == "W/3/2026"


def test_the_same_form_sent_twice_is_one_trip(assistant: Actor, said: Any, at: datetime) -> None:
    unit = Unit.objects.get(code="KMV")
    twice = [actions.plan(said(), unit=unit, once="t0", actor=assistant, at=at) for _click in range(2)]
    assert twice[0] == twice[1]
    assert Trip.objects.count() == 1


def test_a_plan_that_does_not_hold_together_is_refused_with_everything_at_once(planned: Planned) -> None:
    assert refused(lambda: planned(ends_on=date(2026, 11, 30), country="", people=())) == [
        (
            "ends_on",
            "Ostatni dzień (30 listopada 2026 r.) wypada przed pierwszym (1 grudnia 2026 r.). Popraw jedną z dat.",
        ),
        ("country", "Podaj kraj wyjazdu zagranicznego."),
        ("", "Wpisz co najmniej jednego uczestnika: z listy stanowisk albo z imienia i nazwiska."),
    ]
    point = {"day": date(2026, 12, 4), "text": "Powrót"}
    [(_field, text)] = refused(lambda: planned(points=[point]))
    assert text == "Program ma dni poza wyjazdem: 4 grudnia 2026 r. Popraw je albo dni wyjazdu."
    assert not Trip.objects.exists()


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        ({**EURO, "rate": None}, "Koszt 1 jest w walucie EUR: podaj kurs jednej jednostki i dzień kursu."),
        ({**EURO, "rate_on": None}, "Koszt 1 jest w walucie EUR: podaj kurs jednej jednostki i dzień kursu."),
        (
            {**EURO, "rate_on": date(2026, 11, 24)},
            "Koszt 1 ma kurs z przyszłości (24 listopada 2026 r.). Podaj kurs z dnia, który już był.",
        ),
        (
            {**EURO, "amount": Decimal("9999999999.99")},
            "Suma kosztów jest większa niż 9 999 999 999,99 zł. Sprawdź kwoty i kursy.",
        ),
    ],
)
def test_a_cost_in_a_foreign_currency_has_its_rate_and_day(planned: Planned, cost: Any, words: str) -> None:
    assert [text for _field, text in refused(lambda: planned(costs=[cost]))] == [words]


def test_sums_and_terms_follow_from_the_plan(planned: Planned) -> None:
    domestic = {"kind": "domestic", "country": "wpisany przez pomyłkę", "place": "Sieradz"}
    trip = planned(costs=[EURO, {"kind": "transport", "amount": Decimal("89.90")}], **domestic)
    assert trip.planned_pln == Decimal("600.06")
    assert trip.where == "Sieradz"
    # Fourteen days from 3 December are 17 December, a Thursday.
    assert (trip.report_due_on, trip.settle_due_on) == (date(2026, 12, 17), date(2026, 12, 17))


def test_a_person_in_a_post_travels_under_the_name_of_that_day(planned: Planned, head: Actor, at: datetime) -> None:
    post = {"name": "Żaneta Łęcka", "title": "asystentka", "valid_from": date(2026, 1, 1)}
    appointment = structure.appoint(post, unit=Unit.objects.get(code="KMV"), actor=head, at=at)
    trip = planned(people=[{"appointment": appointment}, {"name": "Jan Tłumacz"}])
    assert trip.named == ["Żaneta Łęcka, asystentka", "Jan Tłumacz"]


def test_two_people_do_not_overwrite_each_other(planned: Planned, said: Any, assistant: Actor, at: datetime) -> None:
    trip = planned()
    trip = actions.revise(trip, said(place="Praga"), revision=1, actor=assistant, at=at)
    assert refused(lambda: actions.revise(trip, said(), revision=1, actor=assistant, at=at)) == [
        ("", "Ktoś inny zmienił ten wyjazd, odkąd otwarto formularz. Otwórz wyjazd jeszcze raz i wpisz swoją zmianę.")
    ]
    assert Trip.objects.get().place == "Praga"
    assert len(trip.people) == 1


# From the approval to the settlement


def test_the_whole_way(
    planned: Planned, assistant: Actor, head: Actor, at: datetime, run_jobs: Callable[[], int]
) -> None:
    trip = planned(points=[{"day": date(2026, 12, 2), "text": "Rozmowa"}])
    actions.approve(trip, actor=head, at=at)
    run_jobs()
    sheet = documents_of(trip).get()
    assert sheet.title == "Karta wyjazdu nr W/1/2026"
    back = at + AFTER
    actions.hold_trip(trip, actor=assistant, at=back)
    actions.report(trip, "List podpisano.", actor=assistant, at=back)
    cost = {**EURO, "amount": Decimal(100), "rate": Decimal("4.30")}
    actions.write_costs(trip, [cost], revision=trip.revision, actor=assistant, at=back)
    actions.settle(trip, actor=head, at=back)
    run_jobs()
    trip.refresh_from_db()
    assert (trip.state, trip.planned_pln, trip.actual_pln) == (State.SETTLED, Decimal("510.16"), Decimal("430.00"))
    assert (trip.reported_on, trip.ended_on) == (back.date(), back.date())
    assert [each.version for each in documents_of(trip)] == [1, 2]
    verbs = Entry.objects.filter(chain=trip.chain).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == [
        "plan_trip", "approve", "issue_document", "hold_trip", "report", "write_trip_costs", "settle", "issue_document",
    ]  # fmt: skip
    assert list(ledger.faults()) == []


def test_no_name_and_no_purpose_stand_in_the_ledger(
    planned: Planned, assistant: Actor, said: Any, at: datetime
) -> None:
    trip = actions.revise(planned(), said(place="Praga"), revision=1, actor=assistant, at=at)
    written = str([(each.before, each.after) for each in Entry.objects.filter(chain=trip.chain)])
    assert "Praga" in written
    assert "Jan Tłumacz" not in written
    assert "młodzieży" not in written


def test_an_approval_after_the_first_day_says_why(planned: Planned, head: Actor, at: datetime) -> None:
    trip = planned()
    late = at + timedelta(days=9)
    [(field, text)] = refused(lambda: actions.approve(trip, actor=head, at=late))
    assert field == "reason"
    assert (
        text == "Wyjazd zaczął się 1 grudnia 2026 r., a zgodę wydaje się przed wyjazdem. Podaj powód późniejszej zgody."
    )
    trip.refresh_from_db()
    with pytest.raises(LateApproval):
        actions.approve(trip, actor=head, at=late)
    actions.approve(trip, reason="Wyjazd nagły.", actor=head, at=late)
    assert Entry.objects.filter(chain=trip.chain).latest("seq").reason == "Wyjazd nagły."
    first_day = planned()
    assert actions.approve(first_day, actor=head, at=at + timedelta(days=8)).state == State.APPROVED


def test_an_approved_plan_is_changed_only_after_it_was_sent_back(
    planned: Planned, said: Any, assistant: Actor, head: Actor, at: datetime, run_jobs: Callable[[], int]
) -> None:
    trip = actions.approve(planned(), actor=head, at=at)
    with pytest.raises(ClosedPlan):
        actions.revise(trip, said(place="Praga"), revision=1, actor=assistant, at=at)
    actions.send_back(trip, reason="Zmiana hotelu.", actor=assistant, at=at)
    run_jobs()
    assert not Document.objects.exists(), "a plan that was sent back at once has no sheet"
    actions.revise(trip, said(place="Praga"), revision=1, actor=assistant, at=at)
    actions.approve(trip, actor=head, at=at)
    run_jobs()
    assert documents_of(trip).count() == 1


def test_a_trip_is_held_when_its_last_day_has_come(
    planned: Planned, assistant: Actor, head: Actor, at: datetime
) -> None:
    trip = actions.approve(planned(), actor=head, at=at)
    with pytest.raises(NotOver):
        actions.hold_trip(trip, actor=assistant, at=at + timedelta(days=9))
    assert actions.hold_trip(trip, actor=assistant, at=at + timedelta(days=10)).state == State.HELD


def test_a_trip_is_settled_by_its_actual_costs(planned: Planned, assistant: Actor, head: Actor, at: datetime) -> None:
    trip, back = planned(), at + AFTER
    with pytest.raises(CostsClosed):
        actions.write_costs(trip, [EURO], revision=1, actor=assistant, at=at)
    actions.approve(trip, actor=head, at=at)
    actions.hold_trip(trip, actor=assistant, at=back)
    with pytest.raises(NotPossible):
        actions.settle(trip, actor=head, at=back)
    actions.report(trip, "Bez ustaleń.", actor=assistant, at=back)
    with pytest.raises(NoActualCosts):
        actions.settle(trip, actor=head, at=back)
    nothing = {"kind": "other", "amount": Decimal("0.00"), "note": "koszty pokrył gospodarz"}
    actions.write_costs(trip, [nothing], revision=1, actor=assistant, at=back)
    with pytest.raises(StaleTrip):
        actions.write_costs(trip, [EURO], revision=1, actor=assistant, at=back)
    assert actions.settle(trip, actor=head, at=back).state == State.SETTLED
    assert trip.planned_pln == Decimal("510.16"), "the plan stays beside"


def test_a_returned_report_keeps_its_text(planned: Planned, assistant: Actor, head: Actor, at: datetime) -> None:
    trip, back = actions.approve(planned(), actor=head, at=at), at + AFTER
    actions.hold_trip(trip, actor=assistant, at=back)
    actions.report(trip, "Krótko.", actor=assistant, at=back)
    actions.return_report(trip, reason="Brak ustaleń.", actor=head, at=back)
    trip.refresh_from_db()
    assert (trip.state, trip.report_text, trip.reported_on) == (State.HELD, "Krótko.", None)
    with pytest.raises(NotPossible):
        actions.hold_trip(trip, actor=assistant, at=back)


def test_a_cancelled_trip_keeps_its_number_and_changes_no_more(
    planned: Planned, assistant: Actor, at: datetime
) -> None:
    trip = planned()
    for _click in range(2):
        actions.cancel(trip, reason="choroba", actor=assistant, at=at)
    assert Entry.objects.filter(chain=trip.chain, verb="cancel").count() == 1
    assert planned().sign == "W/2/2026"
    with pytest.raises(EndedTrip):
        actions.attach(trip, kind="material", title="", file=pdf(), actor=assistant, at=at)


# Terms


def test_a_trip_is_late_when_its_report_or_settlement_is(
    planned: Planned, assistant: Actor, head: Actor, at: datetime
) -> None:
    trip = actions.approve(planned(), actor=head, at=at)
    assert not Trip.objects.due(date(2026, 12, 3)).exists()
    assert [each.due_on for each in Trip.objects.due(date(2026, 12, 4))] == [date(2026, 12, 17)]
    assert not Trip.objects.overdue(date(2026, 12, 17)).exists()
    assert Trip.objects.overdue(date(2026, 12, 18)).get() == trip
    actions.hold_trip(trip, actor=assistant, at=at + AFTER)
    actions.report(trip, "Ustalono.", actor=assistant, at=at + AFTER)
    assert Trip.objects.overdue(date(2026, 12, 18)).get() == trip
    actions.write_costs(trip, [EURO], revision=1, actor=assistant, at=at + AFTER)
    actions.settle(trip, actor=head, at=at + AFTER)
    assert not Trip.objects.due(date(2027, 12, 18)).exists()


# Files, and who sees


def test_materials_are_kept_once_and_removed_with_their_bytes(
    planned: Planned, assistant: Actor, at: datetime, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    trip = planned()
    kept = [
        actions.attach(trip, kind="material", title="Prezentacja", file=pdf(), actor=assistant, at=at)
        for _click in range(2)
    ]
    assert kept[0] == kept[1]
    assert default_storage.exists(kept[0].file)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(kept[0], actor=assistant, at=at)
    actions.remove_file(kept[0], actor=assistant, at=at)
    assert not list(Path(settings.MEDIA_ROOT).rglob(f"{kept[0].public_id}*"))
    assert Entry.objects.filter(verb="remove_trip_file").count() == 1


def test_trips_are_seen_by_their_unit_and_the_auditor_and_decided_by_its_head(
    planned: Planned, assistant: Actor, head: Actor, people: Any, at: datetime
) -> None:
    trip = planned()
    auditor, stranger = people("auditor"), people("head", key="KMIII")
    director = people("director")
    assert access.may_decide(director, trip, at)[0]
    assert not access.may_keep(director, trip, at)[0]
    for actor in (assistant, head, director, auditor):
        assert access.visible(actor, at).get() == trip
    for actor in (stranger, people("administrator"), people("expert", key="x"), VISITOR):
        assert not access.visible(actor, at).exists()
        assert not access.may_keep(actor, trip, at)[0]
        assert not access.may_decide(actor, trip, at)[0]
    assert access.may_decide(head, trip, at)[0]
    assert access.may_decide(assistant, trip, at) == (
        False,
        "Wyjazd zatwierdza i rozlicza kierownik komórki albo dyrektor.",
    )
    assert not access.may_keep(auditor, trip, at)[0]
