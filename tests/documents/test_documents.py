"""Every kind of document as its readers get it: text, marks, bookmarks, page numbers, the same bytes every time, veraPDF."""

import io
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from competitions.offers.documents import ConfirmationSheet
from core.documents import render as renderer
from core.documents.render import render
from core.documents.sheet import KINDS, Sheet
from tests.factories.cycle import moment

VERAPDF = Path(__file__).parents[3] / "shared" / "tools" / "verapdf" / "check"
ISSUED = moment(2026, 11, 23)
EXAMPLES = [(kind, number) for kind in sorted(KINDS) for number in range(len(KINDS[kind].examples()))]
every = pytest.mark.parametrize(("kind", "number"), EXAMPLES)


def sheet(kind: str, number: int) -> Sheet:
    return KINDS[kind].examples()[number]


@cache
def issued(kind: str, number: int) -> bytes:
    return render(sheet(kind, number), draft=False, issued_at=ISSUED)


def text_of(pdf: bytes, *options: str) -> str:
    read = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return unicodedata.normalize("NFC", read.stdout.decode())


def said(pdf: bytes) -> str:
    """The text in one line with ordinary spaces."""
    return " ".join(text_of(pdf).split())


# What each kind must say, as it stands on paper.
SAYS = {
    "agreements.agreement": (
        "Umowa o realizację zadania publicznego nr KMIII.614.1.2026/3",
        "40 000,00 zł (słownie: czterdzieści tysięcy złotych",
        "PL61109010140000071219812874",
        "Kontrasygnata Skarbnika",
        "art. 251 ustawy o finansach publicznych",
        "dostępność architektoniczną, cyfrową oraz informacyjno-komunikacyjną",
    ),
    "agenda.week": (
        "Kalendarz spotkań marszałka i członków zarządu: 30 listopada – 6 grudnia 2026 r.",
        "poniedziałek, 30 listopada",
        "Otwarcie drogi w Łęczycy (wydarzenie). Organizator: Zarząd Dróg Próbnych. Zapraszamy media",
        "Marszałek Województwa Łódzkiego Żaneta Łęcka",
    ),
    "annual.report": ("120 000,00 zł", "61,54%", "KMIII.614.1.2025/60", "Poprawne formalnie"),
    "awards.results": ("87,50", "40 000,00 zł", "poniżej progu", "w terminie 30 dni", "z dnia 2 czerwca 2026 r."),
    "board.minutes": (
        "Protokół nr 7/2026 z posiedzenia Zarządu Województwa Łódzkiego",
        "numer uchwały 812/26",
        "za 1, przeciw 1, wstrzymało się 1; przy równej liczbie głosów rozstrzygnął głos marszałka",
        "Edmund Źródło",
        "art. 31 ust. 4–5",
    ),
    "calls.announcement": (
        "Do 28 grudnia 2026 r., godz. 23:59:59.",
        "250 000,00 zł",
        "art. 15 ust. 1 pkt 1",
        "Zadania tego samego rodzaju",
        "Wybór ofert nastąpi do 15 lutego 2027 r.",
        "zastrzega możliwość odwołania konkursu",
    ),
    "changes.change": (
        "Zmiana nr 1 z dnia 30 listopada 2026 r.",
        "250 000,00 zł",
        "300 000,00 zł",
        "liczy się od nowa od ostatniej z trzech publikacji tej zmiany (art. 13 ust. 1 i 3)",
    ),
    "confirmations.receipt": (
        "Poświadczenie wpływu potwierdzenia oferty nr 3/KMIII.614.1.2026",
        "Wersja oferty: 2",
        "4 stycznia 2027 r., godz. 15:59:59",
        "30 grudnia 2026 r.",
        "Liczba podpisów 2",
        "Przyjęła osoba: Żaneta Łęcka",
    ),
    "confirmations.unexamined": (
        "Pozostawienie bez rozpatrzenia oferty nr 3/KMIII.614.1.2026",
        "nie wpłynęło do 4 stycznia 2027 r.",
        "Fundacja Źródło Przykładu, Koło Gospodyń Wzorzec",
        "art. 15 ust. 2i",
    ),
    "corrections.call": (
        "Wezwanie do uzupełnienia oferty nr 3/KMIII.614.1.2026",
        "brak opisu dojazdu",
        "III.3. Syntetyczny opis zadania",
        "Dodać albo wymienić załączniki: Statut",
        "Do 12 stycznia 2027 r., godz. 23:59",
        "musi wpłynąć do 19 stycznia 2027 r., godz. 16:00",
    ),
    "contracts.bill": (
        "Rachunek nr 1/KMIII.E.4.2027",
        "2 karty × 150,50 zł = 301,00 zł brutto (słownie: trzysta jeden złotych",
        "12 lutego 2027 r.",
    ),
    "contracts.contract": (
        "Umowa z ekspertem nr KMIII.E.4.2027",
        "150,00 zł brutto (słownie: sto pięćdziesiąt złotych",
        "najwyżej 6 000,00 zł brutto",
        "40 kart",
    ),
    "consolidated.card": ("24,25", "Możliwość realizacji zadania", "71,25", "Plan jest realny.", "[…]"),
    "evaluation.assignment": (
        "Zaświadczenie o przydziale ofert ekspertom nr 2",
        "15 z najwyżej możliwych 15",
        "lepszego przydziału nie ma",
        "Anna Łęcka (5), Borys Żak (3)",
        "zamiast Borys Żak ocenia Celina Wójcik",
    ),
    "evaluation.rejection": (
        "Odrzucenie oferty nr 3/KMIII.614.1.2026 w ocenie formalnej",
        "Zadanie mieści się w ogłoszeniu (sfera, okres, teren)",
        "Dotacja przekracza najwyższą kwotę z ogłoszenia.",
    ),
    "evaluation.minutes": ("Anna Łęcka", "87,50", "Komisja opiniuje ofertę pozytywnie.", "Przewodniczący komisji"),
    "offers.draft": (
        "Oferta w przygotowaniu",
        "urząd jej nie widzi",
        "Żółć & źdźbło",
        "28 grudnia 2026 r., godz. 23:59:59",
    ),
    "offers.confirmation": ("Żółć & źdźbło", "2 800,00 zł", "28 grudnia 2026 r., godz. 23:40:12", "87,50%"),
    "programmes.programme": ("pomocniczości", "1 250 000,00 zł", "16. Kultura i sztuka"),
    "recruitment.announcement": (
        "Nabór ekspertów: Eksperci do oceny ofert w latach 2027–2028",
        "150,00 zł brutto",
        "od 10: 5 pkt, od 50: 10 pkt",
        "28 grudnia 2026 r., godz. 23:59:59",
        "w ciągu 7 dni",
    ),
    "recruitment.receipt": ("Numer zgłoszenia 4", "Żaneta Łęcka", "20 grudnia 2026 r., godz. 10:15:30", "Dyplom.pdf"),
    "recruitment.refusal": ("Łukasz Ćwik", "Dokumenty potwierdzają dwa lata.", "złożone 21 grudnia 2026 r."),
    "recruitment.results": ("Żaneta Łęcka", "zgłoszenie nr 4", "nikt nie trafił na listę", "nr 3/2027"),
    "letters.letter": ("Szanowna Pani Wójt,", "Łódź, 8 marca 2027 r.", "95-100 Źródła", "Bogumił Świętosławski"),
    "letters.merged": ("Szanowna Pani Wójt,", "Szanowny Panie,", "Jan Ćma"),
    "letters.labels": ("dr Żaneta Łęcka", "90-001 Łódź"),
    "letters.envelopes": ("dr Żaneta Łęcka", "al. Piłsudskiego 8"),
    "letters.communique": ("Komunikat nr 3/2027: Otwarto most nad Bzurą", "Most ma chodnik"),
    "trips.sheet": (
        "Karta wyjazdu nr W/3/2027",
        "Brno, Czechy",
        "9 marca 2027 r. – 10 marca 2027 r.",
        "Jiří Přiklad, tłumacz",
        "14:30 Spotkanie z radą kraju",
        "2 060,50 zł",
    ),
    "reports.report": ("3 200,00 zł", "od 15 czerwca 2026 r. do 30 listopada 2026 r.", "listy obecności"),
}


# What goes to people or on an envelope as it is: no number of a page, and on a label no sender.
UNNUMBERED = {"letters.letter", "letters.merged", "letters.labels", "letters.envelopes"}
PLAIN = {"letters.labels"}


def test_every_kind_is_read() -> None:
    assert set(SAYS) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(SAYS))
def test_what_it_says(kind: str) -> None:
    text = said(issued(kind, 0))
    assert [words for words in SAYS[kind] if words not in text] == []
    if kind not in PLAIN:
        assert "Urząd Marszałkowski Województwa Łódzkiego" in text, "the letterhead"


@every
def test_no_slips_of_the_pen(kind: str, number: int) -> None:
    text = said(issued(kind, number))
    assert re.findall(r"\.\.|,,| ,|\(\)|\bNone\b|\{\{|&(?:amp|lt|quot);", text) == []


@every
def test_the_same_bytes_every_time(kind: str, number: int) -> None:
    assert render(sheet(kind, number), draft=False, issued_at=ISSUED) == issued(kind, number)


@every
def test_language_title_bookmarks_and_page_numbers(kind: str, number: int) -> None:
    pdf = pikepdf.open(io.BytesIO(issued(kind, number)))
    assert str(pdf.Root.Lang).startswith("pl")
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == sheet(kind, number).title
    with pdf.open_outline() as outline:
        assert outline.root[0].title.replace("\u00a0", " ") == sheet(kind, number).title.replace("\u00a0", " ")
        assert outline.root[0].children, "the sections are bookmarks under the title"
    for page in range(1, 1 if kind in UNNUMBERED else len(pdf.pages) + 1):
        text = text_of(issued(kind, number), "-f", str(page), "-l", str(page))
        assert f"Strona {page} z {len(pdf.pages)}" in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_draft_is_marked_on_every_page_and_an_issued_document_on_none(kind: str) -> None:
    draft = render(sheet(kind, 0), draft=True)
    for page in range(1, len(pikepdf.open(io.BytesIO(draft)).pages) + 1):
        # The mark is turned: its letters come one by one.
        letters = "".join(text_of(draft, "-raw", "-f", str(page), "-l", str(page)).split())
        assert "WERSJAROBOCZA" in letters, page
    assert "WERSJAROBOCZA" not in "".join(text_of(issued(kind, 0), "-raw").split())
    assert "nie jest dokumentem i nie potwierdza żadnej czynności" in said(draft)


def test_typed_text_stays_text() -> None:
    text = said(issued("offers.confirmation", 0))
    assert "<b>2027</b>" in text
    assert "Miejsce: Łęczyca." in text


def test_no_two_letters_are_drawn_as_one_sign() -> None:
    """Where a line ends inside of such a sign ("tt" in "netto"), it is left without a text, for readers of the whole document."""
    confirmation = sheet("offers.confirmation", 0)
    assert isinstance(confirmation, ConfirmationSheet)
    typed = "netto afisz fikcja kaftan efekt flet affiks baffling ofiara"
    issued_one = render(replace(confirmation, task=typed), draft=False, issued_at=ISSUED)
    assert typed in said(issued_one)
    texts = [
        text
        for page in pikepdf.open(io.BytesIO(issued_one)).pages
        for font in page.Resources.Font.values()
        for _sign, text in re.findall(
            rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$", font.ToUnicode.read_bytes(), flags=re.MULTILINE
        )
    ]
    assert len(texts) > 50, "the signs of the fonts and their texts"
    assert {bytes.fromhex(text.decode()).decode("utf-16-be") for text in texts if len(text) > 4} == set()


def test_the_checksum_is_the_one_in_the_picture() -> None:
    confirmation = sheet("offers.confirmation", 0)
    assert isinstance(confirmation, ConfirmationSheet)
    assert confirmation.spoken_checksum in said(issued("offers.confirmation", 0))
    assert confirmation.qr.startswith("data:image/svg+xml;base64,")


def test_a_version_that_nobody_signs_asks_for_no_signature() -> None:
    confirmation = sheet("offers.confirmation", 0)
    assert isinstance(confirmation, ConfirmationSheet)
    assert "podpis osoby upoważnionej" in said(issued("offers.confirmation", 0))
    unsigned = said(render(replace(confirmation, confirmation_due=None), draft=False, issued_at=ISSUED))
    assert "Nie trzeba jej potwierdzać podpisem." in unsigned
    assert "podpis osoby" not in unsigned
    assert "musi wpłynąć" not in unsigned


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "static:../config/settings.py",
        "static:nie/ma/takiego.css",
    ],
)
def test_nothing_foreign_is_fetched(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    page = f'<html lang="pl"><title>x</title><body><h1>x</h1><img alt="x" src="{address}"></body></html>'
    monkeypatch.setattr(renderer, "render_to_string", lambda *_args: page)
    with pytest.raises(FatalURLFetchingError, match="may not fetch"):
        render(sheet("awards.results", 0), draft=True)


def test_two_moments_are_two_documents(at: datetime) -> None:
    other = render(sheet("awards.results", 0), draft=False, issued_at=moment(2026, 11, 24))
    assert other != issued("awards.results", 0)
    assert "Wystawiono 24 listopada 2026 r." in said(other)


@pytest.mark.skipif(
    not VERAPDF.exists() or not shutil.which("java"),
    reason="veraPDF needs Java and the checker beside the project; page-validation judges every kind in tests/architecture",
)
def test_verapdf_agrees(tmp_path: Path) -> None:
    paths = []
    for kind, number in EXAMPLES:
        paths.append(tmp_path / f"{kind}-{number}.pdf")
        paths[-1].write_bytes(issued(kind, number))
    judged = subprocess.run([str(VERAPDF), "ua1,3a", *map(str, paths)], capture_output=True, text=True, check=False)
    verdicts = [line.split()[:2] for line in judged.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert len(verdicts) == 2 * len(paths), judged.stdout + judged.stderr
    assert {verdict for verdict, _profile in verdicts} == {"PASS"}, judged.stdout
