"""Importing: counts that add up, names become history, nothing is lost or guessed, the ledger tells each change."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from core.accounts.actor import Actor
from core.audit.ledger import faults, history
from core.audit.models import Entry
from ngo.registry import reference
from ngo.registry.actions.files import import_file
from ngo.registry.actions.record import revise
from ngo.registry.models import Import, ImportRejection, Organisation, Source
from ngo.registry.readers.rows import UnreadableFile

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[2] / "data" / "registry"
KROSNO = DATA / "krs" / "0000155746.json"
Take = Callable[..., Import]


@pytest.fixture
def take(clock: Actor, at: datetime) -> Take:
    def taken(content: bytes | str | Path, name: str = "") -> Import:
        if isinstance(content, Path):
            content, name = content.read_bytes(), content.name
        data = content.encode() if isinstance(content, str) else content
        return import_file(io.BytesIO(data), name=name or "wykaz.csv", actor=clock, at=at)

    return taken


def counts(made: Import) -> tuple[int, ...]:
    """read, created, renamed, changed, unchanged, rejected"""
    return made.read, made.created, made.renamed, made.changed, made.unchanged, made.rejected


def changed_answer(path: Path, **entity: Any) -> str:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["odpis"]["dane"]["dzial1"]["danePodmiotu"].update(entity)
    return json.dumps(content)


def test_the_whole_list_goes_in_and_a_second_import_changes_nothing(take: Take) -> None:
    path = DATA / "opp" / "opp_2014.csv"
    with CaptureQueriesContext(
        connection,
    ) as first:
        assert counts(take(path)) == (7888, 7888, 0, 0, 0, 0)
    assert Organisation.objects.count() == 7888
    assert Entry.objects.filter(verb="import_new").count() == 7888
    before = list(Organisation.objects.order_by("pk").values_list())
    with CaptureQueriesContext(connection) as second:
        assert counts(take(path)) == (7888, 0, 0, 0, 7888, 0)
    assert list(Organisation.objects.order_by("pk").values_list()) == before
    assert Entry.objects.filter(verb__startswith="import_").count() == 7888 + 2
    assert list(faults()) == []
    # Not a query a row: SQLite takes few values in one statement, so the first import needs the most.
    assert len(first) < 1000
    assert len(second) < 80


def test_the_other_encodings_are_the_same_organisations(take: Take) -> None:
    assert counts(take(DATA / "opp" / "opp_2014_sample_cp1250.csv")) == (134, 134, 0, 0, 0, 0)
    assert counts(take(DATA / "opp" / "opp_2014_sample_utf8_bom.csv")) == (134, 0, 0, 0, 134, 0)


def test_good_rows_go_in_and_bad_ones_are_reported(take: Take) -> None:
    made = take("krs;nazwa;nip\n1;Ala;\nx;Zły numer;\n2;Ola;123\n3;Ula;\n")
    assert counts(made) == (4, 2, 0, 0, 0, 2)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Ala", "Ula"]
    assert [(row.row, row.raw) for row in made.rejections.all()] == [(3, "x;Zły numer;"), (4, "2;Ola;123")]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", "krs;nazwa\n1;ŁÓŻKO\n".encode("cp852")])
def test_an_unreadable_file_changes_nothing(take: Take, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        take(content)
    assert not Import.objects.exists()
    assert not Organisation.objects.exists()


def test_a_file_that_breaks_off_later_changes_nothing(take: Take) -> None:
    rows = "krs;nazwa\n" + "".join(f"{number};Ala {number}\n" for number in range(1, 3000))
    with pytest.raises(UnreadableFile, match="kończy się w połowie znaku"):
        take(rows.encode("utf-16")[:-1])
    assert not Organisation.objects.exists()


def test_a_changed_name_becomes_history(take: Take) -> None:
    take("krs;nazwa\n1;Dawna Łąka\n")
    assert counts(take("krs;nazwa\n0000000001;Nowa Łąka\n")) == (1, 0, 1, 0, 0, 0)
    organisation = Organisation.objects.get()
    assert organisation.name == "Nowa Łąka"
    assert [each.name for each in organisation.names.all()] == ["Dawna Łąka"]
    assert "dawna laka" in organisation.search_text
    entry = history(organisation).last()
    assert entry is not None
    assert (entry.verb, entry.before, entry.after) == ("import_rename", {"name": "Dawna Łąka"}, {"name": "Nowa Łąka"})


def test_those_who_act_for_a_renamed_organisation_act_under_its_new_name(take: Take, people: Any) -> None:
    take("krs;nazwa\n1;Dawna\n2;Inna\n")
    first, second = Organisation.objects.order_by("krs")
    hat = people("organisation_editor", key=first.public_id, title=first.name).hat
    other = people("organisation_editor", key=second.public_id, title=second.name).hat
    take("krs;nazwa\n1;Nowa\n")
    hat.refresh_from_db(), other.refresh_from_db()
    assert (hat.title, other.title) == ("Nowa", "Inna")


def test_what_a_row_leaves_empty_stays(take: Take) -> None:
    take("krs;nazwa;nip;telefon\n1;Ala;6891178090;42 1\n")
    assert counts(take("krs;nazwa;nip;telefon\n1;Ala;;42 2\n")) == (1, 0, 0, 1, 0, 0)
    organisation = Organisation.objects.get()
    assert (organisation.nip, organisation.phone) == ("6891178090", "42 2")


def test_personal_values_are_only_sealed_in_the_ledger(take: Take) -> None:
    take("krs;nazwa;e-mail;telefon\n1;Ala;ala@example.org;42 123\n")
    entry = Entry.objects.get(verb="import_new")
    assert "ala@example.org" not in str(entry.after)
    assert len(entry.after["email"]) == len(entry.after["phone"]) == 32


def test_one_organisation_by_any_of_its_numbers(take: Take) -> None:
    take("nazwa;nip\nAla;6891178090\n")
    assert counts(take("krs;nazwa;nip\n1;Ala;PL6891178090\n")) == (1, 0, 0, 1, 0, 0)
    assert Organisation.objects.get().krs == "0000000001"


def test_numbers_of_two_organisations_are_never_joined(take: Take) -> None:
    take("krs;nazwa;nip\n1;Ala;6891178090\n2;Ola;8722151221\n")
    made = take("krs;nazwa;nip\n1;Ala;8722151221\n3;Ula;6891178090\n")
    assert counts(made) == (2, 0, 0, 0, 0, 2)
    first, second = made.rejections.all()
    assert "różnych organizacji: Ala (KRS 0000000001); Ola (KRS 0000000002)" in first.reason
    assert "„Ala” o innym numerze KRS (0000000001)" in second.reason


def test_a_number_that_stands_twice_in_a_file_is_rejected_the_second_time(take: Take) -> None:
    made = take("krs;nazwa\n1;Ala\n0000000001;Ola\n")
    assert counts(made) == (2, 1, 0, 0, 0, 1)
    assert "wierszu 2" in made.rejections.get().reason


def test_a_number_without_a_name_only_adds_to_what_is_known(take: Take) -> None:
    take("krs;nazwa\n1;Ala\n")
    made = take("krs;nip\n1;6891178090\n2;8722151221\n")
    assert counts(made) == (2, 0, 0, 1, 0, 1)
    assert "nie podaje nazwy" in made.rejections.get().reason


def test_the_answers_of_the_krs(take: Take) -> None:
    answers = sorted((DATA / "krs").glob("*.json"))
    assert [counts(take(path)) for path in answers] == [(1, 1, 0, 0, 0, 0)] * 12
    assert [counts(take(path)) for path in answers] == [(1, 0, 0, 0, 1, 0)] * 12
    assert Organisation.objects.filter(in_liquidation=True).count() == 3
    assert set(Organisation.objects.values_list("source", "county")) == {(Source.KRS, None)}


def test_an_answer_makes_the_list_surer_and_the_list_does_not_undo_it(take: Take) -> None:
    take("lp,krs,nazwa,kwota\n1,0000155746,FUNDACJA PIERWSZA POMOC,5\n")
    assert counts(take(KROSNO)) == (1, 0, 1, 0, 0, 0)
    organisation = Organisation.objects.get()
    assert (organisation.source, organisation.legal_form) == (Source.KRS, "foundation")
    # The same words in other signs are the same name; other words are not taken over from a list, but said.
    assert counts(take("krs;nazwa\n155746;Fundacja „Pierwsza Pomoc”\n")) == (1, 0, 0, 0, 1, 0)
    made = take("krs;nazwa\n155746;Druga Pomoc\n")
    assert counts(made) == (1, 0, 0, 0, 0, 1)
    assert "Rejestr KRS (stan na 2025-08-12) podaje co innego niż ten wykaz: nazwa" in made.rejections.get().reason
    assert Organisation.objects.get().name == '"FUNDACJA - PIERWSZA POMOC"'


@pytest.mark.parametrize("content", ["", "{}", '{"odpis": {"naglowekA": {"numerKRS": "0000155746"}, "dane": {}}}'])
def test_an_empty_answer_leaves_the_record_untouched(take: Take, content: str) -> None:
    take(KROSNO)
    before = Organisation.objects.values().get()
    assert counts(take(content, KROSNO.name)) == (1, 0, 0, 0, 0, 1)
    assert Organisation.objects.values().get() == before


def test_a_current_extract_after_a_deletion_is_left_for_people(
    take: Take, people: Any, enter: Callable[..., Any], at: datetime
) -> None:
    """The answer is of 12 August 2025. One from before the deletion, or of its day, says nothing against it."""
    officer = people("officer", key="KMIII")
    for content in (KROSNO, changed_answer(KROSNO, nazwa="FUNDACJA NOWA")):
        take(KROSNO)
        organisation = Organisation.objects.get()
        revise(organisation, {"deleted_on": date(2025, 8, 11)}, actor=officer, at=at)
        before = Organisation.objects.values().get()
        made = take(content, KROSNO.name)
        assert counts(made) == (1, 0, 0, 0, 0, 1)
        assert "Sprzeczność" in made.rejections.get().reason
        after = Organisation.objects.values().get()
        assert {name for name in after if after[name] != before[name]} <= {"refresh_note"}
        page = enter(officer).get(reverse("organisation-page", args=[organisation.public_id])).content.decode()
        assert "usuń jego datę w danych organizacji" in page
        revise(organisation, {"deleted_on": None}, actor=officer, at=at)
        assert not Organisation.objects.get().refresh_note
    assert counts(take(changed_answer(KROSNO, nazwa="FUNDACJA NOWA"), KROSNO.name)) == (1, 0, 1, 0, 0, 0)
    revise(Organisation.objects.get(), {"deleted_on": date(2025, 8, 12)}, actor=officer, at=at)
    assert counts(take(KROSNO)) == (1, 0, 1, 0, 0, 0)
    assert Organisation.objects.get().deleted_on == date(2025, 8, 12)


def test_missing_parts_of_an_answer_erase_nothing(take: Take) -> None:
    take(KROSNO)
    assert counts(take(changed_answer(KROSNO, identyfikatory={}), "a.json")) == (1, 0, 0, 0, 1, 0)
    assert Organisation.objects.get().nip == "6842324686"


def test_an_older_answer_does_not_overrule_a_newer_one(take: Take) -> None:
    take(KROSNO)
    older = changed_answer(KROSNO, nazwa="DAWNA").replace("12.08.2025", "12.08.2020")
    assert counts(take(older, "a.json")) == (1, 0, 0, 0, 0, 1)
    assert "starsza niż znane dane" in ImportRejection.objects.get().reason


def test_seat_gives_county_and_commune(take: Take, at: datetime) -> None:
    reference.load(at=at)
    content = KROSNO.read_text(encoding="utf-8").replace("PODKARPACKIE", "ŁÓDZKIE").replace("M. KROSNO", "M. ŁÓDŹ")
    take(content.replace("38-411", "90-051"), "a.json")
    take("krs;nazwa;kod pocztowy\n1;Ala;95-100\n2;Ola;00-950\n3;Ula;90-051\n")
    places = [(each.name, str(each.county), str(each.commune)) for each in Organisation.objects.select_related()]
    assert places == [
        ("Ala", "zgierski", "None"),
        ('"FUNDACJA - PIERWSZA POMOC"', "Łódź", "Łódź"),
        ("Ola", "None", "None"),
        ("Ula", "Łódź", "Łódź"),
    ]


# The command


def run(*args: Any) -> dict[str, int]:
    out = io.StringIO()
    call_command("import_organisations", *map(str, args), "--json", stdout=out)
    numbers: dict[str, int] = json.loads(out.getvalue().splitlines()[-1])
    return numbers


def test_the_command_adds_up_its_files() -> None:
    assert run(*sorted((DATA / "opp").glob("*sample*"))) == {
        "read": 268, "created": 134, "renamed": 0, "changed": 0, "unchanged": 134, "rejected": 0,
    }  # fmt: skip


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    rejected = tmp_path / "odrzucone.csv"
    source = tmp_path / "wykaz.csv"
    source.write_text("krs;nazwa\n1;Ala\nx;=HYPERLINK(1)\n", encoding="utf-8")
    assert run(source, "--dry-run", "--rejected", rejected)["created"] == 1
    assert not Organisation.objects.exists()
    assert not Import.objects.exists()
    assert not Entry.objects.exists()
    lines = rejected.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "plik;wiersz;powód;krs;nazwa"
    assert lines[1].startswith("wykaz.csv;3;")


def test_formulas_in_rejected_rows_are_text_to_a_spreadsheet(tmp_path: Path) -> None:
    source = tmp_path / "wykaz.csv"
    source.write_text('nazwa;krs\n"=HYPERLINK(""x"")";x\n-1+1;y\n', encoding="utf-8")
    run(source, "--rejected", tmp_path / "odrzucone.csv")
    _head, _first, second = (tmp_path / "odrzucone.csv").read_text(encoding="utf-8-sig").splitlines()
    assert second.endswith(";'-1+1;y")


def test_a_refused_file_fails_the_command_and_the_others_go_in(tmp_path: Path) -> None:
    (tmp_path / "zly.csv").write_bytes(b"")
    (tmp_path / "dobry.csv").write_text("krs;nazwa\n1;Ala\n", encoding="utf-8")
    out = io.StringIO()
    files = [str(tmp_path / name) for name in ("zly.csv", "nie-ma.csv", "dobry.csv")]
    with pytest.raises(CommandError, match="Plik jest pusty"):
        call_command("import_organisations", *files, "--json", stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["created"] == 1


def test_rejected_rows_go_in_again_when_corrected(tmp_path: Path) -> None:
    source, rejected = tmp_path / "wykaz.csv", tmp_path / "odrzucone.csv"
    source.write_text('nazwa;krs;uwagi\n"=Ala; ""Ola""";zły;a\nUla;2;b\nEla;3\nZła";"4;c\n', encoding="utf-8")
    assert run(source, "--rejected", rejected)["rejected"] == 3
    text = rejected.read_text(encoding="utf-8-sig")
    assert "'=Ala" in text
    rejected.write_text(text.replace(";zły;", ";1;").replace("Ela;3", "Ela;3;"), encoding="utf-8-sig")
    assert run(rejected)["created"] == 2
    assert set(Organisation.objects.values_list("name", "krs")) == {
        ("Ula", "0000000002"),
        ('=Ala; "Ola"', "0000000001"),
        ("Ela", "0000000003"),
    }


def test_a_workbook_and_answers_come_by_the_same_command(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["KRS", "Nazwa"], [155746, "Fundacja Pierwsza Pomoc"], [2, "Ola"]):
        book.active.append(row)
    book.save(tmp_path / "wykaz.xlsx")
    answers = [json.loads(KROSNO.read_text(encoding="utf-8")), {}]
    (tmp_path / "odpisy.jsonl").write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    found = run(tmp_path / "wykaz.xlsx", tmp_path / "odpisy.jsonl")
    assert found == {"read": 4, "created": 2, "renamed": 1, "changed": 0, "unchanged": 0, "rejected": 1}


def test_the_same_organisation_twice_in_one_file_keeps_both_changes(take: Take) -> None:
    take("krs;nazwa;nip\n1;Ala;6891178090\n")
    assert counts(take("krs;nip;telefon;miasto\n1;;42 1;\n;6891178090;;Łódź\n")) == (2, 0, 0, 2, 0, 0)
    organisation = Organisation.objects.get()
    assert (organisation.phone, organisation.city) == ("42 1", "Łódź")
    assert set(organisation.origins) >= {"name", "phone", "city"}
