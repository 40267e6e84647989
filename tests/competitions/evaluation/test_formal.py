"""The formal card: what the system finds, two pairs of eyes, what follows from the answers; who may; what comes next."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.corrections.models import Correction
from competitions.corrections.refusals import NotCorrectable
from competitions.evaluation import formal
from competitions.evaluation.actions import formal as actions
from competitions.evaluation.models import FormalCheck
from competitions.evaluation.prefill import findings
from competitions.evaluation.refusals import IncompleteFormalCheck, NotProposable, NotReady, NotToCheck, SameEyes
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, CONFIRMED, PASSED, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
NOT_APPLICABLE = {"attachments": {"answer": "na", "note": ""}, "joint": {"answer": "na", "note": ""}}
RIGHT: dict[str, Mapping[str, str]] = {**PASSED, **NOT_APPLICABLE}
YES = {code: row["answer"] for code, row in RIGHT.items()} | {"proposal": "accept"}


def no(note: str) -> dict[str, str]:
    return {"answer": "no", "note": note}


@pytest.fixture
def confirmed(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    return cycle.offer(competition, ours, to="confirmed")


@pytest.fixture
def address(confirmed: Offer) -> str:
    return f"/urzad/oferty/{confirmed.public_id}/ocena-formalna/"


def test_one_person_fills_another_approves(
    visit: Callable[..., Client], cycle: Cycle, confirmed: Offer, officer: Actor, address: str
) -> None:
    first, second = visit(officer, CHECKED), visit(cycle.second, CHECKED)
    page = words(first.get(address))
    assert "Z danych: tak. Złożona 1 grudnia 2026 r." in page
    assert "Sprawdź: Potwierdzenie wpłynęło 18 grudnia 2026 r." in page
    assert [first.post(address, YES).status_code for _ in range(2)] == [302, 302], "a second click"
    confirmed.refresh_from_db()
    assert confirmed.state == "confirmed", "nothing is decided yet"
    check = FormalCheck.objects.get()
    approve = f"/urzad/oceny-formalne/{check.public_id}/zatwierdz/"
    assert "Kartę zatwierdzi druga osoba z urzędu." in words(first.get(address))
    own = first.post(approve)
    assert own.status_code == 409
    assert "Tę kartę wypełniła ta sama osoba." in words(own)
    assert "Zatwierdź: oferta poprawna formalnie" in words(second.get(address))
    assert [second.post(approve).status_code for _ in range(2)] == [302, 302], "a second click"
    confirmed.refresh_from_db()
    check.refresh_from_db()
    assert (confirmed.state, check.filled_by, check.approved_by) == ("accepted", officer.user, cycle.second.user)
    assert Entry.objects.filter(verb="accept").count() == 1
    assert "jest poprawna formalnie" in Notice.objects.get(template="offer-accepted").subject


def test_a_competition_may_do_with_one_pair(cycle: Cycle, ours: Organisation, officer: Actor) -> None:
    offer = cycle.offer(cycle.competition(four_eyes=False), ours, to="confirmed")
    assert actions.fill_check(offer, RIGHT, proposal="accept", actor=officer, at=CHECKED).state == "approved"
    assert cycle.fresh(offer).state == "accepted"


def test_the_second_person_may_send_it_back(
    visit: Callable[..., Client], cycle: Cycle, confirmed: Offer, officer: Actor, address: str
) -> None:
    check = cycle.fill(confirmed)
    send_back = f"/urzad/oceny-formalne/{check.public_id}/zwroc/"
    second = visit(cycle.second, CHECKED)
    assert second.post(send_back, {"remark": ""}).status_code == 400
    assert [second.post(send_back, {"remark": "Sprawdź podpisy."}).status_code for _ in range(2)] == [302, 302]
    page = visit(officer, CHECKED).get(address)
    assert "Karta wróciła do poprawy" in words(page)
    assert "Sprawdź podpisy." in words(page)
    with pytest.raises(NotPossible):
        actions.approve_check(FormalCheck.objects.get(), actor=cycle.second, at=CHECKED)
    assert visit(officer, CHECKED).post(address, YES).status_code == 302
    assert FormalCheck.objects.get().state == "filled"
    assert Entry.objects.filter(verb="fill_again").count() == 1


def test_a_rejection_gives_its_reasons(
    visit: Callable[..., Client], cycle: Cycle, confirmed: Offer, officer: Actor, address: str
) -> None:
    client = visit(officer, CHECKED)
    silent = client.post(address, {**YES, "signed": "no", "proposal": "reject", "limit_note": "zostaje na stronie"})
    assert silent.status_code == 400
    assert "Podaj powód: zobaczy go organizacja." in words(silent)
    assert "zostaje na stronie" in silent.content.decode()
    refused = {**YES, "signed": "no", "signed_note": "brak podpisu prezesa", "proposal": "reject"}
    assert client.post(address, refused).status_code == 302
    actions.approve_check(FormalCheck.objects.get(), actor=cycle.second, at=CHECKED)
    confirmed.refresh_from_db()
    assert confirmed.state == "rejected"
    reason = "Potwierdzenie podpisane zgodnie z reprezentacją: brak podpisu prezesa"
    assert Entry.objects.get(verb="reject").reason == reason
    assert reason in Notice.objects.get(template="offer-rejected").body
    late = client.post(address, YES)
    assert late.status_code == 409


def test_what_the_system_found_may_be_overruled_with_a_note(
    visit: Callable[..., Client], confirmed: Offer, officer: Actor, address: str
) -> None:
    client = visit(officer, CHECKED)
    other = {**YES, "joint": "yes"}
    silent = client.post(address, other)
    assert silent.status_code == 400
    assert "Odpowiedź jest inna, niż wynika z danych" in words(silent)
    answers = {**RIGHT, "joint": {"answer": "yes", "note": ""}}
    with pytest.raises(IncompleteFormalCheck) as refusal:
        actions.fill_check(confirmed, answers, proposal="accept", actor=officer, at=CHECKED)
    assert refusal.value.questions == [formal.BY_CODE["joint"].text]
    assert client.post(address, {**other, "joint_note": "partner podpisał list"}).status_code == 302
    assert FormalCheck.objects.get().findings["joint"]["answer"] == "na"
    assert "Inaczej niż z danych: partner podpisał list" in words(client.get(address))


@pytest.mark.parametrize(
    ("content", "code", "answer", "why"),
    [
        ({}, "in_time", "yes", "termin 14 grudnia 2026 r., godz. 23:59."),
        ({}, "entitled", "yes", "Forma prawna: fundacja"),
        ({}, "within", "", "Sferę i teren oceń z treści oferty."),
        ({"III.2.to": "2028-01-31"}, "within", "no", "Zadanie musi mieścić się w terminie z ogłoszenia"),
        ({}, "statutory", "", "Organizacja podała działalność w sferze 16"),
        ({}, "limit", "yes", "Ofert tej organizacji w konkursie: 1, limit: 1."),
        ({}, "signed", "", "(papier)"),
        ({}, "attachments", "na", "Ogłoszenie nie wymaga załączników"),
        ({"III.5": ""}, "fields", "no", "jest puste"),
        ({"V.B.3.1": "1.00"}, "arithmetic", "no", "różni"),
        ({"V.B.2": "12000.00", "V.B.3.1": "0.00"}, "shares", "no", "kład"),
        ({}, "shares", "yes", "w granicach z ogłoszenia"),
        ({"VII.1": ""}, "declarations", "no", "Zaznacz oświadczenie"),
    ],
)
def test_what_the_system_finds(confirmed: Offer, content: dict[str, str], code: str, answer: str, why: str) -> None:
    version = confirmed.versions.get()
    version.content = {**version.content, **content}
    found = findings(confirmed, version)[code]
    assert found.answer == answer
    assert why in found.why.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("answers", "proposal", "told"),
    [
        ({}, "reject", "ofertę można tylko uznać za poprawną"),
        ({"shares": no("za mały wkład")}, "accept", "wezwij organizację do uzupełnienia albo odrzuć"),
        ({"within": no("inna sfera")}, "accept", "wezwij organizację do uzupełnienia albo odrzuć"),
        ({"within": no("inna sfera"), "shares": no("za mały wkład")}, "correct", "można tylko odrzucić"),
    ],
)
def test_the_proposal_follows_from_the_answers(
    confirmed: Offer, officer: Actor, answers: dict[str, Any], proposal: str, told: str
) -> None:
    with pytest.raises(NotProposable, match=told):
        actions.fill_check(confirmed, {**RIGHT, **answers}, proposal=proposal, actor=officer, at=CHECKED)
    assert not FormalCheck.objects.exists()


@pytest.mark.parametrize("code", [question.code for question in formal.QUESTIONS])
def test_every_question_wants_an_answer(confirmed: Offer, officer: Actor, code: str) -> None:
    for row in ({}, {"answer": "maybe", "note": ""}, {"answer": "no", "note": " "}):
        with pytest.raises(IncompleteFormalCheck) as refusal:
            actions.fill_check(confirmed, {**RIGHT, code: row}, proposal="reject", actor=officer, at=CHECKED)
        assert refusal.value.questions == [formal.BY_CODE[code].text]


def test_an_unconfirmed_offer_is_not_checked(submitted: Offer, officer: Actor) -> None:
    with pytest.raises(NotPossible):
        actions.fill_check(submitted, RIGHT, proposal="accept", actor=officer, at=CHECKED)


def test_a_call_to_correct_names_fields_and_a_term(
    visit: Callable[..., Client], cycle: Cycle, confirmed: Offer, officer: Actor, address: str
) -> None:
    client = visit(officer, CHECKED)
    call = {**YES, "accessibility": "no", "accessibility_note": "brak opisu dojazdu", "proposal": "correct"}
    vague = client.post(address, call)
    assert vague.status_code == 400
    assert "Zaznacz pola albo załączniki, które organizacja ma poprawić." in words(vague)
    assert client.post(address, {**call, "unlocked": ["III.3", "III.5"]}).status_code == 302
    check = FormalCheck.objects.get()
    assert "Do poprawy: III.3 Syntetyczny opis zadania" in words(visit(cycle.second, CHECKED).get(address))
    actions.approve_check(check, actor=cycle.second, at=CHECKED)
    correction = Correction.objects.get()
    assert (cycle.fresh(confirmed).state, correction.fields) == ("returned", ["III.3", "III.5"])
    # Five working days after Monday 28 December: New Year's Day and a weekend do not count.
    assert correction.due == moment(2027, 1, 5, 23, 59, 59)
    assert "brak opisu dojazdu" in Notice.objects.get(template="offer-returned").body


def test_nothing_is_judged_while_the_organisation_corrects(cycle: Cycle, confirmed: Offer, officer: Actor) -> None:
    cycle.check(confirmed, proposal="correct", fields=["III.3"], accessibility=no("brak opisu"))
    due = Correction.objects.get().due
    offer = cycle.fresh(confirmed)
    with pytest.raises(NotToCheck, match=r"do 5 stycznia 2027"):
        actions.fill_check(offer, RIGHT, proposal="accept", actor=officer, at=due)
    answers = {**RIGHT, "accessibility": no("brak opisu")}
    late = due + timedelta(seconds=1)
    with pytest.raises(NotProposable):
        actions.fill_check(offer, answers, proposal="correct", fields=["III.3"], actor=officer, at=late)
    check = actions.fill_check(offer, answers, proposal="reject", actor=officer, at=late)
    with pytest.raises(SameEyes):
        actions.approve_check(check, actor=officer, at=late)
    actions.approve_check(check, actor=cycle.second, at=late)
    assert cycle.fresh(offer).state == "rejected"
    assert [card.proposal for card in offer.formal_checks.all()] == ["correct", "reject"]


def test_where_the_announcement_knows_no_correction_there_is_none(
    cycle: Cycle, ours: Organisation, officer: Actor
) -> None:
    offer = cycle.offer(cycle.competition(correction_days=0), ours, to="confirmed")
    answers = {**RIGHT, "accessibility": no("brak opisu")}
    with pytest.raises(NotProposable):
        actions.fill_check(offer, answers, proposal="correct", fields=["III.3"], actor=officer, at=CHECKED)


def test_a_call_without_fields_is_for_the_signature_alone(cycle: Cycle, confirmed: Offer, officer: Actor) -> None:
    with pytest.raises(NotCorrectable):
        cycle.fill(confirmed, proposal="correct", accessibility=no("brak opisu"))
    cycle.check(confirmed, proposal="correct", signed=no("podpisała jedna osoba"))
    assert Correction.objects.get().sign_again


def test_the_evaluation_begins_when_nothing_waits(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, confirmed: Offer, officer: Actor
) -> None:
    cycle.offer(competition)
    cycle.check(
        cycle.offer(competition, to="confirmed"), proposal="correct", fields=["III.3"], accessibility=no("brak")
    )
    cycle.close(competition)
    with pytest.raises(NotReady):
        actions.start_evaluation(competition, actor=officer, at=CHECKED)
    answer = visit(officer, CHECKED).post(f"/urzad/konkursy/{competition.public_id}/ocena/rozpocznij/")
    assert answer.status_code == 409
    assert "3 oferty czekają jeszcze na ocenę formalną albo na potwierdzenie." in words(answer)


def test_who_may(
    visit: Callable[..., Client], cycle: Cycle, people: Any, confirmed: Offer, alice: Actor, bob: Actor, address: str
) -> None:
    check = cycle.fill(confirmed)
    card = f"/urzad/oceny-formalne/{check.public_id}"
    for actor, status in (
        (VISITOR, 302),
        (alice, 404),
        (bob, 404),
        (people("auditor"), 404),
        (cycle.expert()[1], 404),
    ):
        client = visit(actor, CHECKED)
        assert (client.get(address).status_code, client.post(address, YES).status_code) == (status, status)
        assert {client.post(f"{card}/{verb}/").status_code for verb in ("zatwierdz", "zwroc")} == {status}


def test_cards_of_others_are_approved_many_at_once(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, confirmed: Offer, officer: Actor
) -> None:
    called, withdrawn = (cycle.offer(competition, to="confirmed") for _ in range(2))
    cards = [
        cycle.fill(confirmed),
        cycle.fill(called, proposal="correct", fields=["III.3"], accessibility=no("brak opisu")),
        cycle.fill(withdrawn),
    ]
    cycle.offer(competition)
    offers.withdraw(cycle.fresh(withdrawn), reason="x", actor=cycle.signatory(withdrawn.organisation), at=CHECKED)
    page = f"/urzad/konkursy/{competition.public_id}/ocena-formalna/"
    own = visit(officer, CHECKED).get(page)
    assert "Zatwierdź zaznaczone karty" not in words(own), "one's own cards are for another person"
    second = visit(cycle.second, CHECKED)
    shown = words(second.get(page, {"czeka": "approval", "wypelnila": "inni"}))
    assert "2 oferty" in shown
    assert "wezwać do uzupełnienia" in shown
    assert "1 oferta" in words(second.get(page, {"czeka": "confirmation"}))
    assert "1 oferta" in words(second.get(page, {"propozycja": "correct", "stan": "confirmed"}))
    answer = second.post(page, {"karta": [card.public_id for card in cards]}, follow=True)
    assert "Zatwierdzono 2 karty." in words(answer)
    assert "Oferta nr 3:" in words(answer), "the third says why it was not"
    assert [cycle.fresh(offer).state for offer in (confirmed, called, withdrawn)] == [
        "accepted",
        "returned",
        "withdrawn",
    ]
    assert "Zaznacz karty" in words(second.post(page, follow=True))


def test_offers_without_confirmation_are_left_unexamined_many_at_once(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, confirmed: Offer, officer: Actor
) -> None:
    late = [cycle.offer(competition) for _ in range(2)]
    page = f"/urzad/konkursy/{competition.public_id}/ocena-formalna/"
    chosen = {"zostaw": "1", "oferta": [offer.public_id for offer in (*late, confirmed)]}
    before = visit(officer, CONFIRMED)
    assert "Pozostaw zaznaczone" not in words(before.get(page)), "the term has not passed"
    before.post(page, {**chosen, "reason": "Brak potwierdzenia."})
    assert [cycle.fresh(offer).state for offer in late] == ["submitted", "submitted"]

    client = visit(officer, CHECKED)
    assert "nie wpłynęło do 21 grudnia 2026 r." in words(client.get(page))
    assert "Podaj powód" in words(client.post(page, {**chosen, "reason": " "}, follow=True))
    answer = words(client.post(page, {**chosen, "reason": "Brak potwierdzenia."}, follow=True))
    assert "Pozostawiono bez rozpatrzenia 2 oferty." in answer
    assert f"Oferta nr {confirmed.number}:" in answer, "what is confirmed says why it stays"
    assert [cycle.fresh(offer).state for offer in (*late, confirmed)] == ["unexamined", "unexamined", "confirmed"]
    assert Notice.objects.filter(template="offer-unexamined", body__contains="Brak potwierdzenia.").count() == 2
    again = words(client.post(page, {**chosen, "reason": "Brak potwierdzenia."}, follow=True))
    assert "Pozostawiono" not in again
    assert "Zaznacz oferty" in words(client.post(page, {"zostaw": "1"}, follow=True))


# Many cards filled at once

SHARED = {"within": "yes", "statutory": "yes", "signed": "yes", "accessibility": "yes"}


def test_cards_of_offers_without_a_fault_are_filled_many_at_once_and_approved_by_another(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    right = [cycle.offer(competition, to="confirmed") for _ in range(2)]
    wrong = cycle.offer(competition, to="confirmed")
    version = wrong.versions.get()
    version.content |= {"V.B.2": "9999.99"}
    version.save(update_fields=["content"])
    page = f"/urzad/konkursy/{competition.public_id}/ocena-formalna/?czeka=card"
    client = visit(officer, CHECKED)
    assert "Wypełnij karty zaznaczonych ofert" in words(client.get(page))
    chosen = {"wypelnij": "1", "do_wypelnienia": [each.public_id for each in (*right, wrong)], **SHARED}
    told = words(client.post(page, chosen, follow=True))
    assert "Wypełniono 2 karty. Zatwierdzi je druga osoba." in told
    assert f"Oferta nr {wrong.number}: Z danych wynika „nie”: Kalkulacja zgodna rachunkowo" in told
    cards = list(FormalCheck.objects.order_by("offer__number"))
    assert [card.offer_id for card in cards] == [each.pk for each in right]
    answers = cards[0].answers
    assert answers["in_time"] == {"answer": "yes", "note": ""}, "what the system found"
    assert answers["statutory"] == {"answer": "yes", "note": "odpowiedź wspólna dla wielu ofert"}
    assert {card.proposal for card in cards} == {"accept"}
    assert {cycle.fresh(each).state for each in right} == {"confirmed"}, "two pairs of eyes"
    with pytest.raises(SameEyes):
        actions.approve_check(cards[0], actor=officer, at=CHECKED)
    assert "odpowiedź wspólna dla wielu ofert" in words(
        visit(cycle.second, CHECKED).get(f"/urzad/oferty/{right[0].public_id}/ocena-formalna/")
    )
    visit(cycle.second, CHECKED).post(page, {"karta": [card.public_id for card in cards]})
    assert {cycle.fresh(each).state for each in right} == {"accepted"}


def test_a_question_without_an_answer_leaves_its_offer_as_it_is(
    visit: Callable[..., Client], competition: Competition, confirmed: Offer, officer: Actor
) -> None:
    page = f"/urzad/konkursy/{competition.public_id}/ocena-formalna/"
    chosen: dict[str, Any] = {"wypelnij": "1", "do_wypelnienia": [confirmed.public_id]}
    client = visit(officer, CHECKED)
    lacking = {code: answer for code, answer in SHARED.items() if code != "accessibility"}
    told = words(client.post(page, {**chosen, **lacking}, follow=True))
    assert "Brakuje odpowiedzi, której system nie zna: Opisano zapewnienie dostępności." in told
    assert "Wybierz odpowiedzi z list" in words(client.post(page, {**chosen, "within": "no"}, follow=True))
    assert "Zaznacz oferty" in words(client.post(page, {"wypelnij": "1", **SHARED}, follow=True))
    assert not FormalCheck.objects.exists()


def test_filled_alike_twice_is_once_and_no_card_of_somebody_else_is_touched(
    cycle: Cycle, competition: Competition, confirmed: Offer, officer: Actor
) -> None:
    theirs, called = (cycle.offer(competition, to="confirmed") for _ in range(2))
    kept = cycle.fill(theirs)
    cycle.check(called, proposal="correct", fields=["III.3"], accessibility=no("brak opisu"))
    offers_of_page = [cycle.fresh(each) for each in (confirmed, theirs, called)]
    third = cycle.second
    done, refused = actions.fill_many(offers_of_page, SHARED, actor=third, at=CHECKED)
    assert [offer.pk for offer in done] == [confirmed.pk]
    assert [offer.pk for offer, _refusal in refused] == [theirs.pk, called.pk]
    assert [each.code for _offer, each in refused] == ["not-alike", "not-alike"]
    again, _ = actions.fill_many([cycle.fresh(confirmed)], SHARED, actor=third, at=CHECKED)
    assert [offer.pk for offer in again] == [confirmed.pk]
    assert Entry.objects.filter(verb="fill_check").count() == 3
    kept.refresh_from_db()
    assert kept.filled_by == officer.user


def test_what_the_system_found_is_never_overruled_for_many(confirmed: Offer, officer: Actor) -> None:
    done, _refused = actions.fill_many([confirmed], {**SHARED, "joint": "yes"}, actor=officer, at=CHECKED)
    assert done == [confirmed]
    assert FormalCheck.objects.get().answers["joint"]["answer"] == "na", "one organisation made it"
