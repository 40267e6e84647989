"""The signed confirmation: the version required now, in its own term, signed by who may; each refusal says why; a receipt once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.confirmations import actions
from competitions.confirmations.models import Receipt
from competitions.confirmations.refusals import TooEarly, WrongConfirmation
from competitions.corrections import actions as corrections
from competitions.corrections.models import Correction
from competitions.evaluation.prefill import findings
from competitions.offers import actions as offers
from competitions.offers.checksum import spoken
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.documents.models import Document
from core.notices.models import Notice
from ngo.papers import actions as papers
from ngo.papers.models import Signatory
from ngo.registry.models import Organisation
from tests.factories.content import OFFER
from tests.factories.cycle import CONFIRMATION_DUE, CONFIRMED, WRITTEN, Cycle, moment, retyped
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
LATE = CONFIRMATION_DUE + timedelta(seconds=1)
BACK = moment(2027, 1, 4)


def receive(offer: Offer, officer: Actor, **given: Any) -> Receipt:
    """Receive on paper, in time, the current sum, signed by somebody; `given` changes it."""
    offer.refresh_from_db()
    values: dict[str, Any] = {
        "typed_checksum": offer.checksum,
        "channel": "paper",
        "received_at": CONFIRMED,
        "others": "Żaneta Łęcka, prezeska",
        "at": CONFIRMED,
        **given,
    }
    return actions.receive(offer, **values, actor=officer)


@pytest.mark.parametrize(
    "writing",
    [
        str,
        str.upper,
        spoken,
        lambda text: f" {spoken(text)}\n",
        lambda text: f"Suma kontrolna: {spoken(text)}.",
        lambda text: spoken(text).replace(" ", "-"),
        lambda text: spoken(text)[:19],
        lambda text: text.replace("0", "O").replace("1", "l"),
    ],
)
def test_the_sum_is_read_as_people_write_it(submitted: Offer, officer: Actor, writing: Callable[[str], str]) -> None:
    receipt = receive(submitted, officer, typed_checksum=writing(submitted.checksum), received_at=CONFIRMATION_DUE)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.confirmed_at) == ("confirmed", CONFIRMATION_DUE)
    assert (receipt.number, receipt.version) == (1, submitted.versions.get())


def slip(text: str, *groups: int) -> str:
    """The sum with the first digit of some groups misread."""
    digits = list(text)
    for group in groups:
        digits[4 * group] = "0" if digits[4 * group] != "0" else "8"
    return "".join(digits)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"typed": lambda text: slip(text, 3)}, "różni się 1 grupa z 16"),
        ({"typed": lambda text: slip(text, 0, 5, 15)}, "różnią się 3 grupy z 16"),
        ({"typed": lambda text: slip(text, *range(9))}, "To nie jest suma kontrolna tej oferty"),
        ({"typed": lambda text: text[:12]}, "co najmniej cztery pierwsze grupy"),
        ({"typed": lambda text: ""}, "co najmniej cztery pierwsze grupy"),
        ({"received_at": LATE, "at": LATE}, "Potwierdzenie wpłynęło po terminie (21 grudnia 2026 r., godz. 16:00)"),
        ({"others": " "}, "Zaznacz, kto podpisał potwierdzenie"),
    ],
)
def test_a_wrong_paper_is_refused(submitted: Offer, officer: Actor, given: dict[str, Any], told: str) -> None:
    typed = given.get("typed", str)(submitted.checksum)
    with pytest.raises(WrongConfirmation) as refusal:
        receive(
            submitted,
            officer,
            **{name: value for name, value in given.items() if name != "typed"} | {"typed_checksum": typed},
        )
    assert told in refusal.value.sentences[0].replace("\u00a0", " ")
    submitted.refresh_from_db()
    assert (submitted.state, Receipt.objects.count()) == ("submitted", 0)


def test_the_same_twice_is_the_same_receipt_and_another_is_refused(submitted: Offer, officer: Actor) -> None:
    assert receive(submitted, officer) == receive(submitted, officer)
    assert Entry.objects.filter(verb="confirm").count() == 1
    assert Notice.objects.filter(template="confirmation-received").count() == 1
    with pytest.raises(WrongConfirmation, match="już potwierdzono: potwierdzenie wpłynęło 18"):
        receive(submitted, officer, received_at=CONFIRMED + timedelta(hours=1))


def test_where_the_day_of_posting_decides(cycle: Cycle, ours: Organisation, officer: Actor) -> None:
    offer = cycle.offer(cycle.competition(decisive="posted"), ours)
    came: dict[str, Any] = {"received_at": LATE + timedelta(days=3), "at": LATE + timedelta(days=4)}
    with pytest.raises(WrongConfirmation, match="podaj ją ze stempla"):
        receive(offer, officer, **came)
    with pytest.raises(WrongConfirmation, match="nadano po terminie"):
        receive(offer, officer, **came, posted_on=date(2026, 12, 22))
    with pytest.raises(WrongConfirmation, match="wpłynęło po terminie"):
        receive(offer, officer, **came, channel="e-delivery", posted_on=date(2026, 12, 21))
    assert receive(offer, officer, **came, posted_on=date(2026, 12, 21)).posted_on == date(2026, 12, 21)


def signatory(ours: Organisation, alice: Actor, name: str, **values: Any) -> Signatory:
    given = {"function": "członkini zarządu", "valid_from": None, **values}
    return papers.declare_signatory(ours, name=name, **given, actor=alice, at=WRITTEN)


def test_who_signed_is_kept_and_whom_nobody_confirmed_is_said(
    submitted: Offer, ours: Organisation, alice: Actor, officer: Actor
) -> None:
    known, unknown = signatory(ours, alice, "Żaneta Łęcka"), signatory(ours, alice, "Róża Ćwik")
    papers.confirm_signatory(known, basis="odpis KRS", actor=officer, at=WRITTEN)
    known.refresh_from_db()
    ours.representation = "Dwóch członków zarządu łącznie."
    ours.save()
    receipt = receive(submitted, officer, signatories=[known, unknown], others="")
    assert [(row["name"], row["confirmed"]) for row in receipt.signed_by] == [
        ("Żaneta Łęcka", True),
        ("Róża Ćwik", False),
    ]
    assert "Łęcka" not in str(Entry.objects.get(verb="confirm").after), "no names in the ledger"
    offer = Offer.objects.select_related("competition", "organisation").get(pk=submitted.pk)
    found = findings(offer, offer.versions.get())["signed"].why
    assert "Podpisy: Żaneta Łęcka (członkini zarządu), Róża Ćwik" in found
    assert "Sposób reprezentacji: Dwóch członków zarządu łącznie." in found
    assert "Urząd nie potwierdził prawa do podpisu: Róża Ćwik." in found


def test_who_may_not_sign_is_refused(
    cycle: Cycle, submitted: Offer, ours: Organisation, alice: Actor, bob: Actor, officer: Actor
) -> None:
    future = signatory(ours, alice, "Później Wybrana", valid_from=date(2027, 2, 1))
    former = signatory(ours, alice, "Dawniej Prezes")
    papers.end_signatory(former, on=date(2026, 12, 17), actor=alice, at=WRITTEN)
    stranger = papers.declare_signatory(
        Organisation.objects.get(public_id=bob.key),
        name="Obcy Prezes",
        function="prezes",
        valid_from=None,
        actor=bob,
        at=WRITTEN,
    )
    for person in (future, former, stranger):
        person.refresh_from_db()
        with pytest.raises(WrongConfirmation, match=f"nie mogła w tym dniu podpisywać.*{person.name}"):
            receive(submitted, officer, signatories=[person])
    with pytest.raises(WrongConfirmation, match="Te osoby nie mogły"):
        receive(submitted, officer, signatories=[future, former])


def corrected(cycle: Cycle, ours: Organisation, alice: Actor, *, days: int) -> tuple[Offer, str]:
    """An offer corrected once, and the sum of its first version."""
    offer = cycle.offer(cycle.competition(correction_confirmation_days=days), ours, to="confirmed")
    cycle.check(offer, proposal="correct", fields=["III.3"], accessibility={"answer": "no", "note": "brak opisu"})
    first = cycle.fresh(offer).checksum
    correction = Correction.objects.select_related("base", "offer__competition").get()
    better = retyped(correction, {"III.3": OFFER["III.3"] + " Jest dostępne."})
    corrections.save(correction, better, actor=alice, at=BACK)
    corrections.correct(correction, actor=alice, clock=lambda: BACK)
    return cycle.fresh(offer), first


def test_a_superseded_version_is_refused_with_its_date(cycle: Cycle, ours: Organisation, alice: Actor) -> None:
    offer, first = corrected(cycle, ours, alice, days=3)
    with pytest.raises(WrongConfirmation) as refusal:
        receive(offer, cycle.officer, typed_checksum=first, received_at=BACK, at=BACK)
    told = refusal.value.sentence.replace("\u00a0", " ")
    assert "wersji 1 oferty, złożonej 1 grudnia 2026 r." in told
    assert "Od 4 stycznia 2027 r., godz. 10:00 obowiązuje wersja 2" in told
    assert f"zaczyna się od {spoken(offer.checksum)[:9]}" in told
    due = moment(2027, 1, 11, 16)
    with pytest.raises(WrongConfirmation, match=r"po terminie \(11"):
        receive(offer, cycle.officer, received_at=due + timedelta(seconds=1), at=due + timedelta(days=1))
    receipt = receive(offer, cycle.officer, received_at=due, at=due)
    assert (receipt.number, receipt.version.number) == (2, 2)
    assert cycle.fresh(offer).state == "confirmed"


def test_a_corrected_version_that_needs_none_is_said(cycle: Cycle, ours: Organisation, alice: Actor) -> None:
    offer, first = corrected(cycle, ours, alice, days=0)
    for typed, told in ((offer.checksum, "nie trzeba potwierdzać przed umową"), (first, "Tej wersji nie trzeba")):
        with pytest.raises(WrongConfirmation, match=told):
            receive(offer, cycle.officer, typed_checksum=typed, received_at=BACK, at=BACK)


def test_a_call_for_the_signature_takes_the_same_version_again(cycle: Cycle, ours: Organisation) -> None:
    offer = cycle.offer(cycle.competition(), ours, to="confirmed")
    cycle.check(offer, proposal="correct", signed={"answer": "no", "note": "podpisała jedna osoba"})
    due = Correction.objects.get().due
    with pytest.raises(WrongConfirmation, match="po terminie"):
        receive(offer, cycle.officer, received_at=due + timedelta(seconds=1), at=due + timedelta(days=1))
    assert receive(offer, cycle.officer, received_at=due, at=due).number == 2
    assert cycle.fresh(offer).state == "confirmed"


def test_a_withdrawn_offer_names_the_one_that_followed(
    cycle: Cycle, competition: Competition, submitted: Offer, ours: Organisation, alice: Actor, officer: Actor
) -> None:
    offers.withdraw(submitted, reason="błąd w tytule", actor=alice, at=WRITTEN)
    cycle.offer(competition, ours, at=WRITTEN + timedelta(hours=1), **{"III.1": "Poprawiony tytuł"})
    with pytest.raises(WrongConfirmation) as refusal:
        receive(submitted, officer)
    told = refusal.value.sentence.replace("\u00a0", " ")
    assert "Oferta nr 1 została wycofana 1 grudnia 2026 r." in told
    assert "ofertę nr 2 (1 grudnia 2026 r., godz. 11:00)" in told


def test_the_receipt_of_a_paper_is_a_document(
    submitted: Offer, officer: Actor, run_jobs: Callable[[], int], alice: Actor
) -> None:
    receive(submitted, officer)
    run_jobs()
    document = Document.objects.get(kind="confirmations.receipt")
    assert document.data["checksum"] == submitted.checksum
    assert "Łęcka" not in str(document.data), "names of who signed stay out"


def test_electronic_ways_need_no_document(submitted: Offer, officer: Actor, run_jobs: Callable[[], int]) -> None:
    receive(submitted, officer, channel="e-delivery")
    run_jobs()
    assert not Document.objects.filter(kind="confirmations.receipt").exists()


def test_the_page_keeps_what_was_typed_and_takes_a_second_click(
    visit: Callable[..., Client], submitted: Offer, officer: Actor
) -> None:
    client = visit(officer, CONFIRMED)
    address = f"/urzad/oferty/{submitted.public_id}/potwierdzenie/"
    posted = {"channel": "paper", "received_at": "2026-12-18T09:00:00", "others": "Żaneta Łęcka"}
    wrong = client.post(address, {**posted, "typed_checksum": slip(submitted.checksum, 2)})
    assert wrong.status_code == 409
    assert slip(submitted.checksum, 2) in wrong.content.decode()
    assert "Suma kontrolna nie zgadza się" in words(wrong)
    right = {**posted, "typed_checksum": submitted.checksum}
    assert [client.post(address, right).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="confirm").count() == 1
    future = client.post(address, {**right, "received_at": "2026-12-19T09:00:00"})
    assert future.status_code == 400


def test_without_a_confirmation_it_is_left_when_the_term_is_over(
    visit: Callable[..., Client], submitted: Offer, officer: Actor, alice: Actor
) -> None:
    address = f"/urzad/oferty/{submitted.public_id}/bez-rozpatrzenia/"
    with pytest.raises(TooEarly):
        actions.leave_unexamined(submitted, reason="x", actor=officer, at=CONFIRMATION_DUE)
    early = visit(officer, CONFIRMATION_DUE).post(address, {"reason": "Brak potwierdzenia."})
    assert early.status_code == 409
    assert "Termin mija 21 grudnia 2026 r., godz. 16:00." in words(early)
    client = visit(officer, LATE)
    long = "Brak potwierdzenia. " * 40
    assert long.strip() in words(client.post(address, {"reason": long}))
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Brak potwierdzenia w terminie."}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "unexamined"
    assert "Brak potwierdzenia w terminie." in Notice.objects.get(template="offer-unexamined").body
    again = client.post(address, {"reason": "Jeszcze raz to samo."})
    assert again.status_code == 409
    assert "Jeszcze raz to samo." in again.content.decode()


def test_only_staff_receive(visit: Callable[..., Client], submitted: Offer, alice: Actor, bob: Actor) -> None:
    for address in ("potwierdzenie", "bez-rozpatrzenia"):
        for actor, status in ((VISITOR, 302), (alice, 404), (bob, 404)):
            assert visit(actor, CONFIRMED).post(f"/urzad/oferty/{submitted.public_id}/{address}/").status_code == status
