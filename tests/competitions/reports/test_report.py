"""Reports: begun from the offer, kept as typed, sums that agree, returned and accepted, the grant settled."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from competitions.agreements.models import Agreement
from competitions.calls.models import Competition
from competitions.reports import actions
from competitions.reports.documents import ReportSheet
from competitions.reports.models import Report
from competitions.reports.presentation import HEADER
from competitions.reports.refusals import StaleReport
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.workflow.refusal import Conflict, NotPossible, Refused
from ngo.registry.models import Organisation
from tests.factories.content import report_content
from tests.factories.cycle import ACCEPTED, REPORTED, Cycle, moment
from tests.factories.pages import content, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(cycle: Cycle, competition: Competition, ours: Organisation) -> Agreement:
    """Alice's agreement, paid."""
    offer = cycle.offer(competition, ours)
    cycle.resolved(competition)
    return cycle.agreement(offer)


def typed(report: Report, **changes: Any) -> dict[str, str]:
    return content("report-2018.2", report_content(**changes), revision=report.revision)


def test_begun_once_with_the_plan_filled_in(visit: Callable[..., Client], paid: Agreement, alice: Actor) -> None:
    client = visit(alice, REPORTED)
    for _ in range(2):
        answer = client.post(f"/moje/umowy/{paid.public_id}/sprawozdanie/")
        assert answer.status_code == 302
    report = Report.objects.get()
    assert [row["planned"] for row in report.content["II.1"]] == ["8000.00", "3500.00", "1000.00"]
    assert client.get(answer["Location"]).status_code == 200


def test_written_checked_and_submitted_once(
    visit: Callable[..., Client], cycle: Cycle, paid: Agreement, alice: Actor
) -> None:
    report = cycle.report(paid, to="draft", **{"II.2.own": "1999.00"})
    client = visit(alice, REPORTED)
    edit, submit = (f"/moje/sprawozdania/{report.public_id}/{verb}/" for verb in ("edycja", "zloz"))
    refused = client.post(submit)
    assert refused.status_code == 409
    assert "Suma wydatków (12 500,00 zł) różni się od sumy źródeł" in words(refused).replace("\u00a0", " ")
    assert client.post(edit, {**typed(report), "check": "1"})["Location"] == submit
    stale = client.post(edit, typed(report, III="Tekst z drugiej karty."))
    assert stale.status_code == 409
    assert "Tekst z drugiej karty." in stale.content.decode()
    assert [client.post(submit).status_code for _ in range(2)] == [302, 302]
    report.refresh_from_db()
    assert (report.state, str(report.spent_grant)) == ("submitted", "10000.00")
    assert Entry.objects.filter(verb="submit", subject_id=report.public_id).count() == 1
    frozen = client.post(edit, {**typed(report, III="Po złożeniu."), "revision": str(report.revision)})
    assert frozen.status_code == 409
    assert "Po złożeniu." in frozen.content.decode()
    filled = {code: value for code, value in Report.objects.get().content.items() if value}
    assert filled == {code: value for code, value in report_content().items() if value}


def test_saving_names_the_reason(cycle: Cycle, paid: Agreement, alice: Actor) -> None:
    report = cycle.report(paid, to="draft")
    with pytest.raises(StaleReport):
        actions.save(report, {}, revision=report.revision - 1, actor=alice, at=REPORTED)
    submitted = actions.submit(report, actor=alice, clock=lambda: REPORTED)
    with pytest.raises(Conflict):
        actions.save(submitted, {}, revision=submitted.revision, actor=alice, at=REPORTED)


def test_hostile_content_is_cleaned(cycle: Cycle, paid: Agreement, alice: Actor) -> None:
    report = cycle.report(paid, to="draft")
    hostile = {"I.1": "\x00zły\ud800", "obce": "x", "II.1": [None, {"name": 7, "inna": "y"}], "II.2.grant": "10 000,5"}
    saved = actions.save(report, hostile, revision=report.revision, actor=alice, at=REPORTED)
    assert saved.content == {
        "I.1": "zły",
        "II.1": [{"name": "7", "planned": "", "spent": ""}],
        "II.2.grant": "10000.50",
    }


def test_returned_with_words_and_submitted_again(
    visit: Callable[..., Client], cycle: Cycle, paid: Agreement, alice: Actor, officer: Actor
) -> None:
    report = cycle.report(paid)
    client = visit(officer, ACCEPTED)
    address = f"/urzad/sprawozdania/{report.public_id}/zwroc/"
    assert client.post(address, {"reason": ""}).status_code == 400
    long = "Proszę uzupełnić. " * 150
    kept = client.post(address, {"reason": long})
    assert kept.status_code == 400
    assert long.strip() in words(kept)
    assert client.post(address, {"reason": "Brak list obecności."}).status_code == 302
    again = client.post(address, {"reason": "Brak list obecności, drugi raz."})
    assert again.status_code == 409
    assert "Brak list obecności, drugi raz." in again.content.decode()
    report.refresh_from_db()
    assert report.state == "returned"
    assert "Brak list obecności." in words(visit(alice, ACCEPTED).get(f"/moje/sprawozdania/{report.public_id}/"))
    assert actions.submit(report, actor=alice, clock=lambda: ACCEPTED).state == "submitted"


def test_accepted_settles_the_grant_and_the_last_one_the_competition(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    first, second = cycle.offer(competition), cycle.offer(competition)
    cycle.resolved(competition)
    reports = [cycle.report(cycle.agreement(offer)) for offer in (first, second)]
    client = visit(officer, ACCEPTED)
    for report, state in zip(reports, ("resolved", "settled"), strict=True):
        assert client.post(f"/urzad/sprawozdania/{report.public_id}/przyjmij/").status_code == 302
        report.agreement.refresh_from_db()
        competition.refresh_from_db()
        assert (report.agreement.state, competition.state) == ("settled", state)


def test_an_unspent_grant_comes_back_first(cycle: Cycle, paid: Agreement, officer: Actor) -> None:
    report = cycle.report(paid, **{"II.2.grant": "9000.00", "II.2.own": "3000.00", "II.2.interest": "1.50"})
    with pytest.raises(Refused) as refusal:
        actions.accept(report, actor=officer, at=ACCEPTED)
    (breach,) = refusal.value.breaches
    assert breach.code == "report.unspent"
    assert str(breach.values["amount"]) == "1001.50"
    paid.refresh_from_db()
    assert paid.state == "paid"


def test_a_draft_is_not_accepted(cycle: Cycle, paid: Agreement, officer: Actor) -> None:
    with pytest.raises(NotPossible):
        actions.accept(cycle.report(paid, to="draft"), actor=officer, at=ACCEPTED)


@pytest.mark.parametrize(
    ("at", "late"), [(moment(2027, 11, 30, 23, 59, 59), False), (moment(2027, 12, 1, 0, 0, 1), True)]
)
def test_late_is_judged_by_the_day_in_poland(
    visit: Callable[..., Client], cycle: Cycle, paid: Agreement, officer: Actor, alice: Actor, at: Any, late: bool
) -> None:
    report = cycle.report(paid, to="draft")
    actions.submit(report, actor=alice, clock=lambda: at)
    page = words(visit(officer, ACCEPTED).get(f"/moje/sprawozdania/{report.public_id}/"))
    assert ("Sprawozdanie złożono po terminie" in page) == late


def test_who_sees_it(
    visit: Callable[..., Client], cycle: Cycle, people: Any, paid: Agreement, alice: Actor, bob: Actor, officer: Actor
) -> None:
    report = cycle.report(paid, to="draft")
    address = f"/moje/sprawozdania/{report.public_id}/"
    expected = [
        (VISITOR, 302, 302),
        (bob, 404, 404),
        (officer, 404, 200),
        (people("auditor"), 404, 200),
        (alice, 200, 200),
    ]
    for actor, draft, _submitted in expected:
        assert visit(actor, REPORTED).get(address).status_code == draft, actor
    actions.submit(report, actor=alice, clock=lambda: REPORTED)
    for actor, _draft, submitted in expected:
        client = visit(actor, REPORTED)
        assert client.get(address).status_code == submitted, actor
        accept = client.post(f"/urzad/sprawozdania/{report.public_id}/przyjmij/").status_code
        assert accept == (302 if actor in (VISITOR, officer) else 404), actor
    begun = f"/moje/umowy/{paid.public_id}/sprawozdanie/"
    assert visit(bob, REPORTED).post(begun).status_code == 404
    assert Client().post(begun).status_code == 302


FULLER = {
    "II.2.own": "1500.00",
    "II.2.recipients": "300.00",
    "II.2.public": "150.00",
    "II.2.public_names": "Gmina Bzura",
    "II.2.grant_interest": "50.00",
    "II.3": "Uczestnicy płacili za materiały.",
    "II.3.each": "10.00",
}


def test_the_page_prints_part_two_as_the_form_does_with_its_sums_and_shares(
    visit: Callable[..., Client], cycle: Cycle, paid: Agreement, alice: Actor
) -> None:
    report = cycle.report(paid, **FULLER)
    page = words(visit(alice, REPORTED).get(f"/moje/sprawozdania/{report.public_id}/"))
    for row in (
        "1.2 Odsetki bankowe od dotacji 0,00 zł 50,00 zł",
        "Suma kosztów pokrytych z dotacji 10 000,00 zł 10 050,00 zł",
        "2.3 Środki finansowe z innych źródeł publicznych: Gmina Bzura 0,00 zł 150,00 zł",
        "Suma innych środków finansowych 2 000,00 zł 1 950,00 zł",
        "Ogółem 12 500,00 zł 12 500,00 zł",
        "4 Udział kwoty dotacji w całkowitych kosztach zadania publicznego 80,00% 80,00%",
        "5 Udział innych środków finansowych w stosunku do otrzymanej kwoty dotacji 20,00% 19,50%",
        "6 Udział wkładu osobowego i rzeczowego w stosunku do otrzymanej kwoty dotacji 5,00% 5,00%",
        "Łączna wartość świadczeń 300,00 zł",
    ):
        assert row in page, row
    table = next(
        each for section in ReportSheet.of(report).sections for each in section.fields if each.header == HEADER
    )
    assert table.rows[-3:][0][2:] == ("80,00%", "80,00%")


def test_what_the_form_asks_with_some_sources_is_asked(cycle: Cycle, paid: Agreement, alice: Actor) -> None:
    report = cycle.report(paid, to="draft", **{**FULLER, "II.2.public_names": "", "II.3": ""})
    with pytest.raises(Refused) as refusal:
        actions.submit(report, actor=alice, clock=lambda: REPORTED)
    assert [breach.field for breach in refusal.value.breaches] == ["II.2.public_names", "II.3"]


def test_a_report_begun_on_the_first_reading_of_the_form_is_shown_and_finished_on_it(
    visit: Callable[..., Client], cycle: Cycle, paid: Agreement, alice: Actor
) -> None:
    report = cycle.report(paid, to="draft")
    Report.objects.filter(pk=report.pk).update(form_version="report-2018")
    report = Report.objects.get(pk=report.pk)
    client, address = visit(alice, REPORTED), f"/moje/sprawozdania/{report.public_id}/"
    edit = words(client.get(f"{address}edycja/"))
    assert "Wydatki pokryte z innych środków finansowych" in edit
    assert "2.1.3. Inne przychody" not in edit
    assert "Ogółem" not in words(client.get(address))
    assert actions.submit(report, actor=alice, clock=lambda: REPORTED).state == "submitted"
    assert "Wydatki pokryte z innych środków finansowych" in words(client.get(address))
