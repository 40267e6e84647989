"""An administrator over accounts: hats with reasons, a lost second factor, a leaver whose work passes on."""

from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.audit.ledger import faults
from core.audit.models import Entry, PersonalRead
from core.notices.delivery import deliver_due
from core.signin.actions import invite, leave, open_account, rename
from core.signin.holdings import holdings
from core.signin.models import Invitation
from core.signin.refusals import NoSuccessor
from office.structure.models import Unit

pytestmark = pytest.mark.django_db

LIST = "/administracja/konta/"


@pytest.fixture
def admin(people: Any) -> Actor:
    actor: Actor = people("administrator", name="Ada Administratorka")
    return actor


@pytest.fixture
def office(admin: Actor, enter: Any) -> Client:
    client: Client = enter(admin)
    return client


@pytest.fixture
def unit() -> Unit:
    return Unit.objects.create(code="KMIII", symbol="KM III", name="Wydział ds. Ekonomii Społecznej", order=3)


def page_of(user: User) -> str:
    return f"{LIST}{user.public_id}/"


def test_only_administrators_enter(people: Any, enter: Any, office: Client) -> None:
    ola = people("officer", key="KMIII")
    for address in (LIST, f"{LIST}zapros/"):
        assert enter(ola).get(address).status_code == 403
        assert Client().get(address).status_code == 302
        assert office.get(address).status_code == 200
    for address in (page_of(ola.user), f"{page_of(ola.user)}odejscie/"):
        assert enter(ola).get(address).status_code == 404
        assert office.get(address).status_code == 200
    for verb in ("nadaj", "odbierz", "drugi-skladnik", "odejscie", "otworz"):
        assert enter(ola).post(f"{page_of(ola.user)}{verb}/").status_code == 404


def test_the_list_is_searched(office: Client, people: Any) -> None:
    anna = people("officer", key="KMIII", name="Anna Lipa")
    people("expert", name="Bartek Dąb")
    page = office.get(LIST, {"q": "lipa"}).content.decode()
    assert "Anna Lipa" in page
    assert "Bartek Dąb" not in page
    page = office.get(LIST, {"kind": "expert"}).content.decode()
    assert "Anna Lipa" not in page
    assert "Bartek Dąb" in page
    User.objects.filter(pk=anna.user.pk).update(is_active=False)
    page = office.get(LIST, {"state": "closed"}).content.decode()
    assert page.count('data-label="E-mail"') == 1
    assert "Nie ma konta" in office.get(LIST, {"q": "nikt taki"}).content.decode()


NAMES = ("Zofia Ćwik", "Anna Cwik", "Jan Żak", "Łucja Lis", "Ewa Łoś", "Adam Cwik")


def order_of(page: str) -> list[str]:
    return sorted(NAMES, key=page.index)


def test_the_list_is_in_polish_order_by_surname_or_from_the_newest(office: Client, at: Any) -> None:
    for number, name in enumerate(NAMES):
        open_account(f"osoba{number}@nowe.example", name=name, password=None, at=at)
    page = office.get(LIST).content.decode()
    assert order_of(page) == ["Adam Cwik", "Anna Cwik", "Zofia Ćwik", "Łucja Lis", "Ewa Łoś", "Jan Żak"]
    assert "według nazwiska" in page
    page = office.get(LIST, {"order": "newest"}).content.decode()
    assert order_of(page) == list(reversed(NAMES))
    zofia = User.objects.get(name="Zofia Ćwik")
    rename(zofia, "Zofia Źrebak", actor=Actor(user=zofia), at=at)
    page = office.get(LIST).content.decode()
    assert page.index("Ewa Łoś") < page.index("Zofia Źrebak") < page.index("Jan Żak")


def test_accounts_made_before_get_their_place(office: Client, people: Any) -> None:
    for name in NAMES:
        people(name=name)
    User.objects.update(sort_key="")
    import_module("core.migrations.0008_user_sort_key").fill(apps, None)
    assert order_of(office.get(LIST).content.decode())[0] == "Adam Cwik"


def test_pages_cost_the_same_at_any_size(
    office: Client, admin: Actor, people: Any, at: Any, django_assert_num_queries: Any
) -> None:
    first = people("officer", key="KMIII")
    for count in (1, 3):
        for _each in range(count):
            invite(f"nowa{count}{_each}@example.org", "auditor", actor=admin, at=at)
            people("officer", key="KMIII")
        with django_assert_num_queries(9):
            office.get(LIST)
        with django_assert_num_queries(10):
            office.get(page_of(first.user))


def test_a_hat_is_given_and_taken_with_a_reason(office: Client, admin: Actor, people: Any, unit: Unit) -> None:
    anna = people(name="Anna Lipa").user
    values = {"hat": "officer|KMIII", "reason": ""}
    page = office.post(f"{page_of(anna)}nadaj/", values).content.decode()
    assert "To pole jest wymagane" in page
    assert 'value="officer|KMIII" selected' in page
    office.post(f"{page_of(anna)}nadaj/", {**values, "reason": "Przyszła do wydziału"})
    hat = Hat.objects.worn().get(user=anna)
    assert hat.label == "pracownik: Wydział ds. Ekonomii Społecznej"
    entry = Entry.objects.get(chain=anna.chain, verb="grant_hat")
    assert (entry.user, entry.hat_kind, entry.reason) == (admin.user, "administrator", "Przyszła do wydziału")
    page = office.post(f"{page_of(anna)}odbierz/", {"hat": hat.public_id, "odbierz-reason": ""}).content.decode()
    assert "To pole jest wymagane" in page
    assert Hat.objects.worn().filter(user=anna).exists()
    office.post(f"{page_of(anna)}odbierz/", {"hat": hat.public_id, "odbierz-reason": "Zmiana zadań"})
    assert not Hat.objects.worn().filter(user=anna).exists()
    assert Entry.objects.get(chain=anna.chain, verb="withdraw_hat").reason == "Zmiana zadań"


def test_what_an_administrator_does_not_give_is_not_on_the_form(office: Client, people: Any, unit: Unit) -> None:
    anna = people().user
    values = {"hat": "expert|", "reason": "x"}
    assert "Wybierz poprawną wartość" in office.post(f"{page_of(anna)}nadaj/", values).content.decode()
    assert not Hat.objects.filter(user=anna).exists()


def test_nobody_changes_their_own_account_here(office: Client, admin: Actor) -> None:
    answer = office.post(f"{page_of(admin.person)}nadaj/", {"hat": "auditor|", "reason": "bo mogę"})
    assert answer.status_code == 403
    assert "zrobi to inny administrator" in answer.content.decode()
    assert "zrobi to inny administrator" in office.get(f"{page_of(admin.person)}odejscie/").content.decode()
    assert Hat.objects.worn().filter(user=admin.user).count() == 1


def test_an_invitation_is_sent_and_revoked(office: Client, unit: Unit) -> None:
    assert "To pole jest wymagane" in office.post(f"{LIST}zapros/", {"email": "a@example.org"}).content.decode()
    office.post(f"{LIST}zapros/", {"email": "a@example.org", "hat": "head|KMIII"})
    invitation = Invitation.objects.get()
    assert invitation.label == "kierownik: Wydział ds. Ekonomii Społecznej"
    assert "a@example.org" in office.get(LIST).content.decode()
    office.post(f"{LIST}zaproszenia/{invitation.public_id}/wycofaj/")
    assert not Invitation.objects.open(now()).exists()


def test_a_lost_second_factor_is_taken_off(office: Client, people: Any, enter: Any) -> None:
    anna = people("officer", key="KMIII", name="Anna Lipa")
    hers = enter(anna)
    assert hers.get("/pulpit/")["Location"] == "/urzad/"
    assert "To pole" in office.post(f"{page_of(anna.person)}drugi-skladnik/", {"zdejmij-reason": " "}).content.decode()
    office.post(f"{page_of(anna.person)}drugi-skladnik/", {"zdejmij-reason": "Zgubiony telefon, rozmowa osobista"})
    assert not Authenticator.objects.filter(user=anna.user).exists()
    assert hers.get("/pulpit/")["Location"] == "/konto/drugi-skladnik/"
    deliver_due()
    assert mail.outbox[-1].to == [anna.person.email]
    assert "Zgubiony telefon" in mail.outbox[-1].body
    assert Entry.objects.get(chain=anna.person.chain, verb="reset_second_factor").reason.startswith("Zgubiony")


def test_a_leavers_roles_pass_to_a_successor_and_the_account_closes(
    office: Client, admin: Actor, people: Any, enter: Any, unit: Unit, at: Any
) -> None:
    anna = people("head", key="KMIII", title=unit.name, name="Anna Lipa")
    people("officer", key="KMIII", name="Zostaje w wydziale")
    celina = people("officer", key="KMI", name="Celina Klon")
    hers = enter(anna)
    invite("x@example.org", "auditor", actor=anna, at=now())
    assert holdings(anna.person)[0].things == ["kierownik: Wydział ds. Ekonomii Społecznej"]
    page = office.get(f"{page_of(anna.person)}odejscie/").content.decode()
    assert "Role, w których nikt inny nie działa" in page
    values = {"reason": "Odeszła z urzędu"}
    assert "To pole jest wymagane" in office.post(f"{page_of(anna.person)}odejscie/", values).content.decode()
    office.post(f"{page_of(anna.person)}odejscie/", {**values, "roles": celina.person.pk})
    anna.person.refresh_from_db()
    assert not anna.person.is_active
    assert not Hat.objects.worn().filter(user=anna.user).exists()
    assert Hat.objects.worn().filter(user=celina.user, kind="head", key="KMIII").exists()
    assert not Invitation.objects.open(now()).exists()
    assert hers.get("/konto/").status_code == 302
    entry = Entry.objects.get(chain=anna.person.chain, verb="close_account")
    assert entry.after == {"passed": {"roles": 1}, "successors": {"roles": celina.person.public_id}}
    assert list(faults()) == []
    assert leave(anna.person, successors={}, actor=admin, at=at, reason="jeszcze raz") == anna.person
    assert Entry.objects.filter(chain=anna.person.chain, verb="close_account").count() == 1


def test_without_a_successor_nothing_is_closed(people: Any, at: Any) -> None:
    anna = people("head", key="KMIII", title="Wydział")
    with pytest.raises(NoSuccessor):
        leave(anna.person, successors={}, actor=system("test"), at=at, reason="Odejście")
    anna.person.refresh_from_db()
    assert anna.person.is_active
    assert Hat.objects.worn().filter(user=anna.user).exists()


def test_a_closed_account_is_opened_without_its_hats(office: Client, people: Any, at: Any) -> None:
    anna = people("organisation_editor", key="x", title="Fundacja")
    leave(anna.person, successors={}, actor=system("test"), at=at, reason="Odejście")
    office.post(f"{page_of(anna.person)}otworz/", {"otworz-reason": "Wróciła"})
    anna.person.refresh_from_db()
    assert anna.person.is_active
    assert not Hat.objects.worn().filter(user=anna.user).exists()


def test_reading_an_account_is_noted(office: Client, admin: Actor, people: Any) -> None:
    anna = people().user
    office.get(page_of(anna))
    read = PersonalRead.objects.get(subject_id=anna.public_id)
    assert (read.user, read.hat_kind) == (admin.user, "administrator")
