"""Reading files: encodings, separators, headers, numbers in any spelling; what cannot be read is named, never guessed."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ngo.registry.readers import encoding, krs
from ngo.registry.readers.opened import open_file
from ngo.registry.readers.rows import Record, Rejected, UnreadableFile
from tests.factories.registers import full_extract

DATA = Path(__file__).parents[2] / "data" / "registry"
ANSWERS = sorted((DATA / "krs").glob("*.json"))


def read(content: bytes | str, name: str = "wykaz.csv") -> list[Record | Rejected]:
    data = content.encode() if isinstance(content, str) else content
    return list(open_file(io.BytesIO(data), name).rows)


def records(content: bytes | str, name: str = "wykaz.csv") -> list[Record]:
    rows = read(content, name)
    assert [row for row in rows if isinstance(row, Rejected)] == []
    return [row for row in rows if isinstance(row, Record)]


def reason(content: bytes | str, name: str = "wykaz.csv") -> str:
    (row,) = read(content, name)
    assert isinstance(row, Rejected)
    return row.reason


# Encodings


@pytest.mark.parametrize(
    ("file", "rows"),
    [("opp_2014.csv", 7888), ("opp_2014_sample_cp1250.csv", 134), ("opp_2014_sample_utf8_bom.csv", 134)],
)
def test_the_real_list_is_read_whole_in_each_encoding(file: str, rows: int) -> None:
    opened = open_file((DATA / "opp" / file).open("rb"), file)
    found = list(opened.rows)
    assert opened.source == "opp_list"
    assert len(found) == rows
    assert all(isinstance(row, Record) and set(row.values) == {"krs", "name"} for row in found)


def test_the_samples_say_the_same_in_both_encodings() -> None:
    samples = [(DATA / "opp" / f"opp_2014_sample_{name}.csv").read_bytes() for name in ("cp1250", "utf8_bom")]
    first, second = ([row.values for row in records(sample)] for sample in samples)
    assert first == second
    assert first[0] == {"krs": "0000338803", "name": "FUNDACJA \"RAK 'N' ROLL - WYGRAJ ŻYCIE\""}


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16"])
def test_the_whole_list_reads_the_same_in_any_encoding(code: str) -> None:
    text = (DATA / "opp" / "opp_2014.csv").read_text(encoding="utf-8")
    assert [row.values for row in records(text.encode(code))] == [row.values for row in records(text)]


@pytest.mark.parametrize("word", ["ŻÓŁW", "żółć", "ŚWIĘTY", "Łódź – „Źródło”"])
@pytest.mark.parametrize("code", ["cp1250", "utf-8"])
def test_one_word_is_enough_to_know_the_encoding(word: str, code: str) -> None:
    assert encoding.detect(io.BytesIO(word.encode(code))) == ("utf-8-sig" if code == "utf-8" else code)


@pytest.mark.parametrize("code", ["cp852", "cp1251", "koi8-r"])
def test_an_encoding_that_gives_no_polish_text_is_refused(code: str) -> None:
    names = "krs;nazwa\n37904;ŻÓŁTE ŻURAWIE ŁĄKI\n" if code == "cp852" else "krs;nazwa\n37904;ФУНДАЦИЯ ПОМОЩИ\n"
    with pytest.raises(UnreadableFile, match="Nie udało się rozpoznać kodowania"):
        read(names.encode(code))


def test_a_row_in_another_encoding_than_the_file_is_rejected_and_the_others_go_in() -> None:
    rows = "krs;nazwa\n1;Żuraw\n".encode() + "2;Łąka\n".encode("cp1250") + "3;Źródło\n".encode()
    good, broken, other = read(rows)
    assert isinstance(good, Record)
    assert isinstance(other, Record)
    assert isinstance(broken, Rejected)
    assert broken.row == 3
    assert broken.reason == "Wiersz zawiera znaki w innym kodowaniu niż reszta pliku."


@pytest.mark.parametrize("wrong", ["cp1250", "latin-1"])
def test_a_name_spoilt_by_a_change_of_encoding_is_rejected(wrong: str) -> None:
    spoilt = "Fundacja żółta łąka".encode().decode(wrong, "replace")
    assert "zepsute przy zmianie kodowania" in reason(f"krs;nazwa\n37904;{spoilt}\n")


@pytest.mark.parametrize("name", ["Ernst & Young", "Häagen", "Ångström Ägir", "Chmara – „Ślad”"])
def test_foreign_letters_are_not_taken_for_spoilt_ones(name: str) -> None:
    assert records(f"krs;nazwa\n37904;{name}\n")[0].values["name"] == name


# Files that are no lists


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Plik jest pusty"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(100), "Pliku XLSX nie da się odczytać"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "To nie jest plik tekstowy"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "To nie jest plik tekstowy"),
        (b"krs;nazwa\n1;a\x00b\n", "To nie jest plik tekstowy"),
        (b"Ala ma kota\n", "Nie znaleziono nagłówka"),
        (b"nazwa;miasto\nA;B\n", "Nie znaleziono nagłówka"),
        (b'{"odpis": ', "Pliku JSON nie da się odczytać: błąd w wierszu 1"),
        (b"[" * 100_000, "Pliku JSON nie da się odczytać"),
        ('{"odpis": "ż"}'.encode("cp1250"), "nie jest zapisany w UTF-8"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(content)


# Tables


@pytest.mark.parametrize(
    "text",
    [
        "lp,krs,nazwa,kwota\n1,0000037904,Ala,5\n",
        "Nazwa podmiotu;Nr KRS\nAla;37904\n",
        "\ufeffWykaz na 2026 rok\n\nNumer KRS\tNazwa\n37904\tAla\n",
        'KRS|Nazwa organizacji|Uwagi\n 37 904 |"  Ala "|x\n',
        "NAZWA;KRS;;\nAla;0000037904;;\n\n;;;\n",
    ],
)
def test_separator_header_and_spelling_are_recognised(text: str) -> None:
    (row,) = records(text)
    assert row.values == {"krs": "0000037904", "name": "Ala"}


def test_numbers_come_in_their_one_form() -> None:
    head = "nazwa;krs;NIP;REGON;kod pocztowy;rachunek"
    (row,) = records(f"{head}\nAla;37904;PL 689-117-80-90;37109197200000;90051;61 1090 1014 0000 0712 1981 2874\n")
    assert row.values == {
        "name": "Ala",
        "krs": "0000037904",
        "nip": "6891178090",
        "regon": "371091972",
        "postcode": "90-051",
        "bank_account": "PL61109010140000071219812874",
    }


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Ala;abc;;", "Numer KRS „abc” nie ma 10 cyfr"),
        ("Ala;3.79E+04;;", "Numer KRS „3.79E+04” nie ma 10 cyfr"),
        ("Ala;;1234567890;", "NIP „1234567890”"),
        ("Ala;;;123456789", "REGON „123456789”"),
        ("Ala;;;", "Brakuje numeru KRS, NIP albo REGON"),
        (";37904;;", "Brakuje nazwy"),
        ("…;37904;;", "Brakuje nazwy"),
        ("Ala\u202ealA;37904;;", "znaki sterujące"),
        ("Ala\ufffd;37904;;", "zepsute"),
        ("A" * 401 + ";37904;;", "dłuższa niż 400 znaków"),
        ("Ala;37904", "inną liczbę komórek (2) niż nagłówek (4)"),
        ("Ala;37904;;;x", "inną liczbę komórek (5) niż nagłówek (4)"),
        ('"Fundacja "Rosa"";37904;;', "Cudzysłowy w tym wierszu są niepoprawne"),
        ('"Ala;37904;;', "Cudzysłów otwarty w tym wierszu nie jest zamknięty"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row: str, says: str) -> None:
    assert says in reason(f"nazwa;krs;nip;regon\n{row}\n")


def test_a_rejected_row_has_the_number_that_a_spreadsheet_shows() -> None:
    rows = read('nazwa;krs\n"dwa\nwiersze";1\nzły;x\nAla;2\n')
    assert [(row.row, type(row).__name__) for row in rows] == [(2, "Record"), (3, "Rejected"), (4, "Record")]
    assert rows[0].values["name"] == "dwa wiersze"  # type: ignore[union-attr]
    assert rows[1].raw == "zły;x"


def test_invisible_signs_are_dropped_and_the_rest_is_kept_as_typed() -> None:
    typed = "  Zero\u200bwidth &\u00a0„Q”  'N' =1+1 "
    assert records(f"krs;nazwa\n1;{typed}\n")[0].values["name"] == "Zerowidth & „Q” 'N' =1+1"


# Answers of the KRS


def answer(**changes: Any) -> dict[str, Any]:
    """A real answer with some parts of its "danePodmiotu" replaced; None removes one."""
    content: dict[str, Any] = json.loads(ANSWERS[0].read_text(encoding="utf-8"))
    entity = content["odpis"]["dane"]["dzial1"]["danePodmiotu"]
    entity.update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del entity[name]
    return content


def test_every_real_answer_is_read() -> None:
    found = {path.stem: records(path.read_bytes(), path.name)[0] for path in ANSWERS}
    assert len(found) == 12
    assert all(row.values["krs"] == stem for stem, row in found.items())
    assert {len(row.values.get("regon", "")) for row in found.values()} == {0, 9}
    assert [stem for stem, row in found.items() if row.flags["in_liquidation"]] == [
        "0000234234",
        "0000242593",
        "0000334696",
    ]
    assert [stem for stem, row in found.items() if row.flags["is_opp"]] == ["0000159405", "0000338053"]
    assert [stem for stem, row in found.items() if "nip" not in row.values] == ["0000242593", "0000377987"]
    assert [stem for stem, row in found.items() if "postcode" not in row.values] == ["0000258081"]
    assert {row.values["legal_form"] for row in found.values()} == {"association", "foundation"}


def test_an_answer_becomes_a_record() -> None:
    (row,) = records((DATA / "krs" / "0000155746.json").read_bytes(), "0000155746.json")
    assert row.values == {
        "krs": "0000155746",
        "name": '"FUNDACJA - PIERWSZA POMOC"',
        "nip": "6842324686",
        "regon": "371149217",
        "legal_form": "foundation",
        "street": "BATOREGO 11/38",
        "postcode": "38-411",
        "city": "KROSNO",
        "representation": row.values["representation"],
    }
    assert str(row.on) == "2025-08-12"


def test_answers_in_bulk() -> None:
    rows = read(json.dumps([answer(), {}, answer(nazwa="INNA")]), "odpowiedzi.json")
    assert [type(row).__name__ for row in rows] == ["Record", "Rejected", "Record"]


@pytest.mark.parametrize(
    "content", ["", "{}", "null", '{"odpis": {}}', '{"odpis": {"dane": {"dzial1": []}}}', '{"kod": 404}']
)
def test_an_empty_answer_is_rejected(content: str) -> None:
    assert "pusta odpowiedź" in reason(content, "0000096794.json")


def test_unknown_fields_and_strange_shapes_do_no_harm() -> None:
    strange = answer(nowePole={"a": [1]}, identyfikatory=["x"], czyPosiadaStatusOPP="TAK")
    strange["odpis"]["dane"]["dzial2"] = "brak"
    strange["odpis"]["dane"]["dzial6"] = {"likwidacja": {"otwarcieLikwidacji": "1.1.2026"}}
    (row,) = records(json.dumps(strange), "a.json")
    assert row.flags == {"in_liquidation": True}
    assert "nip" not in row.values


def test_the_book_of_entrepreneurs_is_noted_and_the_other_says_nothing_of_it() -> None:
    company = answer()
    assert "in_entrepreneurs" not in records(json.dumps(company), "a.json")[0].flags
    company["odpis"]["naglowekA"]["rejestr"] = "RejP"
    (row,) = records(json.dumps(company), "a.json")
    assert row.flags["in_entrepreneurs"] is True


REGISTERED = ("REJESTRACJA W KRAJOWYM REJESTRZE SĄDOWYM", "04.03.2002")
GAVE_UP_BUSINESS = ("WYKREŚLENIE Z REJESTRU PRZEDSIĘBIORCÓW", "01.02.2020")
DELETED = ("WYKREŚLENIE Z KRAJOWEGO REJESTRU SĄDOWEGO", "10.09.2025")


def test_a_full_extract_tells_of_deletion_and_of_nothing_else() -> None:
    (row,) = records(json.dumps(full_extract("0000096794", REGISTERED, GAVE_UP_BUSINESS, DELETED)), "a.json")
    assert (row.values, row.flags, row.deleted_on) == ({"krs": "0000096794"}, {}, date(2025, 9, 10))
    assert row.on == date(2026, 11, 20)
    assert row.told == {"krs": "0000096794", "deleted_on": date(2025, 9, 10)}


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([REGISTERED, GAVE_UP_BUSINESS], "nie ma w nim wpisu o wykreśleniu"),
        ([], "nie ma w nim wpisu o wykreśleniu"),
        ([(DELETED[0], "wczoraj")], "nie ma daty"),
    ],
)
def test_a_full_extract_without_a_deletion_is_rejected(entries: list[tuple[str, str]], said: str) -> None:
    assert said in reason(json.dumps(full_extract("0000096794", *entries)), "a.json")
    odd = {"odpis": {"naglowekP": {"numerKRS": "0000096794", "wpis": ["x", None, {"opis": 5}]}}}
    assert "nie ma w nim wpisu" in reason(json.dumps(odd), "a.json")


def test_a_wrong_number_in_an_answer_is_rejected() -> None:
    assert "NIP „1234567890”" in reason(json.dumps(answer(identyfikatory={"nip": "1234567890"})), "a.json")
    assert "Brakuje nazwy" in reason(json.dumps(answer(nazwa=None)), "a.json")


class Meter(io.BytesIO):
    """A file that knows how much of it was read before the first answer came out."""

    def counted(self) -> int:
        next(krs.opened(self).rows)
        return self.tell()


def test_answers_in_bulk_are_read_one_by_one() -> None:
    one = json.dumps(answer())
    for content in (f"[{', '.join([one] * 500)}]", "\n".join([one] * 500)):
        assert len(read(content, "a.json")) == 500
        assert Meter(content.encode()).counted() < 3 * krs.CHUNK < len(content)


def test_json_lines_and_an_array_say_the_same() -> None:
    answers = [answer(), {}, answer(nazwa='INNA „ŻÓŁW” \\ " ] }')]
    array = read(json.dumps(answers, indent=2), "a.json")
    lines = read("\n\n".join(json.dumps(each, ensure_ascii=False) for each in answers) + "\n", "a.jsonl")
    assert [row.row for row in array] == [1, 2, 3]
    assert [getattr(row, "values", row) for row in array] == [getattr(row, "values", row) for row in lines]


def test_an_answer_in_which_a_key_stands_twice_is_rejected_and_the_others_go_in() -> None:
    one = json.dumps(answer())
    twice = '{"odpis": {"rodzaj": "a", "rodzaj": "b"}}'
    first, broken, last = read(f"[{one},{twice},{one}]", "a.json")
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(broken, Rejected)
    assert "Pole „rodzaj” występuje dwa razy" in broken.reason
    assert broken.raw == twice


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[{"a": 1}', "błąd w wierszu 1, kolumnie 10"),
        ('[{"a": 1}\n{"b": 2}]', "błąd w wierszu 2, kolumnie 1"),
        ('[{"a": 1},\n{"b": }]', "błąd w wierszu 2, kolumnie 7"),
        ('[{"a": 1}] x', "błąd w wierszu 1, kolumnie 12"),
        ('{"a": 1}\n{"b": 2', "błąd w wierszu 2"),
        ("[[" * 50_000, "budowa pliku jest niepoprawna"),
        ('["' + "x" * (5 * 1024 * 1024) + '"]', "dłuższa niż 4194304 znaków"),
    ],
)
def test_json_that_breaks_off_says_where(content: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read(content, "a.json")


def test_a_sign_of_many_bytes_on_the_edge_of_what_is_read_stays_whole() -> None:
    for shift in range(4):
        content = " " * (krs.CHUNK - 3000 + shift) + json.dumps(answer(nazwa="Ż" * 390), ensure_ascii=False)
        assert records(content, "a.json")[0].values["name"] == "Ż" * 390


def test_signs_that_no_database_keeps_are_refused_in_answers() -> None:
    assert "zepsute przy zmianie kodowania" in reason(json.dumps(answer(nazwa="A\ud800la")), "a.json")
    broken = answer()
    broken["odpis"]["dane"]["dzial1"]["siedzibaIAdres"]["adres"]["ulica"] = "Długa\x00\ud800"
    assert "zawiera znaki sterujące" in reason(json.dumps(broken), "a.json")


# Names and numbers as people spoil them


LONG = ('Stowarzyszenie „Żuraw & Ślad” – "N\'R" ' * 6)[:209]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (LONG, LONG.strip()),
        ("Ala\nma\r\nkota", "Ala ma kota"),
        ("A & B < C > 'D' \"E\"", "A & B < C > 'D' \"E\""),
        ("Zero\u200bwidth\u2060 i\u00a0\ufeffBOM", "Zerowidth i BOM"),
        ("جمعية خيرية", "جمعية خيرية"),
        ("=1+1", "=1+1"),
        ("'=1+1", "=1+1"),
        ("'N' Roll", "'N' Roll"),
    ],
)
def test_names_of_every_kind_have_one_outcome(typed: str, kept: str) -> None:
    quoted = typed.replace('"', '""')
    assert records(f'krs;nazwa\n1;"{quoted}"\n')[0].values["name"] == kept


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x07", "\x1b"])
def test_signs_that_deceive_are_refused_in_every_column(sign: str) -> None:
    assert "znaki sterujące" in reason(f"krs;nazwa\n1;Ala{sign}\n")
    assert "„miejscowość” zawiera znaki sterujące" in reason(f"krs;nazwa;miasto\n1;Ala;Łódź{sign}x\n")


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("nip", "PL6891178090", "6891178090"),
        ("nip", "PL 689-117-80-90", "6891178090"),
        ("krs", "37904", "0000037904"),
        ("krs", "0000037904", "0000037904"),
        ("regon", "37109197200000", "371091972"),
        ("regon", "371091972", "371091972"),
    ],
)
def test_numbers_of_every_spelling_have_one_form(field: str, typed: str, kept: str) -> None:
    assert records(f"nazwa;{field}\nAla;{typed}\n")[0].values[field] == kept


@pytest.mark.parametrize("typed", ["DE6891178090", "6891178091", "689117809", "68911780900"])
def test_a_number_of_another_country_or_with_a_wrong_digit_is_refused(typed: str) -> None:
    assert "NIP" in reason(f"nazwa;nip\nAla;{typed}\n")


def test_columns_that_people_named_are_read_so() -> None:
    content = b"Podmiot;Rejestr\nAla;1\n"
    opened = open_file(io.BytesIO(content), "a.csv", fields=("name", "krs"))
    (row,) = opened.rows
    assert isinstance(row, Record)
    assert row.values == {"name": "Ala", "krs": "0000000001"}


def test_how_far_it_is_goes_by_bytes() -> None:
    content = "krs;nazwa\n" + "".join(f"{number};Ala {number}\n" for number in range(1, 20_000))
    opened = open_file(io.BytesIO(content.encode()), "a.csv")
    shares = [opened.share() for _row in opened.rows]
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert 0.4 < shares[10_000] < 0.7
    assert shares[-1] == 1.0
