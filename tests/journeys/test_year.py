"""One year of cooperation through pages alone: from the programme to the annual report, by everyone who has a part in it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import now

from competitions.calls.models import Competition
from competitions.experts.actions import enlist
from competitions.offers.models import Offer
from config.celery import app, timetable
from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.jobs.runner import drain
from core.notices.delivery import deliver_due
from tests.conftest import People
from tests.journeys.conftest import Browser

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")

ORGANISATION = "Stowarzyszenie Łęczycki Śpiew"
PASSWORD = "wspolny spiew z Leczycy"
OFFER = {
    "II.2.name": "Żaneta Ćwik",
    "II.2.phone": "600 100 200",
    "II.2.email": "zaneta@example.org",
    "III.1": "Święto żniw w powiecie łęczyckim",
    "III.2.from": "2026-06-15",
    "III.2.to": "2026-10-31",
    "III.3": "Przegląd zespołów śpiewaczych i warsztaty w Łęczycy dla stu mieszkańców; wejście bez progów.",
    "III.4-0-name": "Warsztaty śpiewu",
    "III.4-0-description": "Dziesięć spotkań z instruktorem.",
    "III.4-0-group": "mieszkańcy powiatu",
    "III.4-0-term": "czerwiec–wrzesień 2026",
    "III.5": "Sto osób pozna pieśni regionu, a dwa zespoły będą śpiewać je dalej.",
    "IV.1": "Od 2012 r. prowadzimy zespół ludowy.",
    "IV.2": "Instruktor z dyplomem, świetlica, wkład wolontariuszy.",
    "V.A.I-0-action": "1",
    "V.A.I-0-name": "Wynagrodzenie instruktora",
    "V.A.I-0-unit": "godz.",
    "V.A.I-0-unit_cost": "120,00",
    "V.A.I-0-units": "100",
    "V.B.2": "10 000,00",
    "V.B.3.1": "2 000,00",
    "VI.1": "free",
    "VII.3": "no",
    "VII.4": "no",
    **{f"VII.{number}": "on" for number in (1, 2, 5, 6, 7)},
}


@pytest.fixture
def travel() -> Iterator[Callable[[str], None]]:
    """Go to a moment in Łódź: `travel("2026-03-02 10:00")`."""
    travellers: list[time_machine.travel] = []

    def go(moment: str) -> None:
        while travellers:
            travellers.pop().stop()
        traveller = time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=WARSAW), tick=False)
        traveller.start()
        travellers.append(traveller)

    yield go
    while travellers:
        travellers.pop().stop()


@pytest.fixture
def strike(travel: Callable[[str], None]) -> Callable[[str], None]:
    """Go to a minute and let happen what the clock starts then."""
    app.loader.import_default_modules()

    def go(moment: str) -> None:
        travel(moment)
        for entry in timetable().values():
            if entry["schedule"].is_due(now() - timedelta(minutes=1)).is_due:
                app.tasks[entry["task"]](*entry.get("args", ()))
        drain()

    return go


def account_of(person: Browser) -> None:
    """A person opens an account, confirms its address by the letter and signs in."""
    person.open("/konto/rejestracja/")
    values = {"name": "Żaneta Ćwik", "email": "zaneta@example.org", "password1": PASSWORD, "password2": PASSWORD}
    person.press("Załóż konto", values)
    deliver_due()
    address = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert address is not None
    person.open(address[1]).press("Potwierdzam")
    person.open("/konto/logowanie/").press("Zaloguj", {"login": "zaneta@example.org", "password": PASSWORD})


def organisation_of(person: Browser, officer: Browser, visitor: Browser, travel: Callable[[str], None]) -> None:
    """An organisation entered by the person who signs for it, who acts for it at once; the office confirms it."""
    travel("2025-10-13 18:20")
    account_of(person)
    person.open("/organizacje/").follow("Zgłoś swoją organizację")
    fields = {
        "name": ORGANISATION,
        "legal_form": "association",
        "krs": "0000 999 991",
        "street": "ul. Kaliska 1",
        "postcode": "99-100",
        "city": "Łęczyca",
        "representation": "prezes i skarbnik łącznie",
        "bank_account": "61 1090 1014 0000 0712 1981 2874",
    }
    person.press("Zgłoś organizację", {**fields, "bank_account": "61 1090 1014", "spheres": ["16"]}, status=409)
    assert "26 cyfr i zgodne cyfry kontrolne" in person.text
    person.press("Zgłoś organizację", fields)
    assert person.path == "/moje/"
    assert ORGANISATION not in visitor.open("/organizacje/").text
    travel("2025-10-14 09:15")
    waiting = "/urzad/organizacje/do-potwierdzenia/"
    officer.open(waiting).follow(f"Żaneta Ćwik – {ORGANISATION}")
    officer.press("Potwierdź osobę", {"reason": "Odpis KRS z 13 października 2025 r."})
    officer.open(waiting).follow(ORGANISATION).press("Potwierdź dane")
    assert "potwierdzona przez urząd" in visitor.open("/organizacje/").follow(ORGANISATION).text


def resolution(officer: Browser, body: str, number: str, day: str, title: str) -> str:
    """Record a resolution; its words in a list of choices."""
    officer.open("/urzad/uchwaly/nowa/")
    unit = officer.option("unit", "KM III")
    fields = {"body": body, "number": number, "adopted_on": day, "title": title, "unit": unit}
    officer.press("Odnotuj uchwałę", fields)
    return f"uchwała nr {number}"


def programme_of(officer: Browser, travel: Callable[[str], None]) -> str:
    """The programme of 2026, drafted, adopted and published; its address."""
    travel("2025-10-20 09:00")
    officer.open("/programy/").press("Rozpocznij", {"year": "2026"})
    texts = ("main_aim", "principles", "subject_scope", "forms", "period", "manner", "assessment", "creation")
    unit = officer.option("tasks-0-unit", "KM III")
    officer.press(
        "Zapisz",
        {
            **{name: f"Treść punktu programu: {name}." for name in (*texts, "panel_rules")},
            "planned_funds": "250000.00",
            "aims-0-text": "Więcej zadań realizowanych wspólnie",
            "aims-0-indicator": "liczba umów",
            "aims-0-target": "1",
            "aims-0-source": "rejestr umów",
            "tasks-0-sphere": "16",
            "tasks-0-title": "Żywe tradycje regionu",
            "tasks-0-unit": unit,
            "tasks-0-planned_funds": "150000.00",
        },
    )
    address = officer.path
    board = resolution(officer, "board", "801/25", "2025-10-20", "przyjęcia projektu programu")
    officer.open(address).press(
        "Przyjmij projekt (Zarząd)", {"resolution": officer.open(address).option("resolution", board)}
    )
    travel("2025-11-25 12:00")
    assembly = resolution(officer, "assembly", "XX/210/25", "2025-11-24", "przyjęcia programu współpracy")
    officer.open(address)
    officer.press("Odnotuj uchwałę Sejmiku", {"resolution": officer.option("resolution", assembly)})
    officer.press("Opublikuj program")
    drain()
    return address


def competition_of(officer: Browser, travel: Callable[[str], None]) -> Competition:
    """A competition prepared, approved, announced in three places: open for offers."""
    travel("2026-02-02 09:00")
    officer.open("/urzad/konkursy/nowy/")
    # The card to begin with has nine criteria; a tenth is added by the button that works without scripts.
    officer.add_row("criteria")
    rows = {"criteria-9-group": "3", "criteria-9-name": "Zasięg działań", "criteria-9-max_points": "10"}
    fields = {
        "task": officer.option("task", "Żywe tradycje regionu"),
        "title": "Żywe tradycje regionu łódzkiego 2026",
        "form": "supporting",
        "pool": "150000.00",
        "rules": "Dotację przyznaje Zarząd po zasięgnięciu opinii komisji.",
        "conditions": "Zadanie jest realizowane na terenie województwa.",
        "selection_mode": "Oferty opiniuje komisja konkursowa.",
        "task_from": "2026-06-01",
        "task_to": "2026-11-30",
        "planned_bip": "2026-02-09",
        "planned_board": "2026-02-09",
        "planned_website": "2026-02-09",
        "offers_due": "2026-02-20T23:59:59",
        "confirmation_due": "2026-03-13T16:00:00",
        "selection_by": "2026-04-30",
        "own_share_min": "10",
        "max_grant": "40000.00",
    }
    officer.press("Zapisz", {**fields, **rows})
    # Eleven days are too few: the page says so with the article, and there is no button to approve.
    assert "art. 13 ust. 1" in officer.text
    assert "21" in officer.text
    officer.follow("Zmień konkurs").press("Zapisz", {"offers_due": "2026-03-06T23:59:59", "indicators_required": []})
    address = officer.path
    board = resolution(officer, "board", "120/26", "2026-02-05", "ogłoszenia otwartego konkursu ofert")
    travel("2026-02-06 09:00")
    officer.open(address)
    officer.press("Odnotuj zatwierdzenie", {"resolution": officer.option("resolution", board)})
    drain()
    travel("2026-02-10 09:00")
    for place in ("bip", "board", "website"):
        officer.open(address).press("Odnotuj publikację", {"place": place, "published_at": "2026-02-09T10:00:00"})
    drain()
    competition = Competition.objects.get()
    assert competition.state == "open"
    return competition


def offer_of(signatory: Browser, competition: Competition, travel: Callable[[str], None]) -> Offer:
    """An offer found, written, checked and submitted eleven minutes before the deadline; its confirmation downloaded."""
    travel("2026-03-06 23:40")
    signatory.open("/konkursy/").follow(competition.title).follow("Napisz ofertę")
    signatory.press("Rozpocznij pisanie oferty")
    signatory.press("Zapisz i sprawdź", {name: value for name, value in OFFER.items() if not name.startswith("V.")})
    # The budget is still empty: each defect is named, and the offer cannot be submitted.
    assert "art. 14 ust. 1 pkt 3" in signatory.text
    signatory.follow("Wróć do oferty").press("Zapisz i sprawdź", OFFER)
    travel("2026-03-06 23:49:12")
    signatory.press("Złóż ofertę")
    assert "złożona" in signatory.text
    drain()
    signatory.open(signatory.path)
    assert signatory.file("Potwierdzenie złożenia oferty").startswith(b"%PDF")
    return Offer.objects.get()


def test_one_year(
    browse: Callable[[Actor], Browser],
    people: People,
    travel: Callable[[str], None],
    strike: Callable[[str], None],
) -> None:
    travel("2025-10-13 08:00")
    call_command("load_reference", verbosity=0)
    office = people("officer", key="KMIII", title="KM III")
    officer, ngo, visitor = browse(office), browse(Actor()), browse(Actor())
    organisation_of(ngo, officer, visitor, travel)
    programme = programme_of(officer, travel)
    competition = competition_of(officer, travel)
    offer = offer_of(ngo, competition, travel)

    # The deadline passes, the clock closes the call; the paper comes, its checksum says which version it confirms.
    for moment, state in (("2026-03-06 23:55", "open"), ("2026-03-07 00:00", "closed")):
        strike(moment)
        competition.refresh_from_db()
        assert competition.state == state
    travel("2026-03-09 10:00")
    progress = f"/urzad/konkursy/{competition.public_id}/ocena/"
    officer.open(progress).follow("Przyjmij potwierdzenie")
    wrong = {"channel": "paper", "received_at": "2026-03-09T09:30:00", "typed_checksum": "0" * 64}
    officer.press("Przyjmij", wrong, status=409)
    assert "Suma kontrolna" in officer.text
    # The right paper, but nobody said whose signatures it bears.
    right = {"typed_checksum": offer.checksum.upper()}
    officer.press("Przyjmij", right, status=409)
    assert "Zaznacz, kto podpisał potwierdzenie" in officer.text
    officer.press("Przyjmij", {**right, "others": "Żaneta Ćwik, prezes; Jan Ćwik, skarbnik"})
    officer.open(progress).follow("Oceń formalnie")
    answers = dict.fromkeys(("within", "statutory", "signed", "accessibility"), "yes")
    officer.press("Przekaż do zatwierdzenia", {**answers, "proposal": "accept"})
    # Two pairs of eyes: another person approves what the first one filled.
    second = browse(people("officer", key="KMIII", title="KM III"))
    second.open(progress).follow("Oceń formalnie").press("Zatwierdź: oferta poprawna formalnie")

    # The panel, two experts, their declarations and cards.
    experts = [enlist(people(name=name).person, spheres=["16"], actor=office, at=now()) for name in "AB"]
    members = [people(name=f"Członek {number}") for number in range(3)]
    board = resolution(officer, "board", "160/26", "2026-03-10", "powołania komisji konkursowej")
    travel("2026-03-16 10:00")
    officer.open(progress).follow("Powołaj komisję")
    fields = {"resolution": officer.option("resolution", board)}
    for number, (role, side) in enumerate((("chair", "executive"), ("secretary", "executive"), ("member", "ngo"))):
        fields |= {
            f"members-{number}-user": officer.option(f"members-{number}-user", members[number].person.name),
            f"members-{number}-role": role,
            f"members-{number}-side": side,
        }
    officer.press("Powołaj komisję", {**fields, "members-2-indicated_by": "Fundacja Inna"})
    officer.open(progress).press("Rozpocznij ocenę merytoryczną")
    for expert in experts:
        officer.open(progress).follow("Przydziel ekspertowi")
        given = {"expert": officer.option("expert", str(expert)), "due": "2026-03-30"}
        # Nobody stated anything of their links yet, so the officer has asked by phone and says so.
        officer.press("Przydziel ofertę", given, status=409)
        assert "brak aktualnego oświadczenia" in officer.text
        officer.press("Przydziel ofertę", {**given, "reason": "Ekspert potwierdził brak powiązań w rozmowie."})
    for expert, points in zip(experts, (18, 16), strict=True):
        desk = browse(Actor(expert.user, expert.user.hats.get()))
        card = expert.cards.get()
        desk.open(f"/ekspert/karty/{card.public_id}/", status=404)
        desk.open("/ekspert/").follow("Złóż deklarację bezstronności")
        assert OFFER["III.3"] not in desk.text
        desk.press("Złóż deklarację", dict.fromkeys(_grounds(desk), "no"))
        assert OFFER["III.3"] in desk.text
        scores = {}
        for criterion in competition.criteria.all():
            scores[f"points_{criterion.pk}"] = str(min(points, criterion.max_points))
            scores[f"why_{criterion.pk}"] = f"Uzasadnienie kryterium {criterion.number}."
        desk.press("Złóż kartę oceny", scores)
    chair = None
    panel = competition.panel
    for member in members:
        desk = browse(Actor(member.user, member.person.hats.get()))
        desk.open("/komisja/").follow(competition.title)
        desk.follow("Złóż deklarację")
        desk.press("Złóż deklarację", dict.fromkeys(_grounds(desk), "no"))
        chair = chair or desk
    assert chair is not None
    travel("2026-04-02 13:00")
    chair.open(f"/komisja/{panel.public_id}/").follow("Posiedzenie odbyło się poza systemem: wpisz protokół")
    chair.press("Zamknij protokół", {"met_on": "2026-04-02", "present": [str(m.pk) for m in panel.members.all()]})
    drain()
    chair.open(f"/komisja/{panel.public_id}/")
    assert chair.file("Protokół").startswith(b"%PDF")

    # The Board decides, the results are public.
    travel("2026-04-14 15:00")
    board = resolution(officer, "board", "245/26", "2026-04-14", "wyboru ofert i udzielenia dotacji")
    officer.open(progress).follow("Wprowadź decyzję Zarządu")
    officer.press("Rozstrzygnij konkurs", {"resolution": officer.option("resolution", board)})
    drain()
    visitor.open(f"/konkursy/{competition.public_id}/wyniki/")
    assert ORGANISATION in visitor.text
    assert "10 000,00 zł" in visitor.text.replace("\u00a0", " ")

    # Agreement, signatures, payment.
    travel("2026-05-04 10:00")
    officer.open(progress).follow("Przygotuj umowę")
    account = {"account": "61 1090 1014 0000 0712 1981 2874", "organisation_signatories": "Żaneta Ćwik, prezes"}
    officer.press("Przygotuj umowę", account)
    drain()
    agreement = officer.path
    travel("2026-05-20 10:00")
    signed = {"signed_on": "2026-05-19", "office_signatories": "Marszałek i członek Zarządu", "treasurer": "Skarbnik"}
    officer.open(agreement).press("Odnotuj podpisanie", signed)
    travel("2026-06-02 10:00")
    officer.press("Odnotuj wypłatę", {"amount": "10000.00", "paid_on": "2026-06-01"})

    # The report, with its planned costs filled in by the system.
    travel("2026-11-10 20:00")
    ngo.open("/moje/umowy/").follow("/1").press("Rozpocznij sprawozdanie")
    written = {
        "I.1": "Wzięło udział 104 mieszkańców.",
        "I.2": "Odbyło się dziesięć warsztatów.",
        "II.1-0-spent": "12000.00",
        "II.2.grant": "10000.00",
        "II.2.own": "1900.00",
        "IV.1": "on",
        "IV.2": "on",
    }
    ngo.press("Zapisz i sprawdź", written)
    assert "art. 18 ust. 4 pkt 2" in ngo.text
    ngo.follow("Wróć").press("Zapisz i sprawdź", {"II.2.own": "2000.00"})
    ngo.press("Złóż sprawozdanie")
    drain()
    travel("2026-11-20 10:00")
    officer.open(ngo.path).press("Przyjmij i rozlicz dotację")
    competition.refresh_from_db()
    assert competition.state == "settled"

    # The annual report: its figures follow from what was recorded.
    travel("2027-04-20 10:00")
    officer.open("/sprawozdania-roczne/").press("Rozpocznij")
    officer.press("Policz tabele")
    drain()
    address = officer.path
    board = resolution(officer, "board", "300/27", "2027-05-11", "przyjęcia sprawozdania")
    travel("2027-05-12 10:00")
    officer.open(address)
    choice = officer.option("resolution", board)
    officer.press("Odnotuj przedłożenie", {"resolution": choice, "submitted_on": "2027-05-12"})
    visitor.open(address)
    assert "10 000,00 zł" in visitor.text.replace("\u00a0", " ")
    assert visitor.file("Sprawozdanie").startswith(b"%PDF")
    assert "rozliczony sprawozdaniem" in visitor.open(programme).text
    assert list(faults()) == []


def _grounds(desk: Browser) -> list[str]:
    """The names of the questions of a declaration on the page."""
    return sorted({radio.get("name") for radio in desk.page.xpath("//main//input[@type='radio']")})
