"""Contact lists: who keeps them, on which basis an address stands there, whom a list finds, what opting out does."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from core.accounts.actor import VISITOR, Actor, system
from core.audit.ledger import history
from core.audit.models import Entry, PersonalRead
from ngo.contacts import actions
from ngo.contacts.models import Contact, ContactConsent, ContactList, Institution, OptOut, Way
from ngo.contacts.queries import audience
from ngo.contacts.refusals import AlreadyOnList, ClosedList, OptedOut, SameList
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation
from tests.factories.pages import words

pytestmark = pytest.mark.django_db

LIST = {"name": "Kultura w regionie", "purpose": "informowanie o konkursach z zakresu kultury"}
CONTACT = {
    "name": "Żaneta Ćwiklińska",
    "email": "Zaneta@Example.org",
    "basis": "consent",
    "given_on": date(2026, 11, 3),
    "basis_note": "formularz na spotkaniu",
}
Enter = Callable[[Actor], Client]


@pytest.fixture
def contact_list(officer: Actor, at: datetime) -> ContactList:
    return actions.open_list(LIST, actor=officer, at=at)


@pytest.fixture
def add(contact_list: ContactList, officer: Actor, at: datetime) -> Callable[..., Contact]:
    def added(**values: Any) -> Contact:
        return actions.add_contact(contact_list, {**CONTACT, **values}, actor=officer, at=at)

    return added


def consenting(number: int, officer: Actor, at: datetime, **values: Any) -> Organisation:
    data = {"name": f"Fundacja {number}", "krs": str(1000 + number), **values}
    organisation = register(data, actor=officer, at=at)
    actions.agree_to_letters(organisation, email=f"fundacja{number}@example.org", wording="Zgoda", actor=officer, at=at)
    return organisation


def addresses(contact_list: ContactList, at: datetime) -> list[str]:
    return [each.email for each in audience(contact_list, at).recipients]


# Who


@pytest.mark.parametrize("kind", ["", "organisation_signatory", "expert", "administrator", "auditor"])
def test_lists_are_for_the_office(kind: str, people: Any, enter: Enter, contact_list: ContactList, add: Any) -> None:
    contact = add()
    actor = people(kind, key="x") if kind else VISITOR
    client = enter(actor)
    reads = kind == "auditor"
    one = [contact_list.public_id]
    for name, args in (("contact-lists", []), ("contact-list", one), ("contact-list-export", [*one, "csv"])):
        answer = client.get(reverse(name, args=args))
        assert (answer.status_code == 200) is reads
        assert reads or "example.org" not in answer.content.decode()
    before = Entry.objects.count()
    for name, args in (
        ("contact-list-open", []),
        ("contact-list-revise", one),
        ("contact-list-close", one),
        ("contact-add", one),
        ("contact-withdraw", [contact.public_id]),
    ):
        answer = client.post(reverse(name, args=args), {**LIST, **CONTACT, "email": "nowy@example.org"})
        assert answer.status_code == 302 if not kind else answer.status_code in (403, 404)
    assert Entry.objects.count() == before
    assert Contact.objects.live().count() == 1


def test_reading_a_list_is_noted_and_the_ledger_names_nobody(
    officer: Actor, enter: Enter, contact_list: ContactList, add: Any
) -> None:
    add()
    page = enter(officer).get(reverse("contact-list", args=[contact_list.public_id]))
    assert "Zaneta@Example.org" in words(page)
    assert PersonalRead.objects.get().subject_id == contact_list.public_id
    said = str([(entry.before, entry.after, entry.reason) for entry in Entry.objects.all()]).lower()
    assert "zaneta" not in said
    assert "ćwiklińska" not in said
    assert "spotkaniu" not in said


@pytest.mark.parametrize("count", [3, 120])
def test_pages_cost_the_same_at_any_size(
    count: int, officer: Actor, enter: Enter, contact_list: ContactList, add: Any, at: datetime
) -> None:
    for number in range(count):
        add(email=f"adres{number}@example.org")
        actions.open_list({**LIST, "name": f"Lista {number}"}, actor=officer, at=at)
    client = enter(officer)
    for address, queries in (
        (reverse("contact-lists"), 6),
        (reverse("contact-list", args=[contact_list.public_id]), 10),
        (reverse("contact-list-export", args=[contact_list.public_id, "xlsx"]), 6),
    ):
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200
        assert len(made) == queries, address
    with CaptureQueriesContext(connection) as made:
        audience(contact_list, at)
    assert len(made) == 2


# Lists


def test_a_list_is_opened_changed_and_closed(officer: Actor, enter: Enter) -> None:
    client = enter(officer)
    assert client.get(reverse("contact-list-open")).status_code == 200
    posted = {**LIST, "organisations": "on", "sphere": "16", "institutions": "all"}
    page = client.post(reverse("contact-list-open"), posted).url
    made = ContactList.objects.get()
    assert page == reverse("contact-list", args=[made.public_id])
    assert "te, które zgodziły się na listy" in words(client.get(page))
    revise = reverse("contact-list-revise", args=[made.public_id])
    assert client.get(revise).status_code == 200
    for _ in range(2):
        assert client.post(revise, {**posted, "purpose": "inny cel"}).status_code == 302
    for _ in range(2):
        assert client.post(reverse("contact-list-close", args=[made.public_id])).status_code == 302
    assert [entry.verb for entry in history(made)] == ["open_list", "revise", "close"]
    answer = client.post(reverse("contact-add", args=[made.public_id]), CONTACT)
    assert answer.status_code == 409
    assert "zamknięta" in words(answer)


def test_a_filter_without_organisations_is_refused(officer: Actor, enter: Enter) -> None:
    answer = enter(officer).post(reverse("contact-list-open"), {**LIST, "opp_only": "on"})
    assert answer.status_code == 400
    assert "organisations" in answer.context["form"].errors


def test_two_open_lists_of_one_name_are_refused(officer: Actor, contact_list: ContactList, at: datetime) -> None:
    with pytest.raises(SameList):
        actions.open_list(LIST, actor=officer, at=at)
    actions.close_list(contact_list, actor=officer, at=at)
    again = actions.open_list(LIST, actor=officer, at=at)
    with pytest.raises(ClosedList):
        actions.revise_list(contact_list, {"purpose": "x"}, actor=officer, at=at)
    assert again.pk != contact_list.pk


# Addresses


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ofiara@example.org\nBcc: inny@example.org"),
        ("email", "to nie adres"),
        ("name", "Jan\r\nBcc: x@example.org"),
        ("name", ""),
        ("basis", ""),
        ("basis_note", ""),
        ("given_on", ""),
        ("given_on", "2999-01-01"),
    ],
)
def test_an_address_without_a_proper_basis_is_refused(
    field: str, value: str, officer: Actor, enter: Enter, contact_list: ContactList
) -> None:
    answer = enter(officer).post(reverse("contact-add", args=[contact_list.public_id]), {**CONTACT, field: value})
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Contact.objects.exists()


def test_an_address_stands_on_a_list_once_in_any_spelling(add: Any) -> None:
    add()
    with pytest.raises(AlreadyOnList):
        add(email="ZANETA@example.ORG")


def test_a_public_task_has_no_day_of_consent(officer: Actor, enter: Enter, contact_list: ContactList) -> None:
    typed = {**CONTACT, "basis": "public_task", "basis_note": "strona gminy"}
    assert enter(officer).post(reverse("contact-add", args=[contact_list.public_id]), typed).status_code == 302
    assert Contact.objects.get().given_on is None


def test_withdrawn_by_the_office_and_put_back_with_a_basis(officer: Actor, add: Any, at: datetime) -> None:
    contact = add()
    for _ in range(2):
        actions.withdraw_contact(contact, actor=officer, at=at)
    assert history(contact.contact_list).filter(verb="withdraw_contact").count() == 1
    assert add().pk != contact.pk


def test_a_table_of_addresses_holds_no_formula(
    officer: Actor, enter: Enter, contact_list: ContactList, add: Any
) -> None:
    add(name="=cmd|' /C calc'!A0", basis_note="-1+1")
    answer = enter(officer).get(reverse("contact-list-export", args=[contact_list.public_id, "csv"]))
    row = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))[1]
    assert (row[0], row[4]) == ("'=cmd|' /C calc'!A0", "'-1+1")


# Consents


def test_an_organisation_agrees_changes_its_address_and_withdraws(
    people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    organisation = register({"name": "Fundacja Łąka", "krs": "5", "email": "biuro@example.org"}, actor=officer, at=at)
    own = people("organisation_editor", key=organisation.public_id)
    client, address = enter(own), reverse("organisation-letters", args=[organisation.public_id])
    assert "biuro@example.org" in client.get(address).content.decode()
    assert client.post(address, {"email": "biuro@example.org"}).status_code == 400, "an unticked box is no consent"
    for email in ("biuro@example.org", "BIURO@example.org", "listy@example.org"):
        assert client.post(address, {"email": email, "agreed": "on"}).status_code == 302
    assert list(ContactConsent.objects.order_by("pk").values_list("email", "withdrawn_by_way")) == [
        ("biuro@example.org", "organisation"),
        ("listy@example.org", ""),
    ]
    assert "Zgadzamy się" in ContactConsent.objects.filter(withdrawn_at=None).get().wording
    page = words(client.get(reverse("organisation-page", args=[organisation.public_id])))
    assert "Listy urzędu przychodzą" in page
    past = words(client.get(reverse("organisation-history", args=[organisation.public_id])))
    assert "Zgodzono się na listy urzędu" in past
    assert client.post(address, {"withdraw": "1"}).status_code == 302
    assert not ContactConsent.objects.filter(withdrawn_at=None).exists()
    assert [entry.verb for entry in history(organisation)][1:] == [
        "agree_to_letters", "withdraw_letters", "agree_to_letters", "withdraw_letters",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["", "organisation_signatory", "organisation_viewer", "officer", "auditor"])
def test_nobody_agrees_for_another(kind: str, people: Any, officer: Actor, enter: Enter, at: datetime) -> None:
    organisation = register({"name": "Fundacja Łąka", "krs": "5"}, actor=officer, at=at)
    key = organisation.public_id if kind == "organisation_viewer" else "inna"
    client = enter(people(kind, key=key) if kind else VISITOR)
    address = reverse("organisation-letters", args=[organisation.public_id])
    reads = kind in ("organisation_viewer", "officer", "auditor")
    assert (client.get(address).status_code == 200) is reads
    assert client.post(address, {"email": "x@example.org", "agreed": "on"}).status_code in (302, 403, 404)
    assert not ContactConsent.objects.exists()
    panel = "Listy urzędu" in words(client.get(reverse("organisation-page", args=[organisation.public_id])))
    assert panel is reads


# Whom a list finds


def test_organisations_are_found_by_the_filter_when_the_list_is_used(officer: Actor, at: datetime) -> None:
    consenting(1, officer, at, postcode="95-100", legal_form="foundation", spheres=["16"])
    consenting(2, officer, at, postcode="90-001", legal_form="association", spheres=["1", "16"])
    opp = consenting(3, officer, at, postcode="95-100", legal_form="association", spheres=["1"])
    Organisation.objects.filter(pk=opp.pk).update(is_opp=True)
    register({"name": "Bez zgody", "krs": "7", "email": "nie@example.org"}, actor=officer, at=at)
    made = actions.open_list({**LIST, "organisations": True}, actor=officer, at=at)

    def found(**values: Any) -> list[str]:
        none = {"county": None, "sphere": "", "legal_form": "", "opp_only": False}
        known = actions.revise_list(made, {**none, **values}, actor=officer, at=at)
        return [email.removeprefix("fundacja")[0] for email in addresses(known, at)]

    assert found() == ["1", "2", "3"]
    assert found(sphere="16") == ["1", "2"]
    assert found(legal_form="association") == ["2", "3"]
    assert found(opp_only=True) == ["3"]
    zgierz = Organisation.objects.get(pk=opp.pk).county
    assert found(county=zgierz, sphere="1") == ["3"]
    assert found(organisations=False) == []


def test_each_address_once_and_the_first_entry_counts(
    officer: Actor, add: Any, contact_list: ContactList, enter_institution: Callable[..., Institution], at: datetime
) -> None:
    consenting(1, officer, at)
    enter_institution(email="ZANETA@example.org")
    enter_institution(name="Rada", email="rada@example.org", kind="county_council")
    enter_institution(name="Zamknięta", email="stara@example.org", closed_on=date(2026, 1, 1))
    enter_institution(name="Bez adresu")
    add()
    known = actions.revise_list(contact_list, {"organisations": True, "institutions": "all"}, actor=officer, at=at)
    found = audience(known, at)
    assert [each.email for each in found.recipients] == [
        "Zaneta@Example.org", "fundacja1@example.org", "rada@example.org",
    ]  # fmt: skip
    assert found.doubled == 1
    assert "zgodą z dnia 3 listopada 2026 r." in found.recipients[0].reason
    known = actions.revise_list(known, {"organisations": False, "institutions": "county_council"}, actor=officer, at=at)
    assert addresses(known, at) == ["Zaneta@Example.org", "rada@example.org"]


# Opting out


def test_opting_out_ends_every_consent_and_only_a_later_one_counts(
    officer: Actor, add: Any, contact_list: ContactList, enter_institution: Callable[..., Institution], at: datetime
) -> None:
    add()
    enter_institution(email="zaneta@example.org")
    organisation = register({"name": "Fundacja Łąka", "krs": "5"}, actor=officer, at=at)
    actions.agree_to_letters(organisation, email="zaneta@example.org", wording="Zgoda", actor=officer, at=at)
    everyone = {"organisations": True, "institutions": "all"}
    known = actions.revise_list(contact_list, everyone, actor=officer, at=at)
    later = at + timedelta(days=1)
    for _ in range(2):
        actions.opt_out("zaneta@EXAMPLE.org", way=Way.LINK, actor=system("adresat"), at=later)
    assert OptOut.objects.get().at == later
    found = audience(known, later)
    assert (found.recipients, found.opted_out) == ([], 1)
    assert Contact.objects.get().withdrawn_at == ContactConsent.objects.get().withdrawn_at == later
    assert history(organisation).last().verb == "withdraw_letters"
    for day in (date(2026, 11, 3), date(2026, 11, 24)):
        with pytest.raises(OptedOut):
            add(given_on=day)
    with pytest.raises(OptedOut):
        add(basis="public_task", given_on=None)
    add(given_on=date(2026, 11, 25))
    assert addresses(known, later + timedelta(days=1)) == ["Zaneta@Example.org"]
    again = later + timedelta(days=2)
    actions.opt_out("zaneta@example.org", way=Way.OFFICE, actor=officer, at=again)
    assert addresses(known, again) == []
    actions.agree_to_letters(
        organisation, email="zaneta@example.org", wording="Zgoda", actor=officer, at=again + timedelta(seconds=1)
    )
    assert addresses(known, now() + timedelta(days=9)) == ["zaneta@example.org"]
