"""Every public page says who produced, published and changed it, and when; its history is open (UDIP art. 8 ust. 6)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from config.desks import PUBLIC_HISTORIES
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.workflow.words import word
from office.board.actions.resolutions import record
from office.registers import actions as registers
from office.registers.schema import registers as known_registers
from office.structure.models import Unit
from tests.factories.cycle import Cycle

pytestmark = pytest.mark.django_db


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def public_pages(resolver: URLResolver, before: str = "") -> list[str]:
    """Addresses of pages for everyone that stand for no one row."""
    found = []
    for each in resolver.url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += public_pages(each, address)
        elif getattr(each.callback, "opens_to", "") == "wszyscy" and "<" not in address:
            # The way into an account tells nothing of the office's work.
            if not getattr(each.callback, "informs", True):
                continue
            found.append(f"/{address.lstrip('^/')}")
    return found


# What is no page: files, feeds, what machines ask.
NO_PAGES = (
    "/api/",
    "/zdrowie/",
    "/metryki/",
    "/konkursy/atom.xml",
    "/konkursy/terminy.ics",
    "/kalendarz/kalendarz.ics",
    "/ankieta/wyniki/tabela.csv",
    "/organizacje/wykaz.",
    "/uwagi/",
)


def test_every_public_page_says_who_answers_for_it(cycle: Cycle) -> None:
    visitor = Client()
    pages = [path for path in public_pages(get_resolver()) if not path.startswith(NO_PAGES)]
    assert len(pages) > 10
    for path in pages:
        page = words(visitor, path)
        assert "Informacja publiczna" in page, path
        assert settings.OFFICE["department"] in page, path


def test_a_page_of_ones_own_is_no_public_information(people: Any, enter: Callable[[Actor], Client]) -> None:
    for path in ("/konto/", "/urzad/", "/urzad/obsada/"):
        assert "Informacja publiczna" not in words(enter(people("head", key="KMIII")), path)


def test_an_announcement_names_its_people_and_leads_to_its_history(cycle: Cycle, run_jobs: Callable[[], int]) -> None:
    competition = cycle.competition()
    run_jobs()
    page = words(Client(), f"/konkursy/{competition.public_id}/")
    history = f"/historia-zmian/konkurs/{competition.public_id}/"
    for said in (
        "Wytworzył(a)",
        "Opublikował(a)",
        "Data publikacji",
        "Ostatnia zmiana",
        history,
        str(cycle.officer.user),
    ):
        assert said in page
    told = words(Client(), history)
    for said in (
        "Ogłoszono konkurs",
        "Biuletyn Informacji Publicznej",
        "SHA-256",
        str(cycle.officer.user),
        competition.title,
    ):
        assert said in told
    # Before the announcement there is nothing public to tell of.
    for said in ("Utworzono projekt", "Zmieniono treść", "Zatwierdzono"):
        assert said not in told


def test_what_is_not_public_has_no_public_history(cycle: Cycle, enter: Callable[[Actor], Client]) -> None:
    draft = cycle.competition(to="draft")
    assert Client().get(f"/historia-zmian/konkurs/{draft.public_id}/").status_code == 302
    assert (
        enter(cycle.signatory(cycle.organisation())).get(f"/historia-zmian/konkurs/{draft.public_id}/").status_code
        == 404
    )
    assert Client().get(f"/historia-zmian/oferta/{draft.public_id}/").status_code == 302
    assert enter(cycle.officer).get(f"/historia-zmian/oferta/{draft.public_id}/").status_code == 404
    assert enter(cycle.officer).post(f"/historia-zmian/konkurs/{draft.public_id}/").status_code == 405


def test_an_entry_of_a_public_register_says_who_wrote_it(
    people: Any, enter: Callable[[Actor], Client], cycle: Cycle, at: datetime
) -> None:
    officer, second = (
        people("officer", key="KMII", name="Anna Pierwsza"),
        people("officer", key="KMII", name="Ewa Druga"),
    )
    values = {
        "received": date(2026, 11, 1),
        "subject": "Petycja o mostek",
        "petitioner": "Jan Próbny",
        "published": date(2026, 11, 20),
    }
    entry = registers.enter(known_registers()["petycje"], values, actor=officer, at=at)
    later = at + timedelta(hours=2)
    registers.revise(entry, {**values, "subject": "Petycja o kładkę"}, revision=1, actor=second, at=later)
    page = words(Client(), f"/rejestry/wpisy/{entry.public_id}/")
    assert "Wytworzył(a)</dt> <dd>Anna Pierwsza" in page
    # The day of publication was written down after it had come: the page tells when it really was.
    assert "Data publikacji</dt> <dd>23 listopada 2026 r., godz. 10:00" in page.replace("\xa0", " ")
    assert "Ewa Druga" in page
    history = words(Client(), f"/historia-zmian/wpis-rejestru/{entry.public_id}/")
    assert "Wpisano do rejestru" in history
    assert "Ewa Druga" in history
    assert "Jan Próbny" not in history


def test_a_list_says_when_something_in_it_changed_last(cycle: Cycle) -> None:
    record(
        "77/26",
        body="board",
        title="w sprawie próby",
        adopted_on=date(2026, 11, 2),
        unit=Unit.objects.get(code="KMIII"),
        actor=cycle.officer,
        at=datetime(2026, 11, 3, 8, tzinfo=UTC),
    )
    page = words(Client(), "/uchwaly/").replace("\xa0", " ")
    assert "Ostatnia zmiana</dt> <dd>3 listopada 2026 r., godz. 9:00" in page or "godz. 09:00" in page
    assert str(cycle.officer.user) in page


def test_every_kind_that_is_told_of_has_its_gate_page_and_words() -> None:
    for kind, told in PUBLIC_HISTORIES.items():
        assert callable(import_string(told.gate)), kind
        assert reverse(told.route, args=["abc"]), kind
        for verb in told.verbs:
            assert word(Entry(subject_kind=kind, verb=verb)) != verb, (kind, verb)
    assert len({told.word for told in PUBLIC_HISTORIES.values()}) == len(PUBLIC_HISTORIES)


@pytest.mark.parametrize("size", [1, 30])
def test_a_history_costs_the_same_at_any_length(cycle: Cycle, at: datetime, size: int) -> None:
    values = {
        "received": date(2026, 11, 1),
        "subject": "Petycja",
        "petitioner": "Jan Próbny",
        "published": date(2026, 11, 20),
    }
    entry = registers.enter(known_registers()["petycje"], values, actor=cycle.officer, at=at)
    for number in range(size):
        entry = registers.revise(
            entry, {**values, "subject": f"Petycja {number}"}, revision=entry.revision, actor=cycle.officer, at=at
        )
    with CaptureQueriesContext(connection) as queries:
        words(Client(), f"/historia-zmian/wpis-rejestru/{entry.public_id}/")
    assert len(queries) == 4
