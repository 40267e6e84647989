"""Desks and panels: each says what its reader has to do next, at a price that does not grow."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from competitions.reports.panels import history
from config.desks import PANELS, VERBS
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.web.navigation import entries, links
from core.web.panels import makers, panels
from tests.conftest import People
from tests.pages.story import Story

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_panel_and_link_of_the_tables_exists() -> None:
    for place in PANELS:
        assert makers(place)
    for kind in links("NAVIGATION"):
        hat, _, key = kind.partition(":")
        assert all(row["url"] for row in entries(Actor(hat=Hat(kind=hat, key=key)), "/")), kind


@pytest.mark.parametrize("kind", ["", "officer", "head", "director", "auditor"])
def test_every_link_of_the_offices_work_opens_for_those_who_see_it(people: People, enter: Enter, kind: str) -> None:
    client = enter(people(kind, key="KMII" if kind in ("officer", "head") else "")) if kind else Client()
    page = read(client, "/rejestry/")
    for link in links("OFFICE_WORK")[kind]:
        assert f'<a href="{reverse(link.route)}">{link.label}</a>' in page
        assert client.get(reverse(link.route)).status_code == 200, link.route


@pytest.mark.parametrize(("unit", "price"), [("KMI", 8), ("KMII", 9), ("KMVI", 6)])
def test_a_unit_that_does_not_work_with_organisations_has_a_desk_of_its_own(
    people: People, enter: Enter, unit: str, price: int, django_assert_num_queries: Any
) -> None:
    client = enter(people("officer", key=unit))
    with django_assert_num_queries(price):
        page = read(client, "/urzad/")
    assert "Moje terminy" in page
    assert "Organizacje do potwierdzenia" not in page
    assert ("Zarejestruj pismo" in page) == (unit == "KMII")


@pytest.mark.parametrize(
    ("kind", "path", "current"),
    [
        ("officer", "/urzad/", "Pulpit"),
        ("officer", "/urzad/organizacje/do-potwierdzenia/", "Organizacje"),
        ("officer", "/organizacje/nowa/", "Organizacje"),
        ("officer", "/urzad/konkursy/k7Qm/ocena/", "Konkursy"),
        ("officer", "/urzad/umowy/k7Qm/podpisy/", "Umowy"),
        ("officer", "/urzad/oferty/k7Qm/umowa/", "Pulpit"),
        ("organisation_editor", "/moje/oferty/k7Qm/", "Moje oferty"),
        ("organisation_editor", "/moje/konkursy/k7Qm/nowa-oferta/", "Konkursy"),
        ("auditor", "/urzad/organizacje/do-potwierdzenia/", "Organizacje"),
        ("expert", "/konto/", None),
    ],
)
def test_the_navigation_says_where_one_is(people: People, kind: str, path: str, current: str | None) -> None:
    rows = entries(people(kind, key="KMIII"), path)
    assert [row["label"] for row in rows if row["current"]] == ([current] if current else [])


def test_the_officer_sees_what_the_office_has_to_do(story: Story, enter: Enter, django_assert_num_queries: Any) -> None:
    client = enter(story.officer)
    with django_assert_num_queries(10):
        page = read(client, "/urzad/")
    for words in (
        "Uzupełnij i zatwierdź: Wolontariat w małych miejscowościach",
        "Odnotuj publikacje: Dostępna kultura",
        "organizacje: 1 oferta bez potwierdzenia do 29 marca 2027 r.",
        "urząd: 1 pytanie bez odpowiedzi",
        "urząd: 2 oferty do oceny formalnej",
        "Zeskanuj albo wpisz sumę z papieru",
        "Odnotuj decyzję Zarządu: Sport dla wszystkich",
        "Wypłać dotację: Stowarzyszenie Łęczyckie Łany",
        "Odnotuj podpisy: Fundacja Echo Bzury",
        "Sprawdź sprawozdanie: umowa nr",
        "Żądanie dostępności strony",
    ):
        assert words in page
    assert "Święto żniw" not in page  # a draft of an offer is nobody's but its organisation's


def test_the_expert_sees_cards_and_no_task_before_the_declaration(
    story: Story, enter: Enter, django_assert_num_queries: Any
) -> None:
    client = enter(story.expert_actor)
    with django_assert_num_queries(7):
        page = read(client, "/ekspert/")
    assert f"Złóż deklarację bezstronności: {story.card_to_declare.offer.organisation.name}" in page
    assert page.count("Święto żniw") == 1  # only of the card whose declaration is made


def test_a_member_sees_the_panel(story: Story, enter: Enter, django_assert_num_queries: Any) -> None:
    client = enter(story.member_actor)
    with django_assert_num_queries(6):
        assert "Aktywni seniorzy" in read(client, "/komisja/")


def test_an_organisation_sees_what_it_has_to_do(story: Story) -> None:
    writing = panels("desk:organisation_signatory", story.signatory_actor, None, now())
    lines = [item for panel in writing for item in panel.context.get("items", [])]
    inviting = story.invitation.offer.organisation.name
    assert [item.label for item in lines][:2] == [
        f"Zaproszenie do oferty wspólnej: {inviting}",
        "Dokończ i złóż: Święto żniw w powiecie łęczyckim",
    ]
    assert lines[2].note.endswith("w Waszej sferze działalności")
    running = panels("desk:organisation_signatory", story.holder_actor, None, now())
    labels = [item.label for panel in running for item in panel.context.get("items", [])]
    assert labels[0] == "Dostarcz potwierdzenie: Święto żniw w powiecie łęczyckim"
    assert labels[1].startswith("Realizujcie zadanie z umowy nr ")


def test_a_visitor_sees_what_is_open_and_how_it_ended(
    story: Story, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        page = read(client, "/")
    assert "Kultura blisko domu" in page
    assert "Wyniki konkursów" in page
    assert "Wolontariat w małych miejscowościach" not in page


def test_the_public_history_of_an_organisation_tells_only_of_grants(story: Story) -> None:
    refused = story.resolved_competition.offers.get(title="Kiermasz bez planu").organisation
    # The panel itself: which others stand beside it on the page is the table's business.
    assert history(VISITOR, refused, now()).context["awards"] == []
    assert len(history(story.officer, refused, now()).context["cases"]) == 1
    awarded = history(VISITOR, story.holders[0], now())
    assert [award.amount for award in awarded.context["awards"]] == [10000]
    assert history(story.signatory_actor, refused, now()).context["awards"] == []


def test_counts_of_offers_are_for_the_office_only(story: Story) -> None:
    for_visitor = panels("competition-page", VISITOR, story.open, now())
    assert [panel.title for panel in for_visitor] == ["Pytania i odpowiedzi"]
    mine = panels("competition-page", story.signatory_actor, story.open, now())
    assert [item.label for item in mine[0].context["items"]] == ["Święto żniw w powiecie łęczyckim"]
    for panel in (*for_visitor, *mine):
        assert "total" not in panel.context
    # Staff read it on the page where they lead the competition; an auditor, who has none, on the public one.
    assert "Oferty" not in [panel.title for panel in panels("competition-page", story.officer, story.open, now())]
    for place, actor in (("competition-prepare", story.officer), ("competition-page", story.auditor)):
        (counts,) = (panel for panel in panels(place, actor, story.open, now()) if panel.title == "Oferty")
        assert counts.context["total"] == "1\u00a0oferta"


def verbs_in_code() -> set[str]:
    """Every verb that `record` is called with; the moves of the life cycles have labels of their own."""
    found = set()
    for app in settings.OWN_APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
                place = {"record": 1, "record_entry": 1}.get(name)
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found.add(str(node.args[place].value))
    return found


def test_history_calls_every_verb_by_polish_words() -> None:
    assert verbs_in_code() - set(VERBS) == set()
