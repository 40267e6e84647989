"""A sitting of the Board: items from the units, the agenda, the vote, the number of the resolution, the minutes."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.audit.models import Entry
from core.documents.models import Document
from core.files.refusals import RefusedFile
from core.workflow.refusal import NotPossible, Refusal, Refused
from ngo.programmes.models import Programme
from office.board import access, queries
from office.board.actions import items, resolutions, sittings
from office.board.models import BoardItem, Function, ItemKind, Resolution, Sitting
from office.board.refusals import NotAtSitting
from office.board.states import ItemState, State
from tests.factories.board import Board
from tests.factories.files import pdf
from tests.factories.terms import waiting


def words(refusal: Any) -> str:
    return " ".join(refusal.value.sentences)


def test_an_adopted_draft_becomes_the_resolution_that_others_cite(board: Board) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    assert not Resolution.objects.exists()
    board.opened(sitting)
    board.decide(item, "ffaof")
    resolution = Resolution.objects.get()
    assert item.resolution == resolution
    assert (resolution.number, resolution.title, resolution.unit) == ("1/26", item.title, board.unit)
    assert resolution.adopted_on == localdate(board.day)
    assert list(access.visible(Actor(), board.at)) == [resolution]
    assert Entry.objects.get(verb="adopt").after["votes"][board.members[2].public_id] == "against"
    assert list(faults()) == []


def test_what_was_not_adopted_gives_no_resolution(board: Board) -> None:
    sitting = board.sitting()
    lost, even, put_off = (board.item(sitting, title=f"sprawa {number}") for number in range(3))
    board.opened(sitting)
    board.decide(lost, "faaoo", "rejected")
    board.decide(even, "affa-", "rejected")
    board.decide(put_off, "", "deferred")
    assert [lost.state, even.state, put_off.state] == [ItemState.REJECTED, ItemState.REJECTED, ItemState.DEFERRED]
    assert not Resolution.objects.exists()


def test_a_decision_typed_wrongly_is_recorded_again_while_the_sitting_goes_on(board: Board) -> None:
    sitting = board.sitting()
    item, lost = board.item(sitting), board.item(sitting, title="inna sprawa")
    board.opened(sitting)
    board.decide(item, "ffaof")
    board.decide(lost, "faaoo", "rejected")
    given = item.resolution
    for _twice in range(2):
        items.take_back_decision(item, "pomylone głosy", actor=board.clerk, at=board.day)
    assert (item.state, item.votes.count(), item.decided_at) == (ItemState.ACCEPTED, 0, None)
    told = Entry.objects.get(verb="take_back_decision")
    assert (told.reason, told.after["votes"][board.members[2].public_id]) == ("pomylone głosy", "against")
    assert board.decide(item, "fffff").resolution == given
    # What gave no number may turn out to be adopted after all; what gave one, not: the number is annulled and stays taken.
    items.take_back_decision(lost, "pomylone głosy", actor=board.clerk, at=board.day)
    assert board.decide(lost, "fffaa").resolution.number == "2/26"
    items.take_back_decision(item, "pomylone głosy", actor=board.clerk, at=board.day)
    assert board.decide(item, "faaoo", "rejected").resolution is None
    assert list(Resolution.objects.standing().values_list("number", flat=True)) == ["2/26"]
    assert Entry.objects.get(verb="annul_resolution").after == {"number": "1/26"}
    sittings.end_sitting(sitting, actor=board.clerk, at=board.day)
    with pytest.raises(NotAtSitting):
        items.take_back_decision(item, "za późno", actor=board.clerk, at=board.day)
    assert list(faults()) == []


def test_a_number_that_something_cites_is_not_annulled(board: Board) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    board.opened(sitting)
    board.decide(item, "ffaof")
    programme = Programme.objects.create(year=2027, title="Program", adoption=item.resolution)
    items.take_back_decision(item, "pomylone głosy", actor=board.clerk, at=board.day)
    with pytest.raises(NotAtSitting) as refusal:
        board.decide(item, "faaoo", "rejected")
    assert "Na uchwałę nr 1/26 powołano się już" in words(refusal)
    item.refresh_from_db()
    assert (item.state, item.votes.count(), item.resolution) == (ItemState.ACCEPTED, 0, programme.adoption)


def test_of_an_even_vote_the_marshal_decides(board: Board) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    board.opened(sitting)
    with pytest.raises(Refused) as refusal:
        board.decide(item, "affa-")
    assert "za 2, przeciw 2" in words(refusal)
    assert "art. 31 ust. 4–5" in words(refusal)
    assert board.decide(item, "faaf-").resolution is not None


def test_two_of_five_neither_sit_nor_decide(board: Board) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    with pytest.raises(Refused) as refusal:
        board.opened(sitting, present=2)
    assert "jest 2 z 5 członków zarządu" in words(refusal)
    sitting.refresh_from_db()
    sittings.open_sitting(sitting, present=board.members[:3], actor=board.clerk, at=board.day)
    with pytest.raises(Refused):
        board.decide(item, "ff")
    with pytest.raises(NotAtSitting, match="obecni"):
        board.decide(item, "fffff")
    assert not Resolution.objects.exists()
    sittings.set_presence(sitting, present=board.members, actor=board.clerk, at=board.day)
    assert board.decide(item, "fffff").state == ItemState.ADOPTED
    with pytest.raises(NotAtSitting, match="głosowała już"):
        sittings.set_presence(sitting, present=board.members[:3], actor=board.clerk, at=board.day)


def test_a_second_click_decides_nothing_more(board: Board) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    board.opened(sitting)
    first, second = board.decide(item), board.decide(BoardItem.objects.get())
    assert first == second
    assert Resolution.objects.count() == 1
    with pytest.raises(NotPossible):
        board.decide(item, "aaaaa", "rejected")


def test_each_kind_of_item_has_its_own_ends(board: Board) -> None:
    sitting = board.sitting()
    draft, report = board.item(sitting), board.item(sitting, kind=ItemKind.INFORMATION)
    board.opened(sitting)
    for item, outcome in ((draft, "noted"), (report, "adopted"), (report, "rejected")):
        with pytest.raises(NotAtSitting, match="do wiadomości"):
            board.decide(item, "fffff", outcome)
    assert board.decide(report, "", "noted").state == ItemState.NOTED


def test_numbers_go_on_from_what_was_recorded_by_hand(board: Board, at: datetime) -> None:
    old: dict[str, Any] = {
        "title": "dawna",
        "adopted_on": at.date(),
        "unit": board.unit,
        "actor": board.clerk,
        "at": at,
    }
    for number in ("11/26", "9/26", "bez numeru", "70/25"):
        resolutions.record(number, **old)
    sitting = board.sitting()
    drafts = [board.item(sitting, title=f"sprawa {number}") for number in range(2)]
    board.opened(sitting)
    first = board.decide(drafts[0]).resolution
    resolutions.record("13/26", **old)
    second = board.decide(drafts[1]).resolution
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == ("12/26", "14/26")


def test_an_agenda_is_collected_returned_ordered_and_closed(board: Board, at: datetime) -> None:
    sitting = board.sitting()
    with pytest.raises(NotAtSitting, match="żadnego punktu"):
        sittings.close_agenda(sitting, actor=board.clerk, at=at)
    first, second = board.item(sitting, accepted=False), board.item(sitting, title="nagrody")
    with pytest.raises(NotAtSitting, match="Nierozpatrzone zgłoszenia: 1"):
        sittings.close_agenda(sitting, actor=board.clerk, at=at)
    items.return_item(first, "Brak opinii radcy.", actor=board.clerk, at=at)
    assert waiting(board.officer, at) == ["punkt zwrócony przez obsługę Zarządu"]
    items.resubmit_item(first, title="inny tytuł", reporter="skarbnik", file=pdf(pages=2), actor=board.officer, at=at)
    assert [file.version for file in first.files.all()] == [1, 2]
    items.accept_item(first, actor=board.clerk, at=at)
    items.order_item(first, up=True, actor=board.clerk, at=at)
    items.order_item(first, up=True, actor=board.clerk, at=at)
    assert list(sitting.items.values_list("title", flat=True)) == ["inny tytuł", "nagrody"]
    sittings.close_agenda(sitting, actor=board.clerk, at=at)
    for verb in (
        lambda: board.item(sitting),
        lambda: items.order_item(second, up=True, actor=board.clerk, at=at),
        lambda: items.return_item(second, "x", actor=board.clerk, at=at),
    ):
        with pytest.raises(NotAtSitting, match="zamknięty"):
            verb()
    sittings.reopen_agenda(sitting, actor=board.clerk, at=at)
    assert board.item(sitting).place == 3


def test_an_item_comes_in_its_term_with_a_real_file(board: Board, at: datetime) -> None:
    sitting = board.sitting(starts_at=at + timedelta(days=5))
    with pytest.raises(RefusedFile, match="pusty"):
        board.item(sitting, file=pdf().__class__("pusty.pdf", b""))
    board.at = at + timedelta(days=2)
    with pytest.raises(NotAtSitting, match="zgłaszało się do 23 listopada 2026"):
        board.item(sitting)
    later = {"starts_at": sitting.starts_at, "place": sitting.place, "items_due": localdate(board.at)}
    sittings.reschedule(sitting, **later, actor=board.clerk, at=board.at)
    assert board.item(sitting, once="raz").pk == board.item(sitting, once="raz").pk
    assert BoardItem.objects.count() == 1


def test_a_deferred_item_comes_back_and_a_cancelled_sitting_gives_its_items_away(board: Board, at: datetime) -> None:
    first, second = board.sitting(), board.sitting(starts_at=at + timedelta(days=8))
    item = board.item(first)
    board.opened(first)
    board.decide(item, "", "deferred")
    following = items.move_item(item, second, actor=board.clerk, at=board.day)
    assert (following.follows, following.state, following.place) == (item, ItemState.ACCEPTED, 1)
    assert items.move_item(item, second, actor=board.clerk, at=board.day) == following
    assert following.files.get().sha256 == item.files.get().sha256
    third = board.sitting(starts_at=at + timedelta(days=15))
    with pytest.raises(NotAtSitting, match="innego posiedzenia"):
        items.move_item(item, third, actor=board.clerk, at=board.day)
    sittings.cancel_sitting(second, "brak kworum", actor=board.clerk, at=at)
    items.move_item(following, third, actor=board.clerk, at=at)
    assert list(third.items.all()) == [following]
    assert [each.sign for each in Sitting.objects.order_by("number")] == ["1/2026", "2/2026", "3/2026"]


def test_a_sitting_has_its_order_of_steps(board: Board, at: datetime) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    with pytest.raises(NotAtSitting, match="od otwarcia"):
        board.decide(item)
    sittings.close_agenda(sitting, actor=board.clerk, at=at)
    with pytest.raises(NotAtSitting, match="w jego dniu"):
        sittings.open_sitting(sitting, present=board.members, actor=board.clerk, at=at)
    sittings.open_sitting(sitting, present=board.members, actor=board.clerk, at=board.day)
    with pytest.raises(NotAtSitting, match="Punkty bez rozstrzygnięcia: 1"):
        sittings.end_sitting(sitting, actor=board.clerk, at=board.day)
    with pytest.raises(NotPossible):
        sittings.cancel_sitting(sitting, "x", actor=board.clerk, at=board.day)
    board.decide(item)
    sittings.end_sitting(sitting, actor=board.clerk, at=board.day)
    assert sitting.minutes_due == localdate(board.day) + timedelta(days=14)
    assert waiting(board.clerk, board.day) == ["protokół posiedzenia Zarządu"]


def test_wrong_days_are_refused(board: Board, at: datetime) -> None:
    for values, sentence in (
        ({"starts_at": at - timedelta(hours=1)}, "już minął"),
        ({"items_due": localdate(at) + timedelta(days=9)}, "późniejszy niż dzień posiedzenia"),
        ({"items_due": localdate(at) - timedelta(days=1)}, "już minął"),
    ):
        with pytest.raises(NotAtSitting, match=sentence):
            board.sitting(**values)


def test_the_board_has_five_members_and_one_marshal(board: Board, at: datetime) -> None:
    new: dict[str, Any] = {"valid_from": date(2026, 12, 1), "actor": board.clerk, "at": at}
    with pytest.raises(Refused, match=r"board\.too_many"):
        sittings.appoint_member("Szósta Osoba", function=Function.MEMBER, **new)
    sittings.end_member(board.members[4], valid_to=date(2026, 11, 30), actor=board.clerk, at=at)
    with pytest.raises(Refused, match=r"board\.one_marshal"):
        sittings.appoint_member("Drugi Marszałek", function=Function.MARSHAL, **new)
    member = sittings.appoint_member("Nowa Członkini", function=Function.MEMBER, **new)
    assert sittings.appoint_member("Nowa Członkini", function=Function.MEMBER, **new) == member
    with pytest.raises(NotAtSitting, match="wcześniejszy"):
        sittings.end_member(member, valid_to=date(2026, 1, 1), actor=board.clerk, at=at)
    assert member not in queries.members_on(board.clerk, date(2026, 11, 30), at)


def test_the_minutes_are_a_document_that_staff_open(board: Board, run_jobs: Any, people: Any, enter: Any) -> None:
    sitting = board.recorded()
    run_jobs()
    document = Document.objects.get(kind="board.minutes")
    assert document.data["items"][0]["resolution"] == "1/26"
    assert document.data["items"][0]["tally"] == [3, 1, 1]
    assert document.data["items"][1]["settled"] == "Zarząd prosi o zestawienie."
    assert document.data["present"][0][0] == "Bogusława Śliz"
    assert sitting.state == State.RECORDED
    assert enter(board.officer).get(document.url).status_code == 200
    assert enter(people("expert", key="x")).get(document.url).status_code == 404
    with pytest.raises(Refusal):
        sittings.close_minutes(sitting, remarks="inne", actor=board.head, at=board.day)


@pytest.mark.parametrize("name", ["sittings", "items", "files", "members"])
def test_nobody_outside_the_office_sees_the_boards_work(board: Board, name: str, people: Any, at: datetime) -> None:
    board.item(board.sitting())
    gate = getattr(access, name)
    assert gate(board.clerk, at).exists()
    assert gate(people("auditor"), at).exists()
    assert not gate(Actor(), at).exists()
    assert not gate(people(), at).exists()


def test_a_unit_sees_of_others_what_is_on_the_agenda_and_no_draft(board: Board, people: Any, at: datetime) -> None:
    sitting = board.sitting()
    board.item(sitting, accepted=False)
    other = people("officer", key="KMI")
    assert not access.items(other, at).exists()
    items.accept_item(sitting.items.get(), actor=board.clerk, at=at)
    assert access.items(other, at).exists()
    assert not access.files(other, at).exists()
    assert access.files(board.officer, at).exists()
