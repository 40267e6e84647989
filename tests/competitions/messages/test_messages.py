"""Messages inside the case: the organisation and the office write about one offer, nobody else reads, nothing seals are opened by."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.dossiers.exports import of_offer as dossier_of
from competitions.messages import access, actions
from competitions.messages.models import Message, Side, Thread
from competitions.messages.panels import mine
from competitions.messages.privacy import ENDED_MESSAGES, MESSAGES
from competitions.messages.refusals import CaseOver, Sealed, TooMany
from competitions.offers.models import Offer, Partner
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry, PersonalRead
from core.notices.models import Notice
from ngo.registry.models import Organisation
from office.structure.models import Unit
from tests.factories.cycle import CLOSED, SCORED, WRITTEN, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]
LATER = WRITTEN + timedelta(hours=2)


def page_of(offer: Offer) -> str:
    return f"/moje/oferty/{offer.public_id}/wiadomosci/"


def said(offer: Offer, actor: Actor, text: str = "Nie mogę dodać statutu.", **more: Any) -> Message:
    return actions.write(offer, text, actor=actor, at=more.pop("at", WRITTEN), **more)


def posted(client: Client, offer: Offer, text: str, token: str = "t1") -> Any:
    return client.post(page_of(offer), {"text": text, "token": token})


def test_an_organisation_writes_the_office_answers_and_each_sees_whose_turn_it_is(
    submitted: Offer, alice: Actor, officer: Actor, visit: Visit
) -> None:
    assert posted(visit(alice, WRITTEN), submitted, "Czy KRS <b>wystarczy</b>?\n\nŻaneta").status_code == 302
    assert Thread.objects.get().turn == Side.OFFICE
    page = words(visit(alice, WRITTEN).get(page_of(submitted)))
    assert "Czy KRS <b>wystarczy</b>?" in page
    assert "jeszcze nieodczytana" in page
    assert "Czyja kolej: urząd odpowiada." in page
    seen = words(visit(officer, LATER).get(page_of(submitted)))
    assert "nowa" in seen
    assert PersonalRead.objects.filter(user=officer.user, page="thread", subject_id=submitted.public_id).exists()
    asked = {"text": "Tak. Czy to odpis z tego roku?", "token": "t2", "expects_answer": "on"}
    assert visit(officer, LATER).post(page_of(submitted), asked).status_code == 302
    assert Thread.objects.get().turn == Side.ORGANISATION
    page = words(visit(alice, LATER).get(page_of(submitted)))
    assert "Czyja kolej: organizacja odpowiada." in page
    assert "odczytana" in page
    assert "nieodczytana" not in page


def test_letters_say_that_a_message_waits_and_not_what_it_says(
    cycle: Cycle, submitted: Offer, alice: Actor, officer: Actor
) -> None:
    said(submitted, alice, "Tajemnica pierwsza")
    letter = Notice.objects.get(template="message-from-organisation")
    assert (letter.email, letter.link) == ("kancelaria.marszalek@lodzkie.pl", page_of(submitted))
    assert "Fundacja Alicji" in letter.body
    said(submitted, officer, "Tajemnica druga", at=LATER)
    (told,) = Notice.objects.filter(template="message-from-office")
    assert told.user == alice.user
    # Who took the case over hears of the next one, and not the whole office.
    said(submitted, alice, "Tajemnica trzecia", at=LATER)
    assert Notice.objects.filter(template="message-from-organisation", user=officer.user).count() == 1
    assert not [each for each in Notice.objects.all() if "Tajemnica" in each.subject + each.body]


def test_the_ledger_tells_that_a_message_was_written_without_its_words(
    submitted: Offer, alice: Actor, visit: Visit
) -> None:
    message = said(submitted, alice, "Tajemnica")
    entry = Entry.objects.get(chain=submitted.chain, verb="write_message")
    assert entry.after == {"message": message.public_id, "side": "organisation", "expects_answer": True}
    assert "Tajemnica" not in json.dumps([entry.before, entry.after, entry.reason])
    assert "Napisano wiadomość w sprawie oferty" in words(
        visit(alice, WRITTEN).get(f"/moje/oferty/{submitted.public_id}/")
    )


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("signatory", 200, 302),
        ("editor", 200, 302),
        ("viewer", 200, 403),
        ("officer", 200, 302),
        ("officer of another unit", 200, 302),
        ("head", 200, 302),
        ("auditor", 200, 403),
        ("stranger", 404, 404),
        ("partner", 404, 404),
        ("expert", 404, 404),
        ("panel", 404, 404),
        ("administrator", 404, 404),
        ("visitor", 302, 302),
    ],
)
def test_who_reads_and_who_writes(
    cycle: Cycle, people: Any, submitted: Offer, ours: Organisation, visit: Visit, who: str, read: int, write: int
) -> None:
    alice = cycle.signatory(ours)
    said(submitted, alice)
    other = Unit.objects.exclude(code=cycle.officer.key).first()
    assert other is not None
    actor = {
        "signatory": lambda: alice,
        "editor": lambda: cycle.editor(ours),
        "viewer": lambda: people("organisation_viewer", key=ours.public_id),
        "officer": lambda: cycle.officer,
        "officer of another unit": lambda: people("officer", key=other.code),
        "head": lambda: people("head", key=cycle.officer.key),
        "auditor": lambda: people("auditor"),
        "stranger": lambda: cycle.signatory(cycle.organisation("Inna")),
        "partner": lambda: _partner(cycle, submitted),
        "expert": lambda: cycle.expert()[1],
        "panel": lambda: people("panel_chair", key=submitted.competition.public_id),
        "administrator": lambda: people("administrator"),
        "visitor": lambda: VISITOR,
    }[who]()
    client = visit(actor, LATER)
    assert client.get(page_of(submitted)).status_code == read
    assert posted(client, submitted, "A ja?").status_code == write
    assert Message.objects.filter(text="A ja?").count() == (write == 302 and who != "visitor")


def _partner(cycle: Cycle, offer: Offer) -> Actor:
    other = cycle.organisation("Partner oferty")
    signs = cycle.signatory(other)
    who = {"invited_by": offer.created_by, "agreed_by": signs.person}
    Partner.objects.create(offer=offer, organisation=other, invited_at=WRITTEN, agreed_at=WRITTEN, **who)
    return signs


def test_a_partner_of_a_joint_offer_is_told_who_writes(cycle: Cycle, submitted: Offer, visit: Visit) -> None:
    page = words(visit(_partner(cycle, submitted), WRITTEN).get(f"/moje/oferty/{submitted.public_id}/"))
    assert "prowadzi organizacja, która ją rozpoczęła: Fundacja Alicji." in page


def test_only_a_writer_of_the_other_side_makes_a_message_read(
    people: Any, submitted: Offer, ours: Organisation, alice: Actor, officer: Actor, visit: Visit
) -> None:
    message = said(submitted, officer)
    for actor in (people("auditor"), people("organisation_viewer", key=ours.public_id), officer):
        visit(actor, LATER).get(page_of(submitted))
        message.refresh_from_db()
        assert message.read_at is None
    visit(alice, LATER).get(page_of(submitted))
    message.refresh_from_db()
    assert message.read_at == LATER


def test_a_double_click_writes_once_and_another_text_from_the_same_form_is_not_lost(
    submitted: Offer, alice: Actor, visit: Visit
) -> None:
    client = visit(alice, WRITTEN)
    form = client.get(page_of(submitted)).context["form"]
    token = form["token"].value()
    for text in ("Dzień dobry", "Dzień dobry", "Dzień dobry, jeszcze raz"):
        assert posted(client, submitted, text, token).status_code == 302
    assert [each.text for each in Message.objects.all()] == ["Dzień dobry", "Dzień dobry, jeszcze raz"]
    assert Notice.objects.filter(template="message-from-organisation").count() == 2
    assert client.get(page_of(submitted)).context["form"]["token"].value() != token


def test_a_draft_asks_for_help_and_the_office_learns_nothing_of_its_content(
    draft: Offer, alice: Actor, officer: Actor, visit: Visit
) -> None:
    assert visit(officer, WRITTEN).get(page_of(draft)).status_code == 404
    said(draft, alice)
    page = words(visit(officer, WRITTEN).get(page_of(draft)))
    assert "Fundacja Alicji: oferta w przygotowaniu" in page
    assert "Nie mogę dodać statutu." in page
    assert draft.title
    assert draft.title not in page
    assert visit(officer, WRITTEN).get(f"/moje/oferty/{draft.public_id}/").status_code == 404
    assert draft.title not in "".join(each.subject + each.body for each in Notice.objects.filter(user=None))
    assert posted(visit(officer, WRITTEN), draft, "Proszę spróbować PDF.").status_code == 302


def test_of_a_sealed_offer_the_office_learns_nothing_before_it_is_opened(
    cycle: Cycle, ours: Organisation, alice: Actor, officer: Actor, visit: Visit
) -> None:
    competition = cycle.competition(sealed=True)
    offer = cycle.offer(competition, ours, to="draft")
    client = visit(alice, WRITTEN)
    for page in (page_of(offer), f"/moje/oferty/{offer.public_id}/"):
        shown = client.get(page)
        assert f"/konkursy/{competition.public_id}/pytania/" in shown.content.decode()
        assert "Wyślij wiadomość" not in words(shown)
    answer = posted(client, offer, "Pomocy")
    assert answer.status_code == 409
    assert "Pomocy" in words(answer)
    assert "Do tego czasu zadaj pytanie na stronie konkursu" in words(answer)
    assert not Thread.objects.exists()
    assert not Notice.objects.filter(template="message-from-organisation").exists()
    with pytest.raises(Sealed):
        said(offer, officer)
    # A thread from before a suspension that seals again is hidden too.
    Thread.objects.create(offer=offer, turn=Side.OFFICE, last_at=WRITTEN)
    for state in (CompetitionState.OPEN, CompetitionState.SUSPENDED):
        Competition.objects.filter(pk=competition.pk).update(state=state)
        assert visit(officer, WRITTEN).get(page_of(offer)).status_code == 404
        assert "rozmowa bez odpowiedzi" not in words(visit(officer, WRITTEN).get("/urzad/"))
    Competition.objects.filter(pk=competition.pk).update(state=CompetitionState.CLOSED)
    assert "1 rozmowa bez odpowiedzi" in words(visit(officer, CLOSED).get("/urzad/"))
    assert posted(visit(alice, CLOSED), offer, "Teraz już można").status_code == 302
    assert visit(officer, CLOSED).get(page_of(offer)).status_code == 200


@pytest.mark.parametrize("state", [CompetitionState.SETTLED, CompetitionState.CALLED_OFF, CompetitionState.CANCELLED])
def test_a_closed_case_takes_no_messages_and_can_still_be_read(
    submitted: Offer, alice: Actor, visit: Visit, state: str
) -> None:
    said(submitted, alice)
    Competition.objects.update(state=state)
    page = words(visit(alice, SCORED).get(page_of(submitted)))
    assert "Nie mogę dodać statutu." in page
    assert "nie przyjmuje już wiadomości" in page
    assert "Wyślij wiadomość" not in page
    with pytest.raises(CaseOver):
        said(submitted, alice, "Jeszcze jedno", at=SCORED)
    assert Message.objects.count() == 1


def test_many_messages_in_an_hour_are_held_back_with_what_was_typed(
    submitted: Offer, alice: Actor, officer: Actor, visit: Visit
) -> None:
    for number in range(actions.HOURLY):
        said(submitted, alice, f"Wiadomość {number}")
    answer = posted(visit(alice, WRITTEN), submitted, "I jeszcze ta")
    assert answer.status_code == 429
    assert "I jeszcze ta" in words(answer)
    said(submitted, officer, "Odpisujemy")
    with pytest.raises(TooMany):
        said(submitted, alice, "Za wiele", at=WRITTEN + timedelta(minutes=59))
    said(submitted, alice, "Po godzinie", at=WRITTEN + timedelta(hours=1))


def test_a_message_that_needs_no_answer_leaves_the_desk(
    people: Any, submitted: Offer, alice: Actor, officer: Actor, visit: Visit
) -> None:
    said(submitted, alice, "Dziękuję!")
    desk = visit(officer, LATER).get("/urzad/")
    assert "1 rozmowa bez odpowiedzi" in words(desk)
    settle = f"/urzad/oferty/{submitted.public_id}/wiadomosci/bez-odpowiedzi/"
    for actor, status in ((alice, 404), (people("auditor"), 403), (officer, 302), (officer, 302)):
        assert visit(actor, LATER).post(settle).status_code == status
    assert visit(officer, LATER).get(settle).status_code == 405
    assert Entry.objects.filter(verb="settle_message").count() == 1
    assert "1 rozmowa bez odpowiedzi" not in words(visit(officer, LATER).get("/urzad/"))


def test_the_desk_of_the_organisation_shows_what_nobody_has_read(
    submitted: Offer, alice: Actor, bob: Actor, officer: Actor
) -> None:
    assert mine(alice, None, WRITTEN).empty  # type: ignore[union-attr]
    said(submitted, officer, "Prosimy o telefon.")
    (item,) = mine(alice, None, WRITTEN).context["items"]  # type: ignore[union-attr]
    assert (item.tag, item.url) == ("1\xa0nieprzeczytana", page_of(submitted))
    assert mine(bob, None, WRITTEN).empty  # type: ignore[union-attr]
    actions.mark_read(Thread.objects.get(), Side.ORGANISATION, at=LATER)
    assert mine(alice, None, WRITTEN).empty  # type: ignore[union-attr]
    said(submitted, officer, "Czy jutro?", expects_answer=True, at=LATER)
    actions.mark_read(Thread.objects.get(), Side.ORGANISATION, at=LATER)
    (item,) = mine(alice, None, WRITTEN).context["items"]  # type: ignore[union-attr]
    assert item.tag == "urząd czeka na odpowiedź"


def test_the_list_of_threads_puts_those_that_wait_first_and_costs_the_same(
    cycle: Cycle, competition: Competition, officer: Actor, alice: Actor, ours: Organisation, visit: Visit
) -> None:
    competition = cycle.competition(offers_per_organisation=20)
    offers = [cycle.offer(competition, ours) for _ in range(8)]
    said(offers[0], officer)
    said(offers[1], alice)
    costs = []
    for _ in range(2):
        client = visit(officer, LATER)
        client.get(page_of(offers[1]))
        for address in ("/urzad/wiadomosci/", page_of(offers[1])):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            costs.append(len(queries))
        text = words(client.get("/urzad/wiadomosci/"))
        assert text.index(f"oferta nr {offers[1].number}") < text.index(f"oferta nr {offers[0].number}")
        for offer in offers[1:]:
            for number in range(3):
                said(offer, officer, f"{number}", at=WRITTEN - timedelta(minutes=9))
            said(offer, alice, "Kolejna", at=WRITTEN)
        assert client.get(page_of(offers[1])).status_code == 200
    assert costs[:2] == costs[2:]
    assert max(costs) <= 10


def test_the_dossier_holds_the_thread(submitted: Offer, alice: Actor, officer: Actor) -> None:
    said(submitted, alice, "Do akt")
    pieces = {piece.path: piece for piece in dossier_of(submitted, officer, LATER)}
    (row,) = json.loads(b"".join(pieces["wiadomosci.json"].chunks()))
    assert (row["text"], row["side"], row["author"]) == ("Do akt", "organizacja", alice.person.name)


def test_a_person_gets_own_messages_and_those_of_unsent_offers_end(
    draft: Offer, submitted: Offer, alice: Actor, officer: Actor
) -> None:
    said(draft, alice, "Z wersji roboczej")
    said(submitted, alice, "Ze złożonej")
    said(submitted, officer, "Od urzędu")
    assert [row["wiadomość"] for row in MESSAGES.rows(alice.person)] == ["Z wersji roboczej", "Ze złożonej"]
    (reason,) = MESSAGES.binds(alice.person, LATER.date())
    assert "akta przechowujemy do" in reason
    assert not MESSAGES.binds(alice.person, moment(2040, 1, 1).date())
    assert not list(ENDED_MESSAGES.ended(moment(2028, 11, 20)))
    over = moment(2028, 12, 20)
    assert [row.text for row in ENDED_MESSAGES.ended(over)] == ["Z wersji roboczej"]
    ENDED_MESSAGES.forget(list(ENDED_MESSAGES.ended(over)), at=over)
    assert not list(ENDED_MESSAGES.ended(over))
    assert set(Message.objects.values_list("text", flat=True)) == {"", "Ze złożonej", "Od urzędu"}


def test_the_api_reads_and_writes_like_the_page(
    people: Any, draft: Offer, submitted: Offer, alice: Actor, bob: Actor, officer: Actor, key: Any, time_machine: Any
) -> None:
    time_machine.move_to(WRITTEN, tick=False)
    sent = {"offer": submitted.public_id, "text": "Przez API", "token": "a"}
    for _ in range(2):
        answer = key(alice).post("/api/v1/messages/", sent, format="json")
        assert answer.status_code == 201
    assert Message.objects.count() == 1
    message = answer.json()["id"]
    rows = key(officer).get(f"/api/v1/messages/?offer={submitted.public_id}").json()["results"]
    assert [(row["text"], row["side"], row["read_at"]) for row in rows] == [("Przez API", "organisation", None)]
    assert key(people("auditor")).get(f"/api/v1/messages/{message}/").json()["text"] == "Przez API"
    assert key(bob).get(f"/api/v1/messages/{message}/").status_code == 404
    assert key(bob).post("/api/v1/messages/", sent, format="json").status_code == 400
    unseen = {**sent, "offer": draft.public_id}
    assert key(officer).post("/api/v1/messages/", unseen, format="json").status_code == 400
    too_long = {**sent, "text": "x" * 4001}
    assert key(alice).post("/api/v1/messages/", too_long, format="json").status_code == 400


def test_who_may_write_is_not_asked_of_the_state(submitted: Offer, alice: Actor) -> None:
    assert access.may_write(alice, submitted, WRITTEN)[0]
    assert not access.may_write(VISITOR, submitted, WRITTEN)[0]
