"""Pages of correspondence: who sees what, fast entry, e-mails, lists and tables, what they cost; reads are noted, years end."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils.timezone import now
from openpyxl import load_workbook

from core.accounts.actor import Actor, system
from core.audit.models import PersonalRead
from core.privacy.actions import anonymise
from core.web.panels import desk_panels
from office.cases.actions import register as register_case
from office.correspondence import access, actions
from office.correspondence.models import Intake, Letter
from office.correspondence.privacy import ENDED_LETTERS, UNREGISTERED_MAILS
from office.structure.models import Unit
from tests.factories.files import pdf
from tests.factories.mail import eml, raw

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
LIST, NEW, MAIL = "/urzad/korespondencja/", "/urzad/korespondencja/nowe/", "/urzad/korespondencja/e-mail/"


def typed(client: Client, address: str = NEW, **more: Any) -> dict[str, Any]:
    """What the form carries when it is opened, with what a person types."""
    form = client.get(address).context["form"]
    begun = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    begun = {"channel": "paper", **begun}
    begun |= {"received_on": "2026-11-20", "sender": "Jan Próbny", "matter": "Droga", "addressee": "sekretarz"}
    return {**begun, **more}


def address(letter: Letter, verb: str = "") -> str:
    return f"{LIST}{letter.public_id}/{verb}"


# Who sees


def test_letters_are_seen_by_secretaries_and_by_those_who_have_them(
    handed: Any, registered: Any, secretary: Actor, people: Any, enter: Enter, at: datetime
) -> None:
    ola, colleague = people("officer", key="KMI"), people("officer", key="KMI")
    head, stranger = people("head", key="KMI"), people("head", key="KMV")
    hers, units, nobodys = handed(ola), handed("KMI"), registered()
    seen = {
        secretary: {hers, units, nobodys},
        people("officer", key="KMS"): {hers, units, nobodys},
        people("auditor"): {hers, units, nobodys},
        ola: {hers, units},
        head: {hers, units},
        colleague: {units},
        stranger: set(),
        people("organisation_editor", key="x"): set(),
    }
    for actor, letters in seen.items():
        assert set(access.visible(actor, at)) == letters
        for letter in (hers, units, nobodys):
            assert enter(actor).get(address(letter)).status_code == (200 if letter in letters else 404)
    for verb in ("zmien/", "dekretacja/", "odpowiedz/", "zakoncz/", "wznow/", "uniewaznij/", "plik/"):
        assert enter(stranger).get(address(hers, verb)).status_code == 404
        assert Client().get(address(hers, verb)).status_code == 302
    for verb in ("odbior/", "przekaz/"):
        assert enter(stranger).post(address(hers, verb)).status_code == 404
        assert enter(people("auditor")).post(address(hers, verb)).status_code == 404
    for path in (NEW, MAIL):
        assert enter(ola).get(path).status_code == 404
    assert enter(people("auditor")).get(NEW).status_code == 403


def test_who_sees_a_letter_does_only_what_is_theirs(handed: Any, people: Any, enter: Enter) -> None:
    ola, head = people("officer", key="KMI"), people("head", key="KMI")
    letter = handed(ola)
    client = enter(ola)
    for verb in ("zmien/", "dekretacja/"):
        assert client.get(address(letter, verb)).status_code == 404
    assert client.post(address(letter, "uniewaznij/"), {"reason": "x"}).status_code == 403
    assert client.post(address(letter, "przekaz/")).status_code == 403
    assert client.post(address(letter, "odbior/")).status_code == 302
    page = client.get(address(letter)).content.decode()
    assert "Odnotuj odpowiedź" in page
    assert "Unieważnij" not in page
    form = enter(head).get(address(letter, "dekretacja/")).context["form"]
    assert "decreed_by" not in form.fields
    groups = [group for group, _options in form.fields["to"].choices if isinstance(_options, list)]
    assert groups == ["KM I"]


def test_a_head_gives_the_letter_to_somebody_of_the_unit_only(handed: Any, people: Any, enter: Enter) -> None:
    head, ola, jan = people("head", key="KMI"), people("officer", key="KMI"), people("officer", key="KMV")
    letter, client = handed("KMI"), enter(head)
    outside = client.post(address(letter, "dekretacja/"), {"to": f"KMV:{jan.person.public_id}"})
    assert outside.status_code == 400
    inside = {"to": f"KMI:{ola.person.public_id}", "instruction": "Proszę o projekt."}
    assert client.post(address(letter, "dekretacja/"), inside).status_code == 302
    letter.refresh_from_db()
    assert letter.person_to == ola.user


# Entry


def test_a_hundred_letters_a_day_keep_what_stays_the_same(secretary: Actor, enter: Enter) -> None:
    client = enter(secretary)
    said = typed(client, channel="e-delivery", next="1")
    answers = [client.post(NEW, said) for _twice in range(2)]
    assert [answer["Location"] for answer in answers] == [NEW, NEW]
    assert Letter.objects.count() == 1
    page = client.get(NEW)
    assert "Zarejestrowano pismo RPW/1/" in page.content.decode()
    form = page.context["form"]
    kept = {name: str(form[name].value() or "") for name in ("received_on", "channel", "addressee", "sender", "kind")}
    assert kept == {
        "received_on": "2026-11-20",
        "channel": "e-delivery",
        "addressee": "sekretarz",
        "sender": "",
        "kind": "letter",
    }
    del said["next"]
    opened = client.post(NEW, {**said, "token": "inny"})
    assert opened["Location"] == address(Letter.objects.first())


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(secretary: Actor, enter: Enter) -> None:
    client = enter(secretary)
    page = client.post(NEW, typed(client, due_on="2026-11-01", matter="Bardzo ważna sprawa"))
    assert page.status_code == 409
    assert "wypada przed wpływem" in page.content.decode()
    assert "Bardzo ważna sprawa" in page.content.decode()
    for wrong in (
        {"addressee": "prezydent"},
        {"channel": "gołąb"},
        {"received_on": "31.02.2026"},
        {"sender": "a\x00b"},
    ):
        assert client.post(NEW, typed(client, **wrong)).status_code == 400
    page = client.post(NEW, typed(client, case_sign="KMX.1.1.2026"))
    assert "nie ma takiego znaku" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_letter_joins_a_case_of_the_unit(secretary: Actor, enter: Enter, at: datetime) -> None:
    case = register_case("Droga", unit=Unit.objects.get(code="KMII"), symbol="614", actor=secretary, at=at)
    client = enter(secretary)
    client.post(NEW, typed(client, case_sign=case.sign.lower()))
    letter = Letter.objects.get()
    assert letter.case == case
    assert f"/urzad/sprawy/{case.sign}/" in client.get(address(letter)).content.decode()


def test_a_mail_fills_the_form_and_its_text_is_never_markup(secretary: Actor, people: Any, enter: Enter) -> None:
    client = enter(secretary)
    mail = eml(pdf("Plan.pdf"), sender='"<b>Zły</b>" <zly@example.org>', text="<script>alert(1)</script>")
    there = client.post(MAIL, {"file": mail})["Location"]
    page = client.get(there)
    assert page.context["form"]["sender_contact"].value() == "zly@example.org"
    assert page.context["form"]["sender"].value() == "<b>Zły</b>"
    assert "<b>Zły" not in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    assert "Sprawdź dane z e-maila" in page.content.decode()
    other = enter(people("officer", key="KMS"))
    assert other.get(there).status_code == 404
    file = Intake.objects.get().files.get()
    assert client.get(f"{LIST}pliki/{file.public_id}/")["Content-Disposition"].startswith("attachment")
    assert other.get(f"{LIST}pliki/{file.public_id}/").status_code == 404
    said = typed(client, there, received_on=now().date().isoformat())
    assert {client.post(there, said)["Location"] for _twice in range(2)} == {address(Letter.objects.get())}
    letter = Letter.objects.get()
    assert letter.text == "<script>alert(1)</script>"
    assert letter.files.get() == file
    assert client.get(there)["Location"] == address(letter)
    assert other.get(f"{LIST}pliki/{file.public_id}/").status_code == 200


def test_a_hostile_mail_is_refused_on_the_page(secretary: Actor, enter: Enter) -> None:
    page = enter(secretary).post(MAIL, {"file": raw(b"From: a\nFrom: b\nSubject: x\n\n")})
    assert page.status_code == 400
    assert "kilka nagłówków" in page.content.decode()
    assert not Intake.objects.exists()


# Lists


def test_the_list_is_searched_narrowed_and_ordered(
    registered: Any, handed: Any, secretary: Actor, people: Any, enter: Enter, at: datetime
) -> None:
    registered(kind="complaint", sender="Stowarzyszenie „Łąka”", channel="epuap")
    handed(people("officer", key="KMI"), matter="Zaproszenie", addressee="sekretarz")
    client = enter(secretary)

    def signs(query: str) -> list[str]:
        return [row["cells"][0]["text"].split("/")[1] for row in client.get(f"{LIST}?{query}").context["rows"]]

    assert signs("") == ["2", "1"]
    assert signs("szukaj=laka") == signs("szukaj=rpw/1/") == signs("rodzaj=complaint") == signs("kanal=epuap") == ["1"]
    assert signs("stan=handed") == signs("adresat=sekretarz") == signs("komorka=KMI") == ["2"]
    assert signs("stan=open&porzadek=termin") == ["2", "1"]
    assert signs("od=2026-11-21") == signs("do=2026-11-19") == signs("stan=done") == []
    assert signs("stan=nonsens&od=wczoraj") == ["2", "1"]
    assert Letter.objects.overdue(at.date() + timedelta(days=40)).count() == 2


def test_tables_hold_no_formulas_and_note_who_was_read(registered: Any, secretary: Actor, enter: Enter) -> None:
    registered(sender="=HYPERLINK(1)")
    client = enter(secretary)
    text = b"".join(client.get(f"{LIST}tabela.csv").streaming_content).decode("utf-8-sig")
    heads, row = csv.reader(io.StringIO(text), delimiter=";")
    assert dict(zip(heads, row, strict=True))["Nadawca"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{LIST}tabela.xlsx").streaming_content)))
    assert [cell.value for cell in book.active[2]][3] == "=HYPERLINK(1)"
    assert book.active["D2"].data_type in ("s", "inlineStr")
    assert client.get(f"{LIST}tabela.exe").status_code == 404
    assert PersonalRead.objects.filter(page="correspondence_table").count() == 2
    client.get(LIST)
    assert PersonalRead.objects.filter(page="correspondence").count() == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_cost_the_same_at_any_size(
    handed: Any, secretary: Actor, people: Any, enter: Enter, rows: int, django_assert_num_queries: Any
) -> None:
    ola = people("officer", key="KMI")
    letters = [handed(ola) for _ in range(rows)]
    client = enter(secretary)
    with django_assert_num_queries(8):
        assert client.get(LIST).status_code == 200
    with django_assert_num_queries(9):
        assert client.get(address(letters[0])).status_code == 200
    with django_assert_num_queries(6):
        assert client.get(NEW).status_code == 200


def test_panels_say_what_waits(registered: Any, handed: Any, secretary: Actor, people: Any, at: datetime) -> None:
    ola = people("officer", key="KMI")
    registered()
    handed(ola)
    later = at + timedelta(days=60)
    (panel,) = (each for each in desk_panels(secretary, later) if each.title == "Korespondencja")
    assert [item.label.replace("\u00a0", " ") for item in panel.context["items"]] == [
        "Po terminie: 2 pisma",
        "Do dekretacji: 1 pismo",
    ]
    assert "Korespondencja" not in [each.title for each in desk_panels(ola, later)]


def test_letters_in_the_api_are_those_of_the_pages(
    handed: Any, registered: Any, secretary: Actor, people: Any, key: Any
) -> None:
    ola = people("officer", key="KMI")
    hers, other = handed(ola), registered()
    client = key(ola, "correspondence:read")
    listed = client.get("/api/v1/letters/").json()["results"]
    assert [each["sign"] for each in listed] == [hers.sign]
    assert "sender" not in listed[0]
    assert client.get(f"/api/v1/letters/{hers.public_id}/").json()["sender"] == "Żaneta Próbna"
    assert client.get(f"/api/v1/letters/{other.public_id}/").status_code == 404
    assert PersonalRead.objects.filter(page="api:api-letter").count() == 1
    assert key(secretary, "correspondence:read").get("/api/v1/letters/?state=handed").json()["count"] == 1


# The end


def test_after_its_years_a_letter_keeps_its_number_and_nobody(
    handed: Any, secretary: Actor, people: Any, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    letter = handed(people("officer", key="KMI"))
    file = actions.attach(letter, file=pdf("Jan Próbny.pdf"), purpose="letter", actor=secretary, at=at)
    actions.close(letter, reason="x", actor=secretary, at=at)
    waiting = handed("KMI")
    with django_capture_on_commit_callbacks(execute=True):
        anonymise(ENDED_LETTERS, 0, actor=system("test"), at=at + timedelta(days=6 * 366))
    letter.refresh_from_db()
    assert (letter.sign, letter.sender, letter.matter, letter.search_key) == ("RPW/1/2026", "–", "–", "")
    assert letter.decrees.get().instruction == ""
    assert not default_storage.exists(file.file)
    waiting.refresh_from_db()
    assert waiting.sender == "Żaneta Próbna"


def test_a_mail_that_nobody_registered_is_gone_after_a_month(
    secretary: Actor, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    intake = actions.read_mail(eml(pdf()), actor=secretary, at=at)
    path = intake.files.get().file
    with django_capture_on_commit_callbacks(execute=True):
        anonymise(UNREGISTERED_MAILS, 0, actor=system("test"), at=at + timedelta(days=20))
        assert Intake.objects.exists()
        anonymise(UNREGISTERED_MAILS, 0, actor=system("test"), at=at + timedelta(days=40))
    assert not Intake.objects.exists()
    assert not default_storage.exists(path)
