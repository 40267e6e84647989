"""Institutions: who sees what, Polish order, filters, tables that open safely, entries that are closed and never deleted."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.accounts.actor import VISITOR, Actor
from core.audit.ledger import history
from core.audit.models import Entry, PersonalRead
from ngo.contacts import actions
from ngo.contacts.models import Institution
from ngo.contacts.refusals import ClosesTooEarly, SameInstitution
from ngo.registry.models import County
from tests.factories.pages import words

pytestmark = pytest.mark.django_db

LIST = reverse("institutions")
TYPED = {
    "kind": "county_council",
    "name": "Powiatowa Rada „Żuraw”",
    "street": "ul. Długa 1",
    "postcode": "95100",
    "city": "Zgierz",
    "email": "rada@example.org",
    "person": "Żaneta Ćwiklińska",
    "function": "przewodnicząca",
    "term_to": "2028-05-01",
    "source": "uchwała powołująca",
}
Enter = Callable[[Actor], Client]
Make = Callable[..., Institution]


def names(client: Client, **query: str) -> list[str]:
    page = client.get(LIST, query)
    assert page.status_code == 200
    return [row["cells"][0]["text"] for row in page.context["rows"]]


# The list


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_costs_the_same_at_any_size(count: int, officer: Actor, enter: Enter, enter_institution: Make) -> None:
    for number in range(count):
        enter_institution(name=f"Centrum {number}", person="Jan Przykład").area.set(County.objects.all()[:3])
    visitor, staff = enter(VISITOR), enter(officer)
    with CaptureQueriesContext(connection) as queries:
        visitor.get(LIST, {"szukaj": "centrum", "rodzaj": "volunteering", "powiat": "1020"})
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        staff.get(LIST)
    assert len(queries) == 7
    with CaptureQueriesContext(connection) as queries:
        staff.get(reverse("institutions-export", args=["csv"]))
    assert len(queries) == 6


def test_the_list_is_in_polish_order(enter: Enter, enter_institution: Make) -> None:
    for name in ["Żuraw", "Łąka", "„Ćma”", "zebra", "Lipa"]:
        enter_institution(name=name)
    assert names(enter(VISITOR)) == ["„Ćma”", "Lipa", "Łąka", "zebra", "Żuraw"]


def test_filters(enter: Enter, enter_institution: Make) -> None:
    lodz = County.objects.get(code="1061")
    enter_institution(name="Inkubator", kind="incubator", area=[lodz])
    enter_institution(name="Rada", kind="commune_council", city="Łódź", county=lodz)
    visitor = enter(VISITOR)
    assert names(visitor, powiat="1020") == ["Inkubator"]
    assert names(visitor, powiat="1061") == ["Inkubator", "Rada"]
    assert names(visitor, rodzaj="commune_council") == ["Rada"]
    assert names(visitor, szukaj="LODZ rada") == ["Rada"]
    assert names(visitor, rodzaj="nie-ma", powiat="x", strona="-3") == ["Inkubator", "Rada"]
    assert names(visitor, szukaj="100%") == []


def test_a_person_is_for_the_office_alone(people: Any, officer: Actor, enter: Enter, enter_institution: Make) -> None:
    made = enter_institution(person="Żaneta Ćwiklińska", function="kierowniczka", note="dzwonić rano")
    address = reverse("institution-page", args=[made.public_id])
    tables = [reverse("institutions-export", args=[ending]) for ending in ("csv", "xlsx")]
    for outsider in (VISITOR, people(), people("organisation_signatory", key="x"), people("administrator")):
        client = enter(outsider)
        page = client.get(address)
        assert page.status_code == 200
        for secret in ("Ćwiklińska", "kierowniczka", "dzwonić"):
            assert secret not in page.content.decode()
            assert secret not in client.get(tables[0]).content.decode()
            assert secret not in str(list(load_workbook(BytesIO(client.get(tables[1]).content)).active.values))
        assert names(client, szukaj="Ćwiklińska") == []
    assert not PersonalRead.objects.exists()
    for insider in (officer, people("auditor")):
        client = enter(insider)
        assert "Żaneta Ćwiklińska" in words(client.get(address))
        assert "Żaneta Ćwiklińska" in client.get(tables[0]).content.decode()
        assert PersonalRead.objects.filter(user=insider.user, subject_id=made.public_id).count() == 2


@pytest.mark.parametrize("kind", ["", "organisation_signatory", "expert", "auditor", "administrator"])
def test_only_staff_keep_the_database(kind: str, people: Any, enter: Enter, enter_institution: Make) -> None:
    made = enter_institution()
    client = enter(people(kind, key="x") if kind else VISITOR)
    for name in ("institution-revise", "institution-check", "institution-close", "institution-reopen"):
        answer = client.post(reverse(name, args=[made.public_id]), TYPED | {"closed_on": "2026-11-01", "reason": "x"})
        assert answer.status_code in ((302,) if not kind else (403, 404))
    assert client.post(reverse("institution-enter"), TYPED).status_code in (302, 403)
    assert Institution.objects.count() == 1
    assert Entry.objects.filter(subject_kind="ngo.institution").count() == 1


# Entering and changing


def test_staff_enter_one_and_the_county_follows_from_the_postcode(officer: Actor, enter: Enter) -> None:
    answer = enter(officer).post(reverse("institution-enter"), TYPED)
    made = Institution.objects.get()
    assert answer.url == reverse("institution-page", args=[made.public_id])
    assert (made.postcode, made.county.code, made.verified_on) == ("95-100", "1020", made.verified_on)
    entry = history(made).get()
    assert entry.after["name"] == TYPED["name"]
    assert "Ćwiklińska" not in str(entry.after)
    assert "rada@example.org" not in str(entry.after)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "To pole jest wymagane"),
        ("name", "Rada\r\nBcc: x@example.org", "znaki sterujące"),
        ("name", "Rada\x00", "znaki sterujące"),
        ("note", "a\x07b", "niewidoczne znaki"),
        ("postcode", "1234", "kod"),
        ("postcode", "00-001", "Wybierz go z listy"),
        ("email", "rada@example.org\nBcc: x@example.org", "e-mail"),
        ("website", "javascript:alert(1)", "URL"),
        ("kind", "volunteering", "Kadencję mają tylko rady"),
        ("term_to", "31.02.2028", "dat"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, value: str, said: str, officer: Actor, enter: Enter) -> None:
    answer = enter(officer).post(reverse("institution-enter"), TYPED | {field: value})
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert said.lower() in str(errors).lower()
    assert not Institution.objects.exists()


def test_a_commune_of_another_county_is_refused(officer: Actor, enter: Enter) -> None:
    lodz = County.objects.get(code="1061")
    zgierz = County.objects.get(code="1020").communes.first()
    answer = enter(officer).post(reverse("institution-enter"), TYPED | {"county": lodz.pk, "commune": zgierz.pk})
    assert answer.status_code == 400
    assert "commune" in answer.context["form"].errors


def test_the_same_institution_is_not_entered_twice(enter_institution: Make) -> None:
    enter_institution()
    with pytest.raises(SameInstitution):
        enter_institution(name="CENTRUM WOLONTARIATU ŹDŹBŁO")
    enter_institution(city="Łódź")
    enter_institution(kind="incubator")


def test_a_change_is_told_with_what_stood_before(officer: Actor, enter: Enter, enter_institution: Make) -> None:
    made = enter_institution(kind="county_council", name=TYPED["name"], postcode="95-100", street=TYPED["street"])
    address = reverse("institution-revise", args=[made.public_id])
    client = enter(officer)
    assert client.get(address).status_code == 200
    lodz = County.objects.get(code="1061")
    assert client.post(address, TYPED | {"area": [lodz.pk]}).status_code == 302
    assert client.post(address, TYPED | {"area": [lodz.pk]}).status_code == 302
    entry = history(made).get(verb="revise")
    assert (entry.before["area"], entry.after["area"]) == ([], ["1061"])
    assert entry.before["source"] == "strona instytucji"
    assert "Ćwiklińska" not in str(entry.after)
    assert PersonalRead.objects.filter(page="revise", user=officer.user).exists()


def test_checked_once_a_day(officer: Actor, enter_institution: Make, at: datetime) -> None:
    made = enter_institution()
    later = at + timedelta(days=40)
    for _ in range(2):
        actions.check(made, actor=officer, at=later)
    assert history(made).filter(verb="check").count() == 1
    assert Institution.objects.get().verified_on == later.date()


# Closing


def test_closed_is_gone_for_the_public_from_its_day_and_stays_for_the_office(
    officer: Actor, enter: Enter, enter_institution: Make, at: datetime
) -> None:
    made = enter_institution(person="Jan Przykład")
    visitor, staff = enter(VISITOR), enter(officer)
    page = reverse("institution-page", args=[made.public_id])
    close = reverse("institution-close", args=[made.public_id])
    assert staff.get(close).status_code == 200
    assert staff.post(close, {"closed_on": "2999-01-01", "reason": "uchwała"}).status_code == 302
    assert names(visitor) == [made.name]
    assert staff.post(close, {"closed_on": "2020-01-01", "reason": "uchwała"}).status_code == 302
    assert names(visitor) == []
    assert enter(VISITOR).get(page).url.startswith(reverse("account_login"))
    assert made.name not in visitor.get(reverse("institutions-export", args=["csv"])).content.decode()
    assert names(staff) == names(staff, stan="nie") == [made.name]
    assert names(staff, stan="tak") == []
    assert "nie działa" in words(staff.get(page))
    assert staff.post(reverse("institution-reopen", args=[made.public_id])).status_code == 302
    assert names(visitor) == [made.name]
    assert [entry.verb for entry in history(made)] == ["enter", "close", "close", "reopen"]


def test_it_does_not_close_before_it_began(officer: Actor, enter_institution: Make, at: datetime) -> None:
    made = enter_institution(active_from=date(2026, 5, 1))
    with pytest.raises(ClosesTooEarly):
        actions.close(made, closed_on=date(2026, 4, 1), reason="x", actor=officer, at=at)
    actions.close(made, closed_on=date(2026, 6, 1), reason="x", actor=officer, at=at)
    with pytest.raises(ClosesTooEarly):
        actions.revise(made, {"active_from": date(2026, 7, 1)}, actor=officer, at=at)


# Tables


def test_a_table_holds_what_is_filtered_and_no_formula(enter: Enter, enter_institution: Make) -> None:
    nasty = '=HYPERLINK("http://example.org";"kliknij")'
    enter_institution(name=nasty, street="+48", source="@SUM(A1)")
    enter_institution(name="Rada", kind="county_council")
    client = enter(VISITOR)
    answer = client.get(reverse("institutions-export", args=["csv"]), {"rodzaj": "volunteering"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[:2] == ["nazwa", "rodzaj"]
    assert row[0] == f"'{nasty}"
    assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
    answer = client.get(reverse("institutions-export", args=["xlsx"]), {"rodzaj": "volunteering"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row == 2
    assert sheet["A2"].value == nasty
    assert {cell.data_type for line in sheet.iter_rows(max_col=2) for cell in line} == {"s"}
    assert client.get(reverse("institutions-export", args=["pdf"])).status_code == 404
