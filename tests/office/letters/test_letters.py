"""Letters to a list: nothing is made before a person checked every form; and communiqués: numbered, published, withdrawn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.audit import ledger
from core.audit.models import Entry
from core.privacy.actions import anonymise
from core.workflow.refusal import Refusal
from office.letters import access, actions
from office.letters.models import Addressee, Communique, LetterSet, PrintFile
from office.letters.privacy import ENDED_SETS
from office.letters.refusals import NotADraft, NotMade, PublishedCommunique, StaleSet, TooMany, Unchecked
from tests.office.letters.conftest import ANNA, KOZIOL, NEWS, SAID, check_all

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return " ".join(refusal.value.sentences)


def test_no_letter_is_made_before_a_person_checked_every_form(
    written: Callable[..., LetterSet], press: Actor, at: datetime, run_jobs: Callable[[], int]
) -> None:
    made = written(ANNA, KOZIOL)
    assert [(each.salutation, each.dative, each.checked) for each in made.addressees.all()] == [
        ("Szanowna Pani Wójt", "Pani Annie Kowalskiej", False),
        ("Szanowny Panie", "", False),
    ]
    assert "Nie sprawdzono form grzecznościowych 2\xa0adresatów." in refused(
        lambda: actions.check_letters(made, actor=press, at=at)
    )
    check_all(made, press, at, dative="")
    with pytest.raises(Unchecked):
        actions.check_letters(made, actor=press, at=at)
    run_jobs()
    assert not PrintFile.objects.exists()
    check_all(made, press, at)
    actions.check_letters(made, actor=press, at=at)
    with pytest.raises(NotMade):
        actions.sign_letters(made, at.date(), actor=press, at=at)
    run_jobs()
    made.refresh_from_db()
    assert (made.checked_by, made.state) == (press.user, "prepared")
    assert sorted(made.prints.values_list("kind", flat=True)) == ["envelopes", "labels", "letter", "letter", "merged"]
    with default_storage.open(made.prints.get(kind="merged").file) as file:
        assert file.read(4) == b"%PDF"
    actions.sign_letters(made, at.date(), actor=press, at=at)
    actions.send_letters(made, at.date(), actor=press, at=at)
    assert made.state == "sent"
    told = str([(each.before, each.after) for each in Entry.objects.filter(chain=made.chain)])
    assert "Kowalsk" not in told
    assert list(ledger.faults()) == []


def test_what_was_checked_changes_only_after_it_was_sent_back(
    written: Callable[..., LetterSet],
    press: Actor,
    at: datetime,
    run_jobs: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    made = written(ANNA)
    check_all(made, press, at)
    actions.check_letters(made, actor=press, at=at)
    run_jobs()
    with pytest.raises(NotADraft):
        actions.revise_letters(made, SAID, revision=1, actor=press, at=at)
    with pytest.raises(NotADraft):
        actions.add_addressees(made, [("", KOZIOL)], actor=press, at=at)
    path = made.prints.get(kind="merged").file
    with django_capture_on_commit_callbacks(execute=True):
        actions.reopen_letters(made, reason="Zmiana daty.", actor=press, at=at)
    assert not default_storage.exists(path)
    made.refresh_from_db()
    assert (made.checked_by, made.prints.count(), made.revision) == (None, 0, 2)
    with pytest.raises(StaleSet):
        actions.revise_letters(made, SAID, revision=1, actor=press, at=at)


def test_a_changed_name_is_proposed_and_checked_anew_a_changed_street_is_not(
    written: Callable[..., LetterSet], press: Actor, at: datetime
) -> None:
    made = written(ANNA)
    check_all(made, press, at)
    person = made.addressees.get()
    assert actions.revise_addressee(person, {**ANNA, "street": "ul. Długa 1"}, actor=press, at=at).checked
    changed = actions.revise_addressee(person, {**ANNA, "first_name": "Maria"}, actor=press, at=at)
    assert (changed.checked, changed.dative) == (False, "Pani Marii Kowalskiej")


def test_what_is_wrong_is_refused_in_words(written: Callable[..., LetterSet], press: Actor, at: datetime) -> None:
    assert "{imie}" in refused(lambda: written(text="Witaj {imie}"))
    assert "Podaj imię i nazwisko albo instytucję." in refused(lambda: written({"gender": "man"}))
    with pytest.raises(TooMany):
        written(*[ANNA] * 501)
    assert "nie mają jeszcze treści albo adresatów" in refused(
        lambda: actions.check_letters(written(), actor=press, at=at)
    )


def test_a_table_is_tried_then_taken_once(written: Callable[..., LetterSet], press: Actor, enter: Any) -> None:
    made, client = written(), enter(press)
    address = f"/urzad/pisma/{made.public_id}/tabela/"

    def table(*rows: str) -> SimpleUploadedFile:
        heads = "Zwrot;Tytuł;Imię;Nazwisko;Funkcja;Instytucja;Ulica i numer;Kod pocztowy;Miejscowość"
        return SimpleUploadedFile("lista.csv", "\n".join([heads, *rows]).encode())

    good = ("Pani;;Anna;Kowalska;Wójt;;ul. Długa 1;95-100;Zgierz", "Państwo;;;;;Koło Gospodyń;;95-100;Zgierz")
    wrong = client.post(
        address, {"file": table(*good, "Hrabia;;Jan;Nowak;;;;9510;Zgierz"), "how": "take"}
    ).content.decode()
    assert "Wiersz 4:" in wrong
    assert "Kod ma postać 90-051." in wrong
    assert not Addressee.objects.exists()
    assert "Poprawne wiersze: 2" in client.post(address, {"file": table(*good), "how": "try"}).content.decode()
    for _twice in range(2):
        assert client.post(address, {"file": table(*good), "how": "take"}).status_code == 302
    assert made.addressees.count() == 2
    assert (
        "nieznane nagłówki"
        in client.post(address, {"file": SimpleUploadedFile("a.csv", b"A;B\n1;2"), "how": "take"}).content.decode()
    )


def test_forms_are_checked_on_a_page_and_letters_seen_as_drafts(
    written: Callable[..., LetterSet], press: Actor, enter: Any, people: Any
) -> None:
    made, client = written(ANNA, KOZIOL), enter(press)
    page = client.get(f"/urzad/pisma/{made.public_id}/formy/")
    rows = {"forms-TOTAL_FORMS": "2", "forms-INITIAL_FORMS": "2"}
    for number, each in enumerate(made.addressees.all()):
        said = {"addressee": each.public_id, "salutation": each.salutation, "dative": "Komuś", "checked": "on"}
        rows |= {f"forms-{number}-{name}": value for name, value in said.items()}
    assert "Szanowna Pani Wójt" in page.content.decode()
    assert client.post(f"/urzad/pisma/{made.public_id}/formy/", rows).status_code == 302
    assert not made.addressees.filter(checked=False).exists()
    person = made.addressees.first()
    assert person is not None
    assert client.get(f"/urzad/pisma/adresaci/{person.public_id}/pismo.pdf").content.startswith(b"%PDF")
    assert client.get(f"/urzad/pisma/{made.public_id}/").status_code == 200
    stranger = enter(people("officer", key="KMII"))
    for path in (f"{made.public_id}/", f"{made.public_id}/formy/", f"adresaci/{person.public_id}/pismo.pdf"):
        assert stranger.get(f"/urzad/pisma/{path}").status_code == 404
    assert enter(people("auditor")).get(f"/urzad/pisma/{made.public_id}/").status_code == 200
    assert Client().get(f"/urzad/pisma/{made.public_id}/").status_code == 302


def test_people_of_letters_end_in_their_time(
    written: Callable[..., LetterSet], press: Actor, at: datetime, clock: Actor
) -> None:
    made = written(ANNA)
    actions.drop_letters(made, reason="odwołano", actor=press, at=at)
    assert not ENDED_SETS.ended(at + timedelta(days=200)).exists()
    late = at + timedelta(days=500)
    assert anonymise(ENDED_SETS, 0, actor=clock, at=late)[:2] == (1, 0)
    assert not ENDED_SETS.ended(late).exists()
    assert (LetterSet.objects.get().subject, Addressee.objects.count()) == ("Jubileusz gminy", 0)


# Communiqués


def test_a_communique_is_numbered_published_with_its_pdf_and_withdrawn_with_a_reason(
    press: Actor, enter: Any, people: Any, at: datetime
) -> None:
    client, visitor = enter(press), Client()
    assert client.post("/urzad/komunikaty/nowy/", {**NEWS, "token": "t"}).status_code == 302
    assert client.post("/urzad/komunikaty/nowy/", {**NEWS, "token": "t"}).status_code == 302
    communique = Communique.objects.get()
    address = f"/komunikaty/{communique.public_id}/"
    assert visitor.get(address).status_code == 302
    assert not access.communiques(VISITOR, at).exists()
    assert client.post(f"/urzad/komunikaty/{communique.public_id}/oglos/").status_code == 302
    communique.refresh_from_db()
    assert communique.number == 1
    page = visitor.get(address).content.decode()
    assert "Budowa trwała dwa lata." in page
    assert "PDF" in page
    assert f'href="/historia-zmian/komunikat/{communique.public_id}/"' in page
    assert "Otwarto most" in visitor.get(f"/komunikaty/?rok={communique.year}").content.decode()
    with pytest.raises(PublishedCommunique):
        actions.revise_communique(communique, NEWS, revision=1, actor=press, at=at)
    other = enter(people("officer", key="KMII"))
    assert other.post(f"/urzad/komunikaty/{communique.public_id}/wycofanie/", {"reason": "x"}).status_code == 403
    assert other.get("/urzad/komunikaty/nowy/").status_code == 403
    asked = client.get(f"/urzad/komunikaty/{communique.public_id}/wycofanie/").content.decode()
    assert "Wycofaj komunikat 1/2026" in asked
    assert "Otwarto most. Strona komunikatu zostaje z powodem wycofania, który przeczyta każdy." in asked
    assert "button-danger" in asked
    said = {"reason": "Most otwarto jutro."}
    assert client.post(f"/urzad/komunikaty/{communique.public_id}/wycofanie/", said).status_code == 302
    page = visitor.get(address).content.decode()
    assert "Most otwarto jutro." in page
    assert "Budowa trwała dwa lata." not in page
