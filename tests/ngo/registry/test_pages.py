"""Pages of the register: who finds and sees what, at the same few queries for any number of organisations."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.audit.models import PersonalRead
from core.jobs.models import Job
from core.notices.models import Notice
from core.signin.models import Invitation
from ngo.registry import reference
from ngo.registry.actions.record import register, revise
from ngo.registry.models import County, Import, Organisation, Representation, Source

pytestmark = pytest.mark.django_db

LIST = reverse("organisations")
FILLED = {
    "name": "Stowarzyszenie „Żuraw”",
    "legal_form": "association",
    "krs": "37 904",
    "nip": "PL 689-117-80-90",
    "regon": "37109197200000",
    "street": "ul. Długa 1",
    "postcode": "95-100",
    "city": "Zgierz",
    "email": "zuraw@example.org",
    "bank_account": "61 1090 1014 0000 0712 1981 2874",
    "spheres": ["16"],
}
Enter = Callable[[Actor], Client]


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


def enter_many(count: int, officer: Actor, at: datetime, **values: Any) -> list[Organisation]:
    return [
        register({"name": f"Fundacja {number}", "krs": str(1000 + number), **values}, actor=officer, at=at)
        for number in range(count)
    ]


def names(client: Client, **query: str) -> list[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [row["cells"][0]["text"] for row in page.context["rows"]]


# The list


@pytest.mark.parametrize("count", [3, 300])
def test_the_list_costs_the_same_at_any_size(count: int, officer: Actor, enter: Enter, at: datetime) -> None:
    reference.load(at=at)
    enter_many(count, officer, at, postcode="95-100", legal_form="foundation")
    visitor, staff = enter(VISITOR), enter(officer)
    with CaptureQueriesContext(connection) as queries:
        visitor.get(LIST, {"szukaj": "fundacja", "powiat": "1020", "forma": "foundation"})
    assert len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        staff.get(LIST, {"szukaj": "fundacja", "sfera": "16", "potwierdzone": "true"})
    assert len(queries) == 9


def test_the_list_is_in_polish_order(officer: Actor, enter: Enter, at: datetime) -> None:
    for number, name in enumerate(
        ["Żuraw", "Łąka", "„Ćma”", "zebra", "Lipa", "1. Drużyna", "Ala-Ola", "Alaska"], start=1
    ):
        register({"name": name, "krs": str(number)}, actor=officer, at=at)
    expected = ["1. Drużyna", "Ala-Ola", "Alaska", "„Ćma”", "Lipa", "Łąka", "zebra", "Żuraw"]
    assert names(enter(VISITOR)) == expected


def test_who_is_deleted_or_in_liquidation_is_marked_on_the_list(officer: Actor, enter: Enter, at: datetime) -> None:
    register({"name": "Ala", "krs": "5"}, actor=officer, at=at)
    register({"name": "Bela", "krs": "6", "in_liquidation": True}, actor=officer, at=at)
    register({"name": "Cela", "krs": "7", "in_liquidation": True, "deleted_on": at.date()}, actor=officer, at=at)
    shown = enter(officer).get(LIST)
    assert [row["cells"][0]["tag"] for row in shown.context["rows"]] == ["", "w likwidacji", "wykreślona z rejestru"]
    assert "wykreślona z rejestru" in shown.content.decode()


@pytest.mark.parametrize(
    "text",
    ["żuraw", "ZURAW", "uraw stow", "zgierz", "37904", "0000037904", "KRS 0000037904", "689-117-80-90", "PL 6891178090",
     "regon: 371091972", "  „Żuraw” "],
)  # fmt: skip
def test_search_finds_by_any_part_of_a_name_and_by_number(
    text: str, officer: Actor, enter: Enter, at: datetime
) -> None:
    register(FILLED, actor=officer, at=at)
    register({"name": "Fundacja Łąka", "krs": "5"}, actor=officer, at=at)
    assert names(enter(VISITOR), szukaj=text) == [FILLED["name"]]


@pytest.mark.parametrize("text", ["żuraw łąka", "100%", "_", "37904 37905", "'; DROP TABLE"])
def test_search_finds_nothing_else(text: str, officer: Actor, enter: Enter, at: datetime) -> None:
    register(FILLED, actor=officer, at=at)
    assert names(enter(VISITOR), szukaj=text) == ([FILLED["name"]] if text == "_" else [])


def test_filters_by_county_and_legal_form(officer: Actor, enter: Enter, at: datetime) -> None:
    reference.load(at=at)
    register(FILLED, actor=officer, at=at)
    register({"name": "Bez danych", "krs": "5"}, actor=officer, at=at)
    visitor = enter(VISITOR)
    assert County.objects.get(code="1020").name == "zgierski"
    assert names(visitor, powiat="1020") == [FILLED["name"]]
    assert names(visitor, powiat="1061") == []
    assert names(visitor, forma="association") == [FILLED["name"]]
    assert names(visitor, forma="-") == ["Bez danych"]
    assert names(visitor, powiat="nie-ma", strona="-7") == ["Bez danych", FILLED["name"]]


# One organisation


def test_the_public_sees_public_data_only(officer: Actor, enter: Enter, at: datetime) -> None:
    organisation = register(FILLED, actor=officer, at=at)
    address = reverse("organisation-page", args=[organisation.public_id])
    public = enter(VISITOR).get(address).content.decode()
    assert "0000037904" in public
    assert "zuraw@example.org" not in public
    assert "2874" not in public
    assert not PersonalRead.objects.exists()
    inside = enter(officer).get(address).content.decode()
    assert "zuraw@example.org" in inside
    assert "Wpisano organizację do bazy" not in inside
    assert "PL61 •••• 2874".replace(" ", "\u00a0") in inside
    assert PersonalRead.objects.get().subject_id == organisation.public_id
    past = reverse("organisation-history", args=[organisation.public_id])
    assert "Wpisano organizację do bazy" in enter(officer).get(past).content.decode()
    assert enter(VISITOR).get(past).status_code == 302


@pytest.mark.parametrize("renamed", [1, 20])
def test_a_page_of_an_organisation_costs_few_queries(
    renamed: int, people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    reference.load(at=at)
    organisation = register({**FILLED, "postcode": "90-051"}, actor=officer, at=at)
    for number in range(renamed):
        revise(organisation, {"name": f"Nazwa {number}"}, actor=officer, at=at)
    signatory = people("organisation_signatory", key=organisation.public_id, title=organisation.name)
    page, past = (
        reverse(name, args=[organisation.public_id]) for name in ("organisation-page", "organisation-history")
    )
    for actor, address, count in [
        (VISITOR, page, 4),
        (officer, page, 10),
        (signatory, page, 10),
        (signatory, past, 7),
    ]:
        browser = enter(actor)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries) == count, (actor.kind, address)


def test_an_unconfirmed_organisation_is_not_public(people: Any, officer: Actor, enter: Enter, at: datetime) -> None:
    organisation = register(FILLED, actor=people(), at=at)
    address = reverse("organisation-page", args=[organisation.public_id])
    stranger = enter(people())
    assert names(stranger) == []
    assert stranger.get(address).status_code == 404
    assert enter(officer).post(reverse("organisation-confirm", args=[organisation.public_id])).status_code == 302
    assert names(stranger) == [FILLED["name"]]
    assert stranger.get(address).status_code == 200


# Registering, revising


def test_a_person_registers_their_organisation_and_acts_for_it(people: Any, enter: Enter) -> None:
    person = people()
    browser = enter(person)
    answer = browser.post(reverse("organisation-register"), FILLED)
    assert answer.status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.krs, organisation.nip, organisation.regon) == ("0000037904", "6891178090", "371091972")
    assert (organisation.source, organisation.verified_at) == (Source.DECLARED, None)
    hat = Hat.objects.get(user=person.user)
    assert (hat.kind, hat.key) == ("organisation_signatory", organisation.public_id)
    desk = browser.get(answer["Location"])
    assert "Dane czekają na potwierdzenie urzędu" in desk.content.decode()


def test_staff_enter_a_confirmed_organisation(officer: Actor, enter: Enter) -> None:
    assert enter(officer).post(reverse("organisation-register"), FILLED).status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.source, organisation.verified_by) == (Source.STAFF, officer.user)
    assert not Hat.objects.filter(key=organisation.public_id).exists()


def test_wrong_numbers_are_refused_at_their_fields_and_nothing_typed_is_lost(people: Any, enter: Enter) -> None:
    wrong = {**FILLED, "nip": "6891178091", "bank_account": "123", "postcode": "9510"}
    answer = enter(people()).post(reverse("organisation-register"), wrong)
    assert answer.status_code == 409
    assert set(answer.context["form"].errors) == {"nip", "bank_account", "postcode"}
    assert "Stowarzyszenie „Żuraw”" in answer.content.decode()
    assert not Organisation.objects.exists()
    nothing = enter(people()).post(reverse("organisation-register"), {"name": "Ala", "legal_form": "association"})
    assert "Brakuje numeru KRS" in nothing.content.decode()


def test_a_known_number_leads_to_the_known_organisation(
    people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    known = register(FILLED, actor=officer, at=at)
    person = people()
    browser = enter(person)
    answer = browser.post(reverse("organisation-register"), {**FILLED, "name": "Podszywacz"})
    assert answer.status_code == 409
    assert reverse("organisation-page", args=[known.public_id]) in answer.content.decode()
    assert Organisation.objects.count() == 1
    assert not Hat.objects.filter(user=person.user).exists()


def test_a_person_asks_to_act_and_staff_decide(
    people: Any, officer: Actor, enter: Enter, at: datetime, run_jobs: Callable[[], int]
) -> None:
    known = register(FILLED, actor=officer, at=at)
    person = people()
    address = reverse("organisation-ask", args=[known.public_id])
    for _click in range(2):
        assert enter(person).post(address).status_code == 302
    asked = Representation.objects.get()
    decide = reverse("representation-decide", args=[asked.public_id])
    assert enter(person).post(decide, {"decision": "grant", "reason": "sam sobie"}).status_code == 404
    desk = enter(officer)
    assert asked.user.name in desk.get(reverse("organisations-to-confirm")).content.decode()
    assert desk.post(decide, {"decision": "grant", "reason": ""}).status_code == 400
    assert desk.post(decide, {"decision": "grant", "reason": "odpis KRS"}).status_code == 302
    assert Hat.objects.get(user=person.user).key == known.public_id
    assert known.name in Notice.objects.get(user=person.user).subject
    assert desk.post(decide, {"decision": "refuse", "reason": "inaczej"}).status_code == 404


def test_an_organisation_changes_its_contacts_but_not_what_staff_confirmed(
    people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    organisation = register(FILLED, actor=officer, at=at)
    browser = enter(people("organisation_editor", key=organisation.public_id))
    address = reverse("organisation-edit", args=[organisation.public_id])
    form = browser.get(address).context["form"]
    assert not {"name", "krs", "nip"} & set(form.fields)
    values = {**FILLED, "name": "Inna", "krs": "1", "email": "nowy@example.org"}
    assert browser.post(address, values).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.krs) == (FILLED["name"], "0000037904")
    assert organisation.email == "nowy@example.org"
    page = browser.get(reverse("organisation-history", args=[organisation.public_id])).content.decode()
    assert "zmieniono (treści nie ma w historii)" in page


def test_staff_change_a_name_and_the_earlier_one_stays(officer: Actor, people: Any, enter: Enter, at: datetime) -> None:
    organisation = register(FILLED, actor=officer, at=at)
    hat = people("organisation_editor", key=organisation.public_id, title=organisation.name).hat
    address = reverse("organisation-edit", args=[organisation.public_id])
    assert enter(officer).post(address, {**FILLED, "name": "Stowarzyszenie „Łabędź”"}).status_code == 302
    organisation.refresh_from_db()
    assert [each.name for each in organisation.names.all()] == [FILLED["name"]]
    hat.refresh_from_db()
    assert hat.title == "Stowarzyszenie „Łabędź”"
    assert names(enter(VISITOR), szukaj="żuraw") == ["Stowarzyszenie „Łabędź”"]


@pytest.mark.parametrize("route", ["organisation-edit", "organisation-invite"])
def test_another_organisation_does_not_change_it(
    route: str, people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    organisation, other = enter_many(2, officer, at)
    browser = enter(people("organisation_signatory", key=other.public_id))
    address = reverse(route, args=[organisation.public_id])
    assert browser.get(address).status_code == 403
    assert browser.post(address, FILLED).status_code == 403


def test_who_signs_invites_a_person(people: Any, officer: Actor, enter: Enter, at: datetime) -> None:
    organisation = register(FILLED, actor=officer, at=at)
    address = reverse("organisation-invite", args=[organisation.public_id])
    values = {"email": "ola@example.org", "kind": "organisation_editor"}
    assert enter(people("organisation_editor", key=organisation.public_id)).post(address, values).status_code == 403
    assert enter(people("organisation_signatory", key=organisation.public_id)).post(address, values).status_code == 302
    assert Invitation.objects.get().key == organisation.public_id
    forged = {"email": "ola@example.org", "kind": "administrator"}
    assert enter(officer).post(address, forged).status_code == 400


# Imports


def upload(content: bytes, name: str = "wykaz.csv") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def test_staff_look_at_a_file_and_import_it_by_a_job(officer: Actor, enter: Enter, run_jobs: Callable[[], int]) -> None:
    browser = enter(officer)
    answer = browser.post(reverse("imports"), upload("krs;nazwa\n1;Ala\nx;=Zła\n".encode()))
    made = Import.objects.get()
    preview = reverse("import-preview", args=[made.public_id])
    assert answer["Location"] == preview
    assert "Próba wczytania pliku" in browser.get(preview).content.decode()
    run_jobs()
    assert not Organisation.objects.exists()
    page = browser.get(preview)
    assert ("Nowe organizacje", 1) in page.context["counts"]
    assert "Numer KRS „x”" in page.content.decode()
    answer = browser.post(preview, {"what": "import", "column_0": "krs", "column_1": "name"})
    assert answer["Location"] == reverse("import-page", args=[made.public_id])
    assert "Wczytywanie organizacji z pliku" in browser.get(answer["Location"]).content.decode()
    run_jobs()
    job = Job.objects.get(name="registry.import")
    assert (job.state, job.progress_done, job.link) == ("done", 1000, answer["Location"])
    made.refresh_from_db()
    assert (made.created, made.rejected, made.imported_by, made.first) == (1, 1, officer.user, [])
    assert "Numer KRS „x”" in browser.get(job.link).content.decode()
    assert "wykaz.csv" in browser.get(reverse("imports")).content.decode()
    table = browser.get(reverse("import-rejections", args=[made.public_id]))
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table.content.decode("utf-8-sig").splitlines()[1].startswith("wykaz.csv;3;")
    # A second press changes nothing.
    browser.post(preview, {"what": "import", "column_0": "krs", "column_1": "name"})
    assert Job.objects.filter(name="registry.import").count() == 1


def look(browser: Client, content: str, name: str = "wykaz.csv") -> Import:
    browser.post(reverse("imports"), upload(content.encode(), name))
    return Import.objects.latest("pk")


def test_columns_are_chosen_and_proposed_again_for_the_same_header(
    officer: Actor, enter: Enter, run_jobs: Callable[[], int]
) -> None:
    browser = enter(officer)
    content = "Podmiot;Rejestr;Kontakt\nAla;1;42 1\n"
    made = look(browser, content)
    preview = reverse("import-preview", args=[made.public_id])
    run_jobs()
    wanted = {"column_0": "name", "column_1": "krs", "column_2": "phone"}
    # What was chosen is tried before it goes in.
    answer = browser.post(preview, {"what": "import", **wanted})
    assert answer["Location"] == preview
    made.refresh_from_db()
    assert (made.ordered_at, made.trial) == (None, {})
    run_jobs()
    browser.post(preview, {"what": "import", **wanted})
    run_jobs()
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.krs, organisation.phone) == ("Ala", "0000000001", "42 1")
    again = look(browser, content.replace("Ala;1", "Ola;2"))
    assert again.layout["fields"] == ["name", "krs", "phone"]


@pytest.mark.parametrize(
    ("chosen", "says"),
    [(("name", "name"), "tylko z jednej kolumny"), (("name", ""), "bez numeru nie wiadomo"), (("name", "x"), "x")],
)
def test_columns_that_tell_nothing_apart_are_refused(
    chosen: tuple[str, str], says: str, officer: Actor, enter: Enter
) -> None:
    browser = enter(officer)
    made = look(browser, "Podmiot;Rejestr\nAla;1\n")
    data = {"what": "columns", "column_0": chosen[0], "column_1": chosen[1]}
    answer = browser.post(reverse("import-preview", args=[made.public_id]), data)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    made.refresh_from_db()
    assert made.layout["fields"] == ["", ""]


def test_a_dry_run_shows_readable_changes_without_personal_values(
    officer: Actor, enter: Enter, at: datetime, run_jobs: Callable[[], int]
) -> None:
    register({"name": "Dawna", "krs": "1", "phone": "42 1", "city": "Zgierz"}, actor=officer, at=at)
    browser = enter(officer)
    made = look(browser, "krs;nazwa;telefon;miasto\n1;Nowa;42 2222;Łódź\n")
    run_jobs()
    made.refresh_from_db()
    assert made.trial["samples"][0]["differences"] == [
        ["nazwa", "Dawna", "Nowa"],
        ["miejscowość", "Zgierz", "Łódź"],
        ["telefon", "–", "zmieniono (treści nie ma w historii)"],
    ]
    page = browser.get(reverse("import-preview", args=[made.public_id])).content.decode()
    assert "<del>Dawna</del> → <ins>Nowa</ins>" in page
    assert Organisation.objects.get().name == "Dawna"


def test_a_file_that_was_looked_at_is_dropped(officer: Actor, enter: Enter, run_jobs: Callable[[], int]) -> None:
    browser = enter(officer)
    made = look(browser, "krs;nazwa\n1;Ala\n")
    assert browser.post(reverse("import-preview", args=[made.public_id]), {"what": "drop"}).status_code == 302
    assert not Import.objects.exists()
    run_jobs()


def test_reading_a_file_of_people_is_logged(officer: Actor, enter: Enter) -> None:
    browser = enter(officer)
    made = look(browser, "krs;nazwa;telefon\n1;Ala;42 1\n")
    browser.get(reverse("import-preview", args=[made.public_id]))
    assert PersonalRead.objects.filter(page="import_preview", subject_id=made.public_id).count() == 1


def bring_in(browser: Client, run_jobs: Callable[[], int], rows: int) -> Import:
    text = "krs;nazwa;telefon\n" + "".join(f"{number};Ala {number};42\n" for number in range(1, rows + 1)) + "x;Zły;\n"
    made = look(browser, text)
    run_jobs()
    columns = {"column_0": "krs", "column_1": "name", "column_2": "phone"}
    browser.post(reverse("import-preview", args=[made.public_id]), {"what": "import", **columns})
    run_jobs()
    return made


@pytest.mark.parametrize("rows", [2, 60])
def test_pages_of_an_import_cost_the_same_at_any_size(
    rows: int, officer: Actor, enter: Enter, run_jobs: Callable[[], int]
) -> None:
    browser = enter(officer)
    made = bring_in(browser, run_jobs, rows)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(reverse("import-page", args=[made.public_id]))
    assert len(page.context["rows"]) == min(rows, 25)
    assert len(queries) == 9, "\n".join(each["sql"][:150] for each in queries)
    other = look(browser, "krs;nazwa;telefon\n" + "".join(f"{number};Ola {number};42\n" for number in range(1, rows)))
    run_jobs()
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("import-preview", args=[other.public_id]))
    assert len(queries) == 7, "\n".join(each["sql"][:150] for each in queries)


def test_an_import_is_undone_from_its_page(officer: Actor, enter: Enter, run_jobs: Callable[[], int]) -> None:
    browser = enter(officer)
    made = bring_in(browser, run_jobs, 2)
    address = reverse("import-undo", args=[made.public_id])
    assert "2 nowe organizacje zostaną usunięte" in browser.get(address).content.decode()
    assert browser.post(address, {"reason": ""}).status_code == 400
    answer = browser.post(address, {"reason": "Nie ten plik."})
    assert "Cofanie wczytania pliku" in browser.get(answer["Location"]).content.decode()
    run_jobs()
    assert not Organisation.objects.exists()
    page = browser.get(answer["Location"]).content.decode()
    assert "Nie ten plik." in page
    assert "usunięto" in page
    browser.post(address, {"reason": "Jeszcze raz."})
    made.refresh_from_db()
    assert made.undo_reason == "Nie ten plik."


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\x03\x04" + bytes(50), b"Ala ma kota\n"])
def test_a_file_that_is_plainly_no_list_is_refused_at_once(content: bytes, officer: Actor, enter: Enter) -> None:
    answer = enter(officer).post(reverse("imports"), upload(content))
    assert answer.status_code == 400
    assert "Niczego nie zmieniono" in answer.content.decode()
    assert not Import.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_found_broken_by_the_job_changes_nothing(
    officer: Actor, enter: Enter, run_jobs: Callable[[], int]
) -> None:
    rows = "krs;nazwa\n" + "".join(f"{number};Ala {number}\n" for number in range(1, 3000))
    browser = enter(officer)
    browser.post(reverse("imports"), upload(rows.encode("utf-16")[:-1]))
    run_jobs()
    made = Import.objects.get()
    preview = reverse("import-preview", args=[made.public_id])
    assert "nie da się wczytać" in browser.get(preview).content.decode()
    browser.post(preview, {"what": "import", "column_0": "krs", "column_1": "name"})
    with pytest.raises(Exception, match="kończy się w połowie znaku"):
        run_jobs()
    made.refresh_from_db()
    job = Job.objects.get(name="registry.import")
    assert job.state == "failed"
    assert "kończy się w połowie znaku" in job.error
    assert not Organisation.objects.exists()
    page = enter(officer).get(reverse("import-page", args=[made.public_id])).content.decode()
    assert "nie wczytano" in page


def test_a_large_file_is_refused(officer: Actor, enter: Enter, settings: Any) -> None:
    settings.IMPORT_MAX_MB = 0
    answer = enter(officer).post(reverse("imports"), upload(b"krs;nazwa\n1;Ala\n"))
    assert answer.status_code == 400
    assert "Podziel go na części" in answer.content.decode()


@pytest.mark.parametrize("kind", ["", "organisation_signatory", "expert"])
def test_imports_are_for_staff(kind: str, people: Any, enter: Enter, clock: Actor, at: datetime) -> None:
    made = Import.objects.create(file_name="a.csv", started_at=at)
    browser = enter(people(kind, key="x") if kind else VISITOR)
    for route in ("imports", "import-page", "import-preview", "import-undo", "import-rejections"):
        args = [] if route == "imports" else [made.public_id]
        assert browser.get(reverse(route, args=args)).status_code in (302, 403, 404)
    browser.post(reverse("imports"), upload(b"krs;nazwa\n1;Ala\n"))
    assert Import.objects.count() == 1
