"""A meeting from its calling to closed minutes: who was there, who stepped aside, what was voted, what follows from it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from competitions.evaluation import access as evaluation_access
from competitions.evaluation import queries as evaluation
from competitions.evaluation.actions.decisions import recuse
from competitions.evaluation.models import Motion, Opinion, Panel, PanelMember
from competitions.evaluation.refusals import NotToDecide
from competitions.meetings import access, actions
from competitions.meetings.models import Item, Meeting
from competitions.meetings.refusals import NotInMeeting
from competitions.meetings.states import State
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.audit.models import Entry, PersonalRead
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from core.notices.models import Notice
from core.workflow.refusal import NotPossible, Refused
from tests.factories.cycle import CHECKED, CONCLUDED, Cycle

pytestmark = pytest.mark.django_db

SOON = CONCLUDED - timedelta(hours=3)
LATER = CONCLUDED + timedelta(minutes=30)
HIGHEST = (30, 20, 20, 10, 10, 10)
LOW = (20, 15, 15, 5, 5, 5)


class Table:
    """Two offers with two cards each (the first better), a declared panel of three, and its people."""

    def __init__(self, cycle: Cycle) -> None:
        self.competition = cycle.competition()
        self.first, self.second = (
            cycle.offer(self.competition, **{"III.1": title}) for title in ("Święto żniw", "Noc muzeów")
        )
        self.panel: Panel = cycle.assessed(self.competition, {1: HIGHEST, 2: LOW})
        self.first.refresh_from_db()
        self.second.refresh_from_db()
        self.chair_member, self.secretary, self.ngo = self.panel.members.select_related("user").order_by("pk")
        self.members = [self.chair_member, self.secretary, self.ngo]
        self.chair = self.actor(self.chair_member)

    def actor(self, member: PanelMember) -> Actor:
        return Actor(user=member.user, hat=Hat.objects.get(user=member.user, key=self.competition.public_id))

    def planned(self) -> Meeting:
        return actions.plan(self.panel, starts_at=SOON, place="sala 12", actor=self.chair, at=CHECKED)

    def opened(self, *present: PanelMember) -> Meeting:
        return actions.begin(self.planned(), present=list(present or self.members), actor=self.chair, at=SOON)

    def item(self, meeting: Meeting, offer: Offer) -> Item:
        return meeting.items.select_related("meeting__panel__competition", "offer").get(offer=offer)

    def vote(self, item: Item, **changes: Any) -> Motion:
        values: dict[str, Any] = {
            "criterion": self.competition.criteria.get(number=2),
            "after": Decimal("12.5"),
            "reason": "Wynajem sali wyceniono dwa razy.",
            "votes": dict.fromkeys(self.members, "for"),
        }
        return actions.put_to_vote(item, **{**values, **changes}, actor=self.chair, at=SOON)

    def settle(self, meeting: Meeting) -> None:
        for item in meeting.items.select_related("meeting__panel__competition", "offer"):
            actions.settle(item, "", actor=self.chair, at=SOON)


@pytest.fixture
def table(cycle: Cycle) -> Table:
    return Table(cycle)


def test_from_calling_to_closed_minutes(table: Table) -> None:
    meeting = table.opened()
    item = table.item(meeting, table.first)
    table.vote(item)
    table.vote(item, criterion=None, after=table.first.requested - 500, reason="Dwa koszty są zawyżone.")
    actions.settle(item, "Komisja popiera zadanie.", actor=table.chair, at=SOON)
    actions.settle(table.item(meeting, table.second), "", actor=table.chair, at=SOON)
    actions.close(meeting, actor=table.chair, at=CONCLUDED)

    opinion = Opinion.objects.get(offer=table.first)
    assert opinion.points == Decimal("92.50")
    assert opinion.proposed_amount == table.first.requested - 500
    assert opinion.text == "Komisja popiera zadanie."
    job = Job.objects.get(name="evaluation.minutes")
    run(job.pk, loud=True)
    document = Document.objects.get(kind="evaluation.minutes")
    assert document.subject_id == table.panel.public_id
    sheet = Panel.objects.get(pk=table.panel.pk)
    assert sheet.sittings[0].startswith("Posiedzenie nr 1: ")
    assert "Nina Społeczna" in sheet.sittings[0]


def test_members_are_told_and_a_second_click_calls_once(table: Table) -> None:
    assert table.planned() == table.planned()
    assert Notice.objects.filter(template="meeting-planned").count() == 3
    with pytest.raises(NotInMeeting):
        actions.plan(table.panel, starts_at=LATER, place="sala 3", actor=table.chair, at=CHECKED)


def test_a_panel_has_one_live_meeting_for_the_database_too(table: Table) -> None:
    table.planned()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(panel=table.panel, number=2, starts_at=LATER, place="sala 3")


def test_no_meeting_in_the_past(table: Table) -> None:
    with pytest.raises(NotInMeeting):
        actions.plan(table.panel, starts_at=CHECKED, place="sala 12", actor=table.chair, at=CHECKED)


def test_a_cancelled_meeting_is_followed_by_the_next(table: Table) -> None:
    meeting = actions.cancel(table.planned(), "Awaria prądu.", actor=table.chair, at=CHECKED)
    assert meeting.state == State.CANCELLED
    assert Notice.objects.filter(template="meeting-cancelled", body__contains="Awaria prądu.").count() == 3
    following = actions.plan(table.panel, starts_at=LATER, place="sala 3", actor=table.chair, at=CHECKED)
    assert following.number == 2


@pytest.mark.parametrize(
    ("there", "code"),
    [(["chair_member"], "panel.no_quorum"), (["secretary", "ngo"], "panel.chair_absent")],
)
def test_no_meeting_without_quorum_and_chair(table: Table, there: list[str], code: str) -> None:
    meeting = table.planned()
    with pytest.raises(Refused) as refusal:
        actions.begin(meeting, present=[getattr(table, who) for who in there], actor=table.chair, at=SOON)
    assert code in [breach.code for breach in refusal.value.breaches]


def test_the_excluded_leave_once_and_do_not_see_the_offer(table: Table) -> None:
    recuse(table.ngo, table.first, ground="A1", actor=table.actor(table.ngo), at=CHECKED)
    meeting = table.opened()
    assert [item.offer for item in meeting.items.all()] == [table.second, table.first]
    member = table.actor(table.ngo)
    assert list(evaluation_access.panel_offers(member, SOON)) == [table.second]
    assert not evaluation_access.cards(member, SOON).filter(offer=table.first).exists()
    assert [item.offer for item in access.items(member, SOON)] == [table.second]
    assert access.items(table.chair, SOON).count() == 2


def test_who_is_excluded_does_not_vote_and_a_vote_taken_before_falls(table: Table) -> None:
    meeting = table.opened()
    item = table.item(meeting, table.first)
    motion = table.vote(item)
    assert evaluation.value_now(table.first, motion.criterion) == Decimal("12.50")
    recuse(table.ngo, table.first, ground="A1", actor=table.actor(table.ngo), at=SOON)
    assert evaluation.value_now(table.first, motion.criterion) == Decimal("20.00")
    with pytest.raises(NotInMeeting):
        table.vote(item)
    table.vote(item, votes={table.chair_member: "for", table.secretary: "for"})
    assert evaluation.value_now(table.first, motion.criterion) == Decimal("12.50")


def test_too_few_who_may_speak(table: Table) -> None:
    meeting = table.opened()
    for member in (table.ngo, table.secretary):
        actions.leave(meeting, member, actor=table.chair, at=SOON)
    with pytest.raises(NotInMeeting):
        actions.settle(table.item(meeting, table.first), "", actor=table.chair, at=SOON)
    actions.arrive(meeting, table.ngo, actor=table.chair, at=SOON)
    actions.settle(table.item(meeting, table.first), "", actor=table.chair, at=SOON)


@pytest.mark.parametrize(
    ("chair", "secretary", "ngo", "carried"),
    [
        ("for", "for", "against", True),
        ("for", "against", "abstain", True),
        ("against", "for", "abstain", False),
        ("abstain", "abstain", "abstain", False),
        ("for", "against", "against", False),
    ],
)
def test_votes_are_counted_and_the_chair_decides_even_ones(
    table: Table, chair: str, secretary: str, ngo: str, carried: bool
) -> None:
    item = table.item(table.opened(), table.first)
    votes = {table.chair_member: chair, table.secretary: secretary, table.ngo: ngo}
    assert table.vote(item, votes=votes).carried is carried
    entry = Entry.objects.get(verb="vote")
    assert entry.after["carried"] is carried
    assert entry.after["votes"][table.ngo.user.public_id] == ngo


@pytest.mark.parametrize("changes", [{"reason": "  "}, {"after": Decimal("20.01")}, {"after": Decimal(20)}])
def test_no_change_without_reason_range_or_difference(table: Table, changes: dict[str, Any]) -> None:
    item = table.item(table.opened(), table.first)
    with pytest.raises(NotToDecide):
        table.vote(item, **changes)
    assert not Motion.objects.exists()


def test_a_vote_without_a_reason_is_impossible_for_the_database_too(table: Table) -> None:
    motion = table.vote(table.item(table.opened(), table.first))
    with pytest.raises(IntegrityError), transaction.atomic():
        Motion.objects.filter(pk=motion.pk).update(reason="")


def test_an_adjourned_meeting_leaves_the_rest_for_the_next(table: Table) -> None:
    meeting = table.opened()
    actions.settle(table.item(meeting, table.first), "Tak.", actor=table.chair, at=SOON)
    with pytest.raises(NotInMeeting):
        actions.close(meeting, actor=table.chair, at=SOON)
    actions.adjourn(meeting, "Brak quorum.", actor=table.chair, at=CONCLUDED)
    following = actions.plan(table.panel, starts_at=LATER, place="sala 3", actor=table.chair, at=CONCLUDED)
    actions.begin(following, present=table.members, actor=table.chair, at=LATER)
    assert [item.offer for item in following.items.all()] == [table.second]
    table.settle(following)
    actions.close(following, actor=table.chair, at=LATER)
    assert Opinion.objects.get(offer=table.first).text == "Tak."
    assert len(Panel.objects.get(pk=table.panel.pk).sittings) == 2


def test_an_annulled_meeting_counts_for_nothing(table: Table) -> None:
    meeting = table.opened()
    motion = table.vote(table.item(meeting, table.first))
    table.settle(meeting)
    actions.annul(meeting, "Głosowała osoba spoza komisji.", actor=table.chair, at=CONCLUDED)
    assert evaluation.value_now(table.first, motion.criterion) == Decimal("20.00")
    following = actions.plan(table.panel, starts_at=LATER, place="sala 12", actor=table.chair, at=CONCLUDED)
    actions.begin(following, present=table.members, actor=table.chair, at=LATER)
    assert following.items.count() == 2
    table.settle(following)
    actions.close(following, actor=table.chair, at=LATER)
    assert Opinion.objects.get(offer=table.first).points == Decimal("100.00")


def test_nothing_is_written_after_the_minutes(table: Table) -> None:
    meeting = table.opened()
    item = table.item(meeting, table.first)
    table.settle(meeting)
    actions.close(meeting, actor=table.chair, at=CONCLUDED)
    assert actions.close(meeting, actor=table.chair, at=CONCLUDED).state == State.CLOSED
    with pytest.raises(NotInMeeting):
        table.vote(item)
    with pytest.raises(NotToDecide):
        recuse(table.ngo, table.first, ground="A1", actor=table.actor(table.ngo), at=LATER)
    with pytest.raises(NotInMeeting):
        actions.plan(table.panel, starts_at=LATER + timedelta(days=1), place="x", actor=table.chair, at=LATER)
    with pytest.raises(NotPossible):
        actions.annul(meeting, "Za późno.", actor=table.chair, at=LATER)


def test_who_sees_meetings(table: Table, cycle: Cycle, alice: Actor, bob: Actor, people: Any) -> None:
    table.opened()
    assert access.visible(table.actor(table.ngo), SOON).count() == 1
    assert access.visible(cycle.officer, SOON).count() == 1
    for stranger in (alice, bob, VISITOR, cycle.expert()[1], people("panel_member", key="other")):
        assert not access.visible(stranger, SOON).exists()
        assert not access.items(stranger, SOON).exists()


def test_the_chair_leads_a_meeting_on_its_pages(visit: Callable[..., Client], table: Table) -> None:
    client = visit(table.chair, CHECKED)
    plan = {"starts_at": f"{SOON:%Y-%m-%dT%H:%M}", "place": "sala 12"}
    answer = client.post(f"/komisja/{table.panel.public_id}/posiedzenia/", plan)
    meeting = Meeting.objects.get()
    at = f"/posiedzenia/{meeting.public_id}/"
    assert answer["Location"] == at
    assert "Otwórz posiedzenie" in client.get(at).content.decode()
    client = visit(table.chair, SOON)
    refused = client.post(f"{at}otworz/", {"present": [table.chair_member.pk]})
    assert refused.status_code == 409
    client.post(f"{at}otworz/", {"present": [member.pk for member in table.members]})
    item = table.item(meeting, table.first)
    page = f"/posiedzenia/oferty/{item.public_id}/"
    votes = {f"vote_{member.pk}": "for" for member in table.members}
    motion = {"what": "2", "after": "12,5", "reason": "", **votes}
    assert client.post(f"{page}glosowanie/", motion).status_code == 400
    client.post(f"{page}glosowanie/", {**motion, "reason": "Zawyżona cena."})
    assert Motion.objects.get().carried
    assert "Zawyżona cena." in client.get(page).content.decode()
    client.post(page, {"text": "Dobra oferta."})
    client.post(f"/posiedzenia/oferty/{table.item(meeting, table.second).public_id}/", {"text": ""})
    answer = client.post(f"{at}zakoncz/")
    assert answer["Location"] == f"/komisja/{table.panel.public_id}/"
    assert "Dobra oferta." in client.get(answer["Location"]).content.decode()


def test_a_member_steps_aside_on_their_page_and_keeps_no_record(visit: Callable[..., Client], table: Table) -> None:
    member = table.actor(table.ngo)
    meeting = table.opened()
    client = visit(member, SOON)
    page = f"/komisja/{table.panel.public_id}/wylaczenie/"
    assert table.first.title not in client.get(page).content.decode()
    answer = client.post(page, {"offer": table.first.public_id, "ground": "A1"})
    assert answer.status_code == 302
    item = table.item(meeting, table.first)
    assert client.get(f"/posiedzenia/oferty/{item.public_id}/").status_code == 404
    assert table.first.title not in client.get(f"/posiedzenia/{meeting.public_id}/").content.decode()
    other = table.item(meeting, table.second)
    assert client.post(f"/posiedzenia/oferty/{other.public_id}/", {"text": "x"}).status_code == 403
    assert client.post(f"/posiedzenia/{meeting.public_id}/zakoncz/").status_code == 403


def test_who_has_not_declared_reads_no_offer(visit: Callable[..., Client], table: Table) -> None:
    """Content comes after the declaration of impartiality (art. 15 ust. 2f), in a planned meeting and in an open one."""
    PanelMember.objects.filter(pk=table.secretary.pk).update(declared_at=None)
    member = table.actor(table.secretary)
    meeting = table.planned()
    at = f"/posiedzenia/{meeting.public_id}/"
    assert table.first.title not in visit(member, CHECKED).get(at).content.decode()
    assert table.first.title in visit(table.chair, CHECKED).get(at).content.decode()
    actions.begin(meeting, present=[table.chair_member, table.ngo], actor=table.chair, at=SOON)
    assert not access.items(member, SOON).exists()
    assert access.items(table.chair, SOON).count() == 2
    client = visit(member, SOON)
    assert table.first.title not in client.get(at).content.decode()
    assert client.get(f"/posiedzenia/oferty/{table.item(meeting, table.first).public_id}/").status_code == 404


def test_reads_of_who_does_not_sit_in_the_panel_are_noted(
    visit: Callable[..., Client], table: Table, cycle: Cycle
) -> None:
    meeting = table.opened()
    item = table.item(meeting, table.first)
    for actor in (table.chair, cycle.officer):
        client = visit(actor, SOON)
        assert "Karty ekspertów obok siebie" in client.get(f"/posiedzenia/oferty/{item.public_id}/").content.decode()
        page = client.get(f"/posiedzenia/{meeting.public_id}/").content.decode()
        # Only the page of who sits there asks again by itself: each asking of another would be a read to note.
        assert ("js/live.js" in page) is (actor is table.chair)
    noted = PersonalRead.objects.filter(page__in=("meeting", "meeting_item")).values_list("page", "user")
    assert sorted(noted) == [("meeting", cycle.officer.person.pk), ("meeting_item", cycle.officer.person.pk)]


def test_what_stands_is_the_last_carried_vote(visit: Callable[..., Client], table: Table) -> None:
    item = table.item(table.opened(), table.first)
    for after in (Decimal("12.5"), Decimal("13.5")):
        table.vote(item, after=after)
    table.vote(item, after=Decimal(14), votes=dict.fromkeys(table.members, "against"))
    page = visit(table.chair, SOON).get(f"/posiedzenia/oferty/{item.public_id}/").content.decode()
    assert ">13,5</td>" in page
    assert evaluation.value_now(table.first, table.competition.criteria.get(number=2)) == Decimal("13.50")


def test_the_api_reads_what_the_pages_show(table: Table, key: Callable[..., APIClient], time_machine: Any) -> None:
    meeting = table.opened()
    table.vote(table.item(meeting, table.second), after=Decimal("10"))
    recuse(table.ngo, table.first, ground="A1", actor=table.actor(table.ngo), at=SOON)
    time_machine.move_to(SOON, tick=False)
    chair, ngo = key(table.chair), key(table.actor(table.ngo))
    read = chair.get(f"/api/v1/meetings/{meeting.public_id}/").json()
    assert [row["member"] for row in read["presences"]] == [str(each.user) for each in table.members]
    rows = chair.get(f"/api/v1/agenda/?meeting={meeting.public_id}").json()["results"]
    assert {row["task"] for row in rows} == {"Święto żniw", "Noc muzeów"}
    voted = chair.get(f"/api/v1/agenda/{table.item(meeting, table.second).public_id}/").json()["motions"][0]
    assert (voted["criterion"], voted["after"], voted["carried"]) == (2, "10.00", True)
    assert {row["choice"] for row in voted["votes"]} == {"for"}
    # Who stepped aside finds the offer neither in the list nor at its address.
    assert [row["task"] for row in ngo.get("/api/v1/agenda/").json()["results"]] == ["Noc muzeów"]
    assert ngo.get(f"/api/v1/agenda/{table.item(meeting, table.first).public_id}/").status_code == 404
