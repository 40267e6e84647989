"""One engine for every register: who sees it, numbers, terms, double clicks, changes, filters, tables, files."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.accounts.actor import VISITOR, Actor, system
from core.audit import ledger
from core.audit.models import Entry as LedgerEntry
from core.audit.models import PersonalRead
from core.privacy.actions import anonymise
from core.web.panels import panels
from office.registers import access, actions, views
from office.registers.models import Cell, Entry
from office.registers.privacy import ENDED_ENTRIES
from office.registers.refusals import CancelledEntry, StaleEntry, WrongEntry
from office.registers.schema import Register
from tests.factories.files import pdf
from tests.office.registers.conftest import LETTERS

pytestmark = pytest.mark.django_db
Schema = Callable[..., Register]
LIST = "/rejestry/pisma-probne/"
NEW = "/urzad/rejestry/pisma-probne/nowy-wpis/"


def values(**more: Any) -> dict[str, Any]:
    return {"received": date(2026, 11, 20), "subject": "Pytanie o drogę", "sender": "Jan Próbny", **more}


def entered(register: Register, actor: Actor, at: datetime, **more: Any) -> Entry:
    return actions.enter(register, values(**more), actor=actor, at=at)


# Numbers, terms, double clicks


def test_numbers_have_no_gaps_and_begin_anew_each_year(letters: Register, officer: Actor, at: datetime) -> None:
    signs = [entered(letters, officer, moment).sign for moment in (at, at, at + timedelta(days=60))]
    assert signs == ["PP/1/2026", "PP/2/2026", "PP/1/2027"]
    with pytest.raises(WrongEntry):
        actions.enter(letters, {}, actor=officer, at=at)
    assert entered(letters, officer, at).sign == "PP/3/2026"


def test_a_term_is_counted_and_ends_when_it_is_done(letters: Register, officer: Actor, at: datetime) -> None:
    entry = entered(letters, officer, at)
    assert entry.particulars["due"] == "2026-12-04"
    assert entry.due_on == date(2026, 12, 4)
    assert list(Entry.objects.overdue(date(2026, 12, 5))) == [entry]
    done = values(answered=date(2026, 12, 1), due=date(2026, 12, 4))
    assert actions.revise(entry, done, revision=1, actor=officer, at=at).due_on is None


@pytest.mark.parametrize(("field", "label"), [("due", "Odpowiedź do"), ("answered", "Odpowiedziano")])
def test_a_term_before_the_receipt_is_refused_in_words(
    letters: Register, officer: Actor, at: datetime, field: str, label: str
) -> None:
    with pytest.raises(WrongEntry) as refusal:
        entered(letters, officer, at, **{field: date(2026, 11, 19)})
    [(code, text)] = refusal.value.problems
    assert code == field
    assert text == (
        f"„{label}” (19 listopada 2026 r.) wypada przed „Wpłynęło” (20 listopada 2026 r.). Popraw jedną z dat."
    )


def test_a_refusal_needs_its_basis(letters: Register, officer: Actor, at: datetime) -> None:
    with pytest.raises(WrongEntry) as refusal:
        entered(letters, officer, at, state="refused")
    assert refusal.value.problems == [("basis", "Uzupełnij pole „Podstawa odmowy”: wymaga tego „Stan: odmowa”.")]
    assert entered(letters, officer, at, state="refused", basis="art. 5 ust. 2").number == 1


def test_a_double_click_makes_one_entry(letters: Register, officer: Actor, enter: Any) -> None:
    client: Client = enter(officer)
    token = client.get(NEW).context["form"]["token"].value()
    said = {"token": token, "received": "2026-11-20", "subject": "Pytanie", "copies": "2"}
    answers = [client.post(NEW, said) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Entry.objects.count() == 1
    assert client.post(NEW, {**said, "token": "inny"})["Location"] != answers[0]["Location"]


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    letters: Register, officer: Actor, enter: Any
) -> None:
    client: Client = enter(officer)
    page = client.post(NEW, {"received": "2026-11-20", "subject": "", "body": "Długa treść", "cost": "dużo"})
    assert page.status_code == 400
    page = client.post(NEW, {"received": "2026-11-20", "subject": "", "body": "Długa treść", "due": "2026-11-01"})
    text = page.content.decode()
    assert page.status_code == 400
    assert "Uzupełnij pole „Sprawa”" in text
    assert "wypada przed" in text
    assert "Długa treść" in text
    assert not Entry.objects.exists()


# Who sees


def test_entries_are_seen_by_the_registers_units_and_the_auditor_only(
    letters: Register, officer: Actor, people: Any, enter: Any, at: datetime
) -> None:
    entry = entered(letters, officer, at)
    address = f"/rejestry/wpisy/{entry.public_id}/"
    for actor in (officer, people("head", key="KMI"), people("auditor")):
        assert enter(actor).get(LIST).status_code == 200
        assert enter(actor).get(address).status_code == 200
    stranger = people("officer", key="KMIII")
    for path in (LIST, f"{LIST}tabela.csv", address, NEW, f"/urzad/wpisy/{entry.public_id}/zmien/"):
        assert enter(stranger).get(path).status_code == 404, path
        assert enter(people("organisation_editor", key="x")).get(path).status_code in (403, 404), path
        assert Client().get(path).status_code == 302, path
    auditor = enter(people("auditor"))
    assert auditor.get(NEW).status_code == 403
    assert auditor.post(f"/urzad/wpisy/{entry.public_id}/zmien/", {}).status_code == 404
    assert access.visible(VISITOR, at).count() == 0
    for actor in (officer, people("auditor"), stranger, VISITOR):
        assert list(access.visible_in(actor, letters, at)) == list(access.visible(actor, at))


def test_a_public_register_shows_everyone_what_is_public_once_it_is_published(
    schema: Schema, officer: Actor, people: Any, enter: Any, at: datetime
) -> None:
    public = schema(
        LETTERS.replace("visibility: unit", "visibility: public\npublic_from: answered").replace(
            "label: Treść, type: text", "label: Treść, type: text, visibility: office"
        )
    )
    shown = entered(public, officer, at, answered=date(2026, 11, 21), body="Notatka dla urzędu")
    hidden = entered(public, officer, at, subject="Jeszcze nie")
    visitor = Client()
    page = visitor.get(f"/rejestry/wpisy/{shown.public_id}/").content.decode()
    assert "Pytanie o drogę" in page
    assert "Jan Próbny" not in page
    assert "Notatka dla urzędu" not in page
    assert visitor.get(f"/rejestry/wpisy/{hidden.public_id}/").status_code == 302
    listed = visitor.get(LIST).content.decode()
    assert "Pytanie o drogę" in listed
    assert "Jeszcze nie" not in listed
    assert "Jan Próbny" not in visitor.get(f"{LIST}tabela.csv").getvalue().decode()
    assert visitor.get(f"{LIST}?szukaj=próbny").context["rows"] == []
    officer_elsewhere = people("officer", key="KMIII")
    for actor in (officer, officer_elsewhere, VISITOR):
        assert set(access.visible_in(actor, public, at)) == set(access.visible(actor, at))
    assert list(access.visible_in(VISITOR, public, at)) == [shown]
    other = enter(officer_elsewhere)
    page = other.get(f"/rejestry/wpisy/{hidden.public_id}/").content.decode()
    assert "Jan Próbny" not in page
    assert "Notatka dla urzędu" in other.get(f"/rejestry/wpisy/{shown.public_id}/").content.decode()


def test_access_to_personal_data_is_noted(letters: Register, officer: Actor, enter: Any, at: datetime) -> None:
    entry, plain = entered(letters, officer, at), entered(letters, officer, at, sender="")
    client: Client = enter(officer)
    client.get(f"/rejestry/wpisy/{entry.public_id}/")
    client.get(LIST)
    client.get(f"{LIST}tabela.xlsx").getvalue()
    noted = PersonalRead.objects.order_by("pk").values_list("page", "subject_id")
    assert list(noted) == [(page, entry.public_id) for page in ("entry_page", "register_page", "register_table")]
    client.get(f"/rejestry/wpisy/{plain.public_id}/")
    assert PersonalRead.objects.count() == 3


# Changing


def test_every_change_is_in_the_ledger_without_personal_values(letters: Register, officer: Actor, at: datetime) -> None:
    entry = entered(letters, officer, at, body="Tajne")
    entry = actions.revise(entry, values(body="Tajne", cost=Decimal("12.5")), revision=1, actor=officer, at=at)
    actions.revise(entry, values(body="Tajne", cost=Decimal("12.5")), revision=2, actor=officer, at=at)
    actions.cancel(entry, reason="wpisano dwa razy", actor=officer, at=at)
    actions.cancel(entry, reason="jeszcze raz", actor=officer, at=at)
    written = list(LedgerEntry.objects.filter(chain=entry.chain).order_by("seq"))
    assert [each.verb for each in written] == ["enter_entry", "revise", "cancel_entry"]
    assert written[1].after == {"cost": "12.50", "due": None} or written[1].after == {"cost": "12.50"}
    assert "Jan Próbny" not in str([each.after for each in written])
    assert "Tajne" not in str([each.after for each in written])
    assert list(ledger.faults()) == []
    with pytest.raises(CancelledEntry):
        actions.revise(entry, values(), revision=2, actor=officer, at=at)
    assert entered(letters, officer, at).number == 2


def test_two_people_do_not_overwrite_each_other(letters: Register, officer: Actor, enter: Any, at: datetime) -> None:
    entry = entered(letters, officer, at)
    client: Client = enter(officer)
    address = f"/urzad/wpisy/{entry.public_id}/zmien/"
    form = client.get(address).context["form"]
    said = {name: value for name in form.fields if (value := form[name].value()) is not None}
    actions.revise(entry, values(copies=7), revision=1, actor=officer, at=at)
    page = client.post(address, {**said, "subject": "Moja zmiana"})
    assert page.status_code == 409
    assert "Ktoś inny zmienił ten wpis" in page.content.decode()
    assert "Moja zmiana" in page.content.decode()
    with pytest.raises(StaleEntry):
        actions.revise(entry, values(copies=8), revision=1, actor=officer, at=at)


def test_an_entry_is_changed_on_its_page(letters: Register, officer: Actor, enter: Any, at: datetime) -> None:
    entry = entered(letters, officer, at, urgent=True, topics=["sport"], cost=Decimal("1234.5"))
    client: Client = enter(officer)
    address = f"/urzad/wpisy/{entry.public_id}/zmien/"
    form = client.get(address).context["form"]
    said = {name: value for name in form.fields if (value := form[name].value()) is not None}
    assert client.post(address, {**said, "state": "open"}).status_code == 302
    entry.refresh_from_db()
    assert entry.particulars["state"] == "open"
    assert (entry.particulars["urgent"], entry.particulars["cost"]) == (True, "1234.50")
    page = client.get(f"/rejestry/wpisy/{entry.public_id}/").content.decode()
    assert "1 234,50 zł" in page.replace("\xa0", " ") or "1234,50 zł" in page
    assert "Historia wpisu" in page


# A register and a field are data


def test_a_new_register_is_a_file_and_a_restart(schema: Schema, officer: Actor, enter: Any) -> None:
    schema("""\
title: Klucze do sal
about: Kto ma klucz.
prefix: KL
units: [KMI]
visibility: unit
heading: room
columns: [room, taken]
fields:
  - {code: room, label: Sala, type: line, required: true, filterable: true}
  - {code: taken, label: Wydano, type: date}
""", "klucze")  # fmt: skip
    client: Client = enter(officer)
    assert "Klucze do sal" in client.get("/rejestry/").content.decode()
    assert client.post("/urzad/rejestry/klucze/nowy-wpis/", {"room": "119"}).status_code == 302
    assert "KL/1/" in client.get("/rejestry/klucze/?room=119").content.decode()


def test_a_new_field_is_a_line_and_a_removed_one_stays_readable(
    schema: Schema, officer: Actor, enter: Any, at: datetime
) -> None:
    old = schema()
    entry = entered(old, officer, at, state="refused", basis="art. 5", cost=Decimal("99"))
    lines = [
        line for line in LETTERS.splitlines(keepends=True) if "code: state" not in line and "code: sender" not in line
    ]
    text = "".join(lines).replace("sender, state, due", "due").replace(", required_when: {state: [refused]}", "")
    new = schema(text.replace("terms:", "  - {code: room, label: Pokój, type: line, filterable: true}\nterms:"))
    client: Client = enter(officer)
    page = client.get(f"/rejestry/wpisy/{entry.public_id}/").content.decode()
    assert "Pola, których rejestr już nie ma" in page
    assert "odmowa" in page
    assert "Jan Próbny" in page
    assert PersonalRead.objects.filter(page="entry_page", subject_id=entry.public_id).exists()
    changed = actions.revise(entry, values(room="119"), revision=1, actor=officer, at=at)
    assert changed.particulars["state"] == "refused"
    assert changed.particulars["sender"] == "Jan Próbny"
    assert changed.personal
    assert changed.particulars["room"] == "119"
    assert "Pokój" in client.get(LIST).content.decode()
    assert entered(new, officer, at, room="7").sign == "PP/2/2026"


# Asking


@pytest.mark.parametrize("many", [0, 1000], ids=["walked", "gathered"])
def test_fields_are_filtered_by_their_keys(
    letters: Register, officer: Actor, enter: Any, at: datetime, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MANY", many)
    entered(
        letters, officer, at, subject="Łódź", cost=Decimal("-5"), copies=2, urgent=True, topics=["sport", "culture"]
    )
    entered(letters, officer, at, subject="Zgierz", cost=Decimal("1000"), copies=10, unit="KMIII", state="open")
    entered(
        letters,
        officer,
        at,
        subject="Aleksandrów",
        received=date(2026, 10, 1),
        cost=Decimal("20"),
        body="Łódzkie drogi",
    )
    client: Client = enter(officer)

    def found(asked: str) -> list[str]:
        return [row["cells"][1]["text"] for row in client.get(f"{LIST}?{asked}").context["rows"]]

    assert found("porzadek=subject") == ["Aleksandrów", "Łódź", "Zgierz"]
    assert found("porzadek=-subject") == ["Zgierz", "Łódź", "Aleksandrów"]
    assert found("porzadek=cost") == ["Łódź", "Aleksandrów", "Zgierz"]
    assert found("porzadek=nic") == ["Aleksandrów", "Zgierz", "Łódź"]
    assert found("cost-od=0&cost-do=100") == ["Aleksandrów"]
    assert found("copies-od=3") == ["Zgierz"]
    assert found("received-do=2026-10-31") == ["Aleksandrów"]
    assert found("urgent=true") == ["Łódź"]
    assert found("topics=culture") == ["Łódź"]
    assert found("unit=KMIII&state=open") == ["Zgierz"]
    assert found("subject=alek") == ["Aleksandrów"]
    assert found("sender=jan") == ["Aleksandrów", "Zgierz", "Łódź"]
    assert found("szukaj=lodz") == ["Aleksandrów", "Łódź"]
    assert found("szukaj=drogi+łódzkie") == ["Aleksandrów"]
    assert found("stan=po-terminie") == ["Aleksandrów"]
    assert found("stan=w-terminie") == ["Zgierz", "Łódź"]
    assert found("received-do=bzdura&szukaj=%00") == ["Aleksandrów", "Zgierz", "Łódź"]


def test_every_filterable_field_has_a_key_in_every_entry(letters: Register, officer: Actor, at: datetime) -> None:
    entry = entered(letters, officer, at)
    filterable = {field.code for field in letters.fields if field.filterable}
    assert set(Cell.objects.filter(entry=entry).values_list("field", flat=True)) == filterable


# Tables


def test_a_table_holds_no_formula_and_comes_back_as_it_went(
    letters: Register, officer: Actor, enter: Any, at: datetime
) -> None:
    entered(
        letters, officer, at, subject="=1+1", sender="@ala", topics=["sport", "culture"], urgent=False, unit="KMIII"
    )
    client: Client = enter(officer)
    text = client.get(f"{LIST}tabela.csv").getvalue().decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    assert head[:3] == ["Numer", "Wpłynęło", "Sprawa"]
    assert row[:4] == ["PP/1/2026", "2026-11-20", "'=1+1", "'@ala"]
    book = load_workbook(io.BytesIO(client.get(f"{LIST}tabela.xlsx").getvalue()))
    assert [cell.data_type for cell in book.worksheets[0][2]][:4] == ["s"] * 4
    for ending in ("csv", "xlsx"):
        content = client.get(f"{LIST}tabela.{ending}").getvalue()
        Entry.objects.all().delete()
        assert take_over(client, content, f"t.{ending}").status_code == 302
        back = Entry.objects.get()
        assert (back.particulars["subject"], back.particulars["sender"]) == ("=1+1", "@ala")
        assert back.particulars["topics"] == ["sport", "culture"]
        assert (back.particulars["urgent"], back.particulars["unit"]) == (False, "KMIII")
    assert client.get(f"{LIST}tabela.pdf").status_code == 404


def take_over(client: Client, content: bytes, name: str = "t.csv", how: str = "take") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/urzad/rejestry/pisma-probne/wczytaj/", {"file": file, "how": how})


GOOD = "Wpłynęło;Sprawa;Koszt;Stan\n2026-11-20;Pierwsza;1 234,50 zł;w toku\n20.11.2026;Druga;;\n"


def test_a_table_is_tried_first_and_taken_once(letters: Register, officer: Actor, enter: Any) -> None:
    client: Client = enter(officer)
    page = take_over(client, GOOD.encode(), how="try").content.decode()
    assert "2 poprawne wiersze" in page.replace("\xa0", " ")
    assert not Entry.objects.exists()
    for _twice in range(2):
        assert take_over(client, GOOD.encode()).status_code == 302
    assert list(Entry.objects.order_by("number").values_list("title", "number")) == [("Pierwsza", 1), ("Druga", 2)]
    assert Entry.objects.get(number=1).particulars["cost"] == "1234.50"
    assert LedgerEntry.objects.filter(verb="enter_entry").count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD + "2026-11-20;;x;nieznany\n", "Wiersz 4"),
        (GOOD + "2026-11-20;;;\n", "Uzupełnij pole „Sprawa”"),
        ("Wpłynęło;Sprawa;Kolor\n2026-11-20;x;y\n", "Rejestr nie ma pól: Kolor"),
        ("Wpłynęło;Sprawa\n", "nie ma wierszy pod nagłówkiem"),
        ("\x00\x01", "To nie jest tabela"),
        ("Wpłynęło;Sprawa\n" + "2026-11-20;x\n" * 2001, "ponad 2000 wierszy"),
    ],
)
def test_a_table_with_a_fault_enters_nothing(
    letters: Register, officer: Actor, enter: Any, content: str, said: str
) -> None:
    page = take_over(enter(officer), content.encode())
    assert page.status_code in (200, 400)
    assert said in page.content.decode()
    assert not Entry.objects.exists()


# Files and the desk


def test_a_file_is_kept_once_and_removed_with_its_bytes(
    letters: Register, officer: Actor, people: Any, enter: Any, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    entry = entered(letters, officer, at)
    client: Client = enter(officer)
    for _twice in range(2):
        assert client.post(f"/urzad/wpisy/{entry.public_id}/plik/", {"file": pdf()}).status_code == 302
    file = entry.files.get()
    address = f"/urzad/wpisy/pliki/{file.public_id}/"
    assert client.get(address)["Content-Disposition"].startswith("attachment")
    assert enter(people("officer", key="KMIII")).get(address).status_code == 404
    bad = SimpleUploadedFile("pismo.pdf", b"<script>")
    refused = client.post(f"/urzad/wpisy/{entry.public_id}/plik/", {"file": bad})
    assert refused.status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{address}usun/").status_code == 302
    assert not default_storage.exists(file.file)
    assert client.get(address).status_code == 404


def test_terms_stand_on_the_desk_of_the_registers_unit(
    letters: Register, officer: Actor, people: Any, enter: Any, at: datetime
) -> None:
    late = entered(letters, officer, at, received=date(2026, 10, 1), subject="Spóźniona")
    entered(letters, officer, at, answered=date(2026, 11, 20), subject="Załatwiona")
    [panel] = [each for each in panels("desk:officer", officer, None, at) if each.title == "Moje terminy"]
    assert [(item.label, item.tag) for item in panel.context["items"]] == [(late.sign, "termin minął")]
    stranger = people("officer", key="KMIII")
    [panel] = [each for each in panels("desk:officer", stranger, None, at) if each.title == "Moje terminy"]
    assert panel.context["items"] == []
    page = enter(officer).get("/urzad/rejestry/terminy/").content.decode()
    assert "Spóźniona" in page
    assert "Załatwiona" not in page
    assert "Spóźniona" not in enter(stranger).get("/urzad/rejestry/terminy/").content.decode()


# What ends


def night(at: datetime) -> int:
    """The rule of registers, once."""
    after: int | None = 0
    count = 0
    while after is not None:
        some, _bound, after = anonymise(ENDED_ENTRIES, after, actor=system("test"), at=at)
        count += some
    return count


def test_what_is_personal_ends_by_itself_after_the_registers_own_time(
    letters: Register, schema: Schema, officer: Actor, enter: Any, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    entry, plain = entered(letters, officer, at), entered(letters, officer, at, sender="")
    file = actions.attach(entry, file=pdf(), actor=officer, at=at)
    text = "".join(line for line in LETTERS.splitlines(keepends=True) if "code: sender" not in line)
    schema(text.replace("sender, state", "state"))
    assert night(datetime(2027, 5, 20, 12, tzinfo=UTC)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert night(datetime(2027, 5, 22, 12, tzinfo=UTC)) == 1
    assert night(datetime(2027, 5, 22, 12, tzinfo=UTC)) == 0
    entry.refresh_from_db()
    assert entry.particulars["sender"] is None
    assert (entry.particulars["subject"], entry.sign) == ("Pytanie o drogę", "PP/1/2026")
    assert "prob" not in entry.search_text
    assert "droge" in entry.search_text
    assert Cell.objects.get(entry=entry, field="sender").key == ""
    assert not default_storage.exists(file.file)
    assert not entry.files.filter(removed_at=None).exists()
    assert not plain.personal


# The API


def test_a_program_reads_entries_as_far_as_its_key(
    letters: Register, officer: Actor, people: Any, enter: Any, at: datetime
) -> None:
    entry = entered(letters, officer, at)
    one = f"/api/v1/entries/{entry.public_id}/"
    client: Client = enter(officer)
    [row] = client.get("/api/v1/entries/?register=pisma-probne").json()["results"]
    assert (row["sign"], row["due_on"]) == ("PP/1/2026", "2026-12-04")
    assert "Jan Próbny" not in str(row)
    assert client.get(one).json()["values"]["sender"] == "Jan Próbny"
    assert PersonalRead.objects.get().page == "api:api-entry"
    assert enter(people("officer", key="KMIII")).get(one).status_code == 404
    assert Client().get(one).status_code == 404
    assert Client().get("/api/v1/entries/").json()["count"] == 0


# What a page costs


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_cost_the_same_at_any_size(
    letters: Register, officer: Actor, enter: Any, at: datetime, rows: int
) -> None:
    for _ in range(rows):
        entry = entered(letters, officer, at)
    client: Client = enter(officer)
    costs = {
        "/rejestry/": 6,
        LIST: 8,
        f"{LIST}?szukaj=droge&received-od=2026-01-01&sender=jan&porzadek=subject": 8,
        f"{LIST}tabela.csv": 7,
        f"/rejestry/wpisy/{entry.public_id}/": 10,
        NEW: 6,
        f"/urzad/wpisy/{entry.public_id}/zmien/": 8,
        "/urzad/rejestry/terminy/": 6,
    }
    measured = {}
    for address in costs:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                answer.getvalue()
        measured[address] = len(queries)
    assert measured == costs
