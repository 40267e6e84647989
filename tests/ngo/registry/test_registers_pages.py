"""Pages about registers: the button on an organisation, the form filled from the KRS, how fresh the data are."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import Actor
from core.jobs.actions import CLOCK, enqueue
from core.jobs.models import Job
from core.jobs.runner import run
from ngo.registry.actions.record import register
from ngo.registry.actions.registers import refresh
from ngo.registry.models import Organisation, Source
from ngo.registry.registers.krs import Krs
from tests.factories.registers import RECORDED, KrsServer, as_json, extract, full_extract

pytestmark = pytest.mark.django_db
KROSNO = "0000155746"
NEW = reverse("organisation-register")
REGISTERS = reverse("registers")
Enter = Callable[[Actor], Client]


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


def page_of(organisation: Organisation) -> str:
    return reverse("organisation-page", args=[organisation.public_id])


# The button


def test_staff_fetch_an_organisation_by_a_button(
    krs: KrsServer, officer: Actor, enter: Enter, at: datetime, run_jobs: Callable[[], int]
) -> None:
    organisation = register({"name": "Pierwsza Pomoc", "krs": KROSNO}, actor=officer, at=at)
    client = enter(officer)
    assert "Pobierz z KRS" in client.get(page_of(organisation)).content.decode()
    fetched = client.post(reverse("organisation-refresh", args=[organisation.public_id]))
    job = Job.objects.get()
    assert fetched.headers["Location"] == reverse("job", args=[job.public_id])
    client.post(reverse("organisation-refresh", args=[organisation.public_id]))
    assert Job.objects.count() == 1
    run_jobs()
    job.refresh_from_db()
    assert job.link == page_of(organisation)
    shown = client.get(job.link).content.decode()
    assert "FUNDACJA - PIERWSZA POMOC" in shown
    assert "Rejestr odpowiedział" in shown


def test_an_answer_without_data_is_said_on_the_page(
    krs: KrsServer, officer: Actor, enter: Enter, at: datetime, run_jobs: Callable[[], int]
) -> None:
    organisation = register({"name": "Dawna", "krs": "0000000007"}, actor=officer, at=at)
    client = enter(officer)
    client.post(reverse("organisation-refresh", args=[organisation.public_id]))
    run_jobs()
    shown = client.get(page_of(organisation)).content.decode()
    assert "nie pobrano" in shown
    assert "nie ma tam numeru tej organizacji" in shown


def test_nobody_else_fetches(krs: KrsServer, people: Any, officer: Actor, enter: Enter, at: datetime) -> None:
    organisation = register({"name": "Pierwsza Pomoc", "krs": KROSNO}, actor=officer, at=at)
    own = people("organisation_signatory", key=organisation.public_id, title=organisation.name)
    for actor in (own, people(), people("auditor")):
        client = enter(actor)
        assert "Pobierz z KRS" not in client.get(page_of(organisation)).content.decode()
        assert client.post(reverse("organisation-refresh", args=[organisation.public_id])).status_code == 404
    assert not Job.objects.exists()


def test_without_a_register_there_is_no_button(officer: Actor, enter: Enter, at: datetime) -> None:
    organisation = register({"name": "Pierwsza Pomoc", "krs": KROSNO}, actor=officer, at=at)
    client = enter(officer)
    assert "Pobierz z" not in client.get(page_of(organisation)).content.decode()
    refused = client.post(reverse("organisation-refresh", args=[organisation.public_id]))
    assert refused.status_code == 503
    assert "Żaden włączony rejestr" in refused.content.decode()


# The form of a new organisation


def look_up(client: Client, number: str, **typed: Any) -> Any:
    return client.post(NEW, {"numer": number, "pobierz": "krs", **typed})


def test_the_form_is_filled_and_nothing_is_saved(krs: KrsServer, people: Any, enter: Enter) -> None:
    client = enter(people())
    assert "Pobierz dane z KRS" in client.get(NEW).content.decode()
    page = look_up(client, "155 746", email="my@example.org", spheres=["16"])
    assert page.status_code == 200
    form = page.context["form"]
    assert form["name"].value() == '"FUNDACJA - PIERWSZA POMOC"'
    assert (form["krs"].value(), form["legal_form"].value()) == (KROSNO, "foundation")
    assert (form["email"].value(), form["spheres"].value()) == ("my@example.org", ["16"])
    shown = page.content.decode()
    assert "Pobrano z KRS" in shown
    assert {"nazwa", "numer KRS", "NIP", "miejscowość"} <= set(page.context["found"].labels)
    assert not Organisation.objects.exists()


def test_what_was_typed_stays_and_the_difference_is_shown(krs: KrsServer, people: Any, enter: Enter) -> None:
    page = look_up(enter(people()), KROSNO, name="Nasza nazwa", nip="684-232-46-86")
    assert page.context["form"]["name"].value() == "Nasza nazwa"
    assert page.context["found"].different == [("nazwa", '"FUNDACJA - PIERWSZA POMOC"')]
    assert "Zostało to, co wpisano" in page.content.decode()


def test_liquidation_is_said(krs: KrsServer, people: Any, enter: Enter) -> None:
    dissolved = extract(KROSNO)
    dissolved["odpis"]["dane"]["dzial6"] = {"likwidacja": [{}, {"x": "y"}]}
    krs.script[KROSNO] = [as_json(dissolved)]
    assert "jest w likwidacji" in look_up(enter(people()), KROSNO).content.decode()


def test_a_deleted_organisation_fills_nothing(krs: KrsServer, people: Any, enter: Enter) -> None:
    krs.script[KROSNO] = [(204, b"", {}), (204, b"", {})]
    krs.deleted[KROSNO] = full_extract(KROSNO, ("WYKREŚLENIE Z KRAJOWEGO REJESTRU SĄDOWEGO", "10.09.2025"))
    page = look_up(enter(people()), KROSNO, name="Nasza nazwa")
    assert "tę organizację wykreślono 10 września 2025" in page.content.decode()
    assert page.context["form"]["name"].value() == "Nasza nazwa"


def test_the_button_says_what_becomes_of_it(people: Any, officer: Actor, enter: Enter) -> None:
    """A person asks the office to take the organisation in; staff take it in."""
    assert "Zgłoś organizację</button>" in enter(people()).get(NEW).content.decode()
    assert "Wpisz organizację</button>" in enter(officer).get(NEW).content.decode()


@pytest.mark.parametrize(
    ("number", "answer", "status", "said"),
    [
        ("", None, 400, "Wpisz numer KRS"),
        ("12x", None, 400, "KRS"),
        ("0000000007", None, 503, "nie zna tego numeru"),
        (KROSNO, (204, b"", {}), 503, "nie ma aktualnego odpisu"),
        (KROSNO, (500, b"", {}), 503, "błędem 500"),
    ],
)
def test_a_failed_look_up_keeps_what_was_typed(
    number: str, answer: Any, status: int, said: str, krs: KrsServer, people: Any, enter: Enter
) -> None:
    krs.always = answer
    page = look_up(enter(people()), number, name="Nasza nazwa")
    assert page.status_code == status
    assert said in page.content.decode()
    assert page.context["form"]["name"].value() == "Nasza nazwa"
    assert page.context["lookup"].errors


def test_a_known_organisation_is_pointed_to(
    krs: KrsServer, officer: Actor, people: Any, enter: Enter, at: datetime
) -> None:
    organisation = register({"name": "Pierwsza Pomoc", "krs": KROSNO}, actor=officer, at=at)
    page = look_up(enter(people()), KROSNO)
    assert page_of(organisation) in page.content.decode()
    assert krs.asked == []


def test_one_person_asks_about_so_many_numbers_an_hour(
    krs: KrsServer, people: Any, enter: Enter, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "register_lookup": "2/h/user"}
    client, other = enter(people()), enter(people())
    assert [look_up(client, KROSNO).status_code for _ in range(3)] == [200, 200, 429]
    assert look_up(other, KROSNO).status_code == 200
    assert len(krs.asked) == 3


def test_the_form_saves_beside_the_look_up(krs: KrsServer, people: Any, enter: Enter) -> None:
    client = enter(people())
    page = look_up(client, KROSNO)
    values = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    saved = client.post(NEW, {**values, "numer": KROSNO, "spheres": []})
    assert saved.status_code == 302
    assert Organisation.objects.get().source == Source.DECLARED


def test_without_the_krs_there_is_no_look_up(people: Any, enter: Enter) -> None:
    client = enter(people())
    assert "Pobierz dane" not in client.get(NEW).content.decode()
    assert look_up(client, KROSNO).status_code == 400


# How fresh the data are


def test_the_page_says_what_is_off(officer: Actor, enter: Enter) -> None:
    page = enter(officer).get(REGISTERS).content.decode()
    assert "administrator nie ustawił POZYTEK_KRS_URL." in page
    assert "POZYTEK_REGON_URL, POZYTEK_REGON_KEY" in page
    assert "Nie pytano jeszcze żadnego rejestru" in page


@pytest.mark.parametrize("count", [2, 12])
def test_the_page_tells_of_the_nights_at_the_same_cost(
    count: int, krs: KrsServer, officer: Actor, enter: Enter, at: datetime, settings: Any
) -> None:
    settings.REGISTER_BATCH = count
    settings.REGISTER_RETRIES = 0
    numbers = [path.stem for path in sorted(RECORDED.glob("*.json"))][:count]
    for number in numbers:
        register({"name": f"Fundacja {number}", "krs": number}, actor=officer, at=at)
    krs.script[numbers[0]] = [(404, b"", {}), (404, b"", {}), (429, b"", {})]
    for night in range(2):
        job = enqueue("registry.refresh", key=CLOCK)
        run(job.pk, clock=lambda night=night: at + timedelta(days=night))
    client = enter(officer)
    client.get(REGISTERS)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(REGISTERS)
    assert len(queries) == 6
    state = page.context["states"][0]
    assert (state.is_on, state.all, state.never, state.untold) == (True, count, 0, 1)
    shown = page.content.decode()
    assert "prosi o przerwę" in shown
    assert "zegar" in shown
    assert (
        "prosi o przerwę"
        in client.get(reverse("import-page", args=[page.context["lines"][0]["night"]])).content.decode()
    )


def test_questions_about_one_organisation_are_one_line_a_day(
    krs: KrsServer, officer: Actor, enter: Enter, at: datetime, run_jobs: Callable[[], int]
) -> None:
    numbers = [path.stem for path in sorted(RECORDED.glob("*.json"))][:3]
    made = [register({"name": f"Fundacja {number}", "krs": number}, actor=officer, at=at) for number in numbers]
    for days, organisation in ((0, made[0]), (0, made[1]), (1, made[2])):
        answer = Krs(krs.api, patient=True).fetch(organisation.krs or "")
        refresh(organisation, answer, source=Source.KRS, actor=officer, at=at + timedelta(days=days))
    unknown = register({"name": "Nieznana", "krs": "0000000007"}, actor=officer, at=at)
    refresh(unknown, None, source=Source.KRS, actor=officer, at=at)
    client = enter(officer)
    page = client.get(REGISTERS)
    lines = [(line["day"].day, line["asked"], line["altered"], line["untold"]) for line in page.context["lines"]]
    assert lines == [(24, 1, 1, 0), (23, 3, 2, 1)]
    day = reverse("asked-on", args=["krs", "2026-11-23"])
    assert day in page.content.decode()
    listed = client.get(day)
    assert [made.read for made in listed.context["page"]] == [1, 1, 1]
    assert "nie pobrano" in listed.content.decode()
    assert client.get(reverse("imports")).context["page"].paginator.count == 0
    for wrong in ("krs/wczoraj", "nic/2026-11-23"):
        assert client.get(f"{REGISTERS}{wrong}/").status_code == 404


def test_the_page_of_what_a_register_told_speaks_of_questions_not_of_rows(
    krs: KrsServer, officer: Actor, enter: Enter, at: datetime
) -> None:
    organisation = register({"name": "Pierwsza Pomoc", "krs": KROSNO}, actor=officer, at=at)
    answer = Krs(krs.api, patient=True).fetch(KROSNO)
    made = refresh(organisation, answer, source=Source.KRS, actor=officer, at=at)
    client = enter(officer)
    shown = client.get(reverse("import-page", args=[made.public_id])).content.decode()
    assert "Zapytano o organizacje" in shown
    assert "Cofnij zmiany z rejestru" in shown
    assert "plik" not in shown.split("<main")[1].split("</main>")[0].lower()
    asked = client.get(reverse("import-undo", args=[made.public_id])).content.decode()
    assert "zapytamy o te organizacje jeszcze raz" in asked
    assert "plik" not in asked.split("<main")[1].split("</main>")[0].lower()


def test_who_reads_the_page(people: Any, enter: Enter) -> None:
    assert enter(people("auditor")).get(REGISTERS).status_code == 200
    assert enter(people("expert")).get(REGISTERS).status_code == 403
