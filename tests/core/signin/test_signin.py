"""Signing in, up and out: letters, limits, sessions; whether an address has an account is told to nobody."""

import logging
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from core.accounts.actor import Actor, system
from core.accounts.models import User
from core.audit.models import Entry
from core.notices.delivery import deliver_due
from core.notices.models import Notice
from core.signin.actions import verify_email
from core.signin.adapters import KEYS, LINKS, VERBS, AccountAdapter

pytestmark = pytest.mark.django_db

PASSWORD = "haslo-do-testow-1"
NEW = "zielona-lipa-nad-Nerem"
LOGIN = "/konto/logowanie/"
MISMATCH = "Adres e-mail albo hasło są nieprawidłowe"
TOO_MANY = "Za dużo nieudanych prób"


@pytest.fixture
def anna(people: Any) -> User:
    user: User = people(name="Anna Przykładowa").user
    return verify_email(user, actor=system("test"), at=now())


def sign_in(user: User, password: str = PASSWORD, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def link(letter: Any) -> str:
    (address,) = [line for line in letter.body.splitlines() if line.startswith("http://localhost:8000/")]
    return str(address.removeprefix("http://localhost:8000"))


def test_in_and_out(anna: User) -> None:
    client = sign_in(anna)
    assert is_in(client)
    assert Entry.objects.get(chain=anna.chain, verb="sign_in").after == {"second_factor": False}
    client.post("/konto/wylogowanie/")
    assert not is_in(client)


def test_wrong_passwords_lock_the_account_for_a_while(anna: User, people: Any) -> None:
    for _attempt in range(5):
        answer = Client().post(LOGIN, {"login": anna.email, "password": "zle"}).content.decode()
        assert MISMATCH in answer
        assert anna.email in answer  # what was typed stays
    assert TOO_MANY in Client().post(LOGIN, {"login": anna.email, "password": PASSWORD}).content.decode()
    bartek = verify_email(people().user, actor=system("test"), at=now())
    assert is_in(sign_in(bartek))


def test_wrong_passwords_lock_the_address_of_the_network(anna: User) -> None:
    for number in range(10):
        answer = Client().post(LOGIN, {"login": f"nikt{number}@example.org", "password": "zle"})
        assert MISMATCH in answer.content.decode()
    assert TOO_MANY in Client().post(LOGIN, {"login": anna.email, "password": PASSWORD}).content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert is_in(sign_in(anna, client=elsewhere))


def test_a_wrong_password_leaves_no_address_in_the_log(anna: User, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().post(LOGIN, {"login": anna.email, "password": "zle-haslo"})
    assert anna.email not in caplog.text
    assert "zle-haslo" not in caplog.text


def test_too_many_requests_have_a_page(anna: User) -> None:
    answers = [Client().post("/konto/haslo/nowe/", {"email": anna.email}) for _attempt in range(6)]
    assert answers[-1].status_code == 429
    assert "Za dużo prób" in answers[-1].content.decode()


def test_who_signs_up_confirms_the_address_first() -> None:
    client = Client()
    values = {"name": "Celina Nowa", "email": "celina@example.org", "password1": NEW, "password2": NEW}
    answer = client.post("/konto/rejestracja/", values)
    assert answer["Location"] == "/konto/adres/wyslano/"
    celina = User.objects.get(email="celina@example.org")
    assert celina.name == "Celina Nowa"
    assert not is_in(sign_in(celina, NEW))
    deliver_due()
    address = link(mail.outbox[0])
    assert Notice.objects.earliest("pk").body == ""
    assert "Potwierdź, że celina@example.org to Twój adres" in Client().get(address).content.decode()
    Client().post(address)
    assert is_in(sign_in(celina, NEW))


def test_signing_up_again_looks_the_same_and_the_owner_learns_it(anna: User) -> None:
    values = {"name": "X", "email": anna.email, "password1": NEW, "password2": NEW}
    answer = Client().post("/konto/rejestracja/", values)
    assert answer["Location"] == "/konto/adres/wyslano/"
    deliver_due()
    assert [letter.subject for letter in mail.outbox] == ["Masz już konto"]
    assert link(mail.outbox[0]) == "/konto/haslo/nowe/"
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_a_new_password_by_letter_works_once_and_ends_all_sessions(anna: User) -> None:
    before = sign_in(anna)
    client = Client()
    assert client.post("/konto/haslo/nowe/", {"email": anna.email})["Location"] == "/konto/haslo/nowe/wyslano/"
    deliver_due()
    address = link(mail.outbox[0])
    assert not Notice.objects.filter(user=anna).exists()  # a letter with a key has no copy on the desk
    page = client.get(address, follow=True)
    assert "Ustal nowe hasło" in page.content.decode()
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert not is_in(before)
    assert not is_in(sign_in(anna))
    assert is_in(sign_in(anna, NEW))
    assert "Odnośnik nie działa" in Client().get(address, follow=True).content.decode()
    assert Entry.objects.filter(chain=anna.chain, verb="reset_password").count() == 1


def test_an_unknown_address_gets_the_same_answer_and_a_letter(anna: User) -> None:
    answer = Client().post("/konto/haslo/nowe/", {"email": "nikt@example.org"})
    assert answer["Location"] == "/konto/haslo/nowe/wyslano/"
    deliver_due()
    assert mail.outbox[0].to == ["nikt@example.org"]
    assert mail.outbox[0].subject == "Nie ma konta z tym adresem"
    assert "nikt@example.org" not in Notice.objects.get().chain


def test_changing_the_password_ends_the_other_sessions(anna: User) -> None:
    here, there = sign_in(anna), sign_in(anna)
    values = {"oldpassword": "zle", "password1": NEW, "password2": NEW}
    assert "To nie jest obecne hasło" in here.post("/konto/haslo/", values).content.decode()
    assert here.post("/konto/haslo/", {**values, "oldpassword": PASSWORD})["Location"] == "/konto/"
    assert is_in(here)
    assert not is_in(there)
    assert UserSession.objects.filter(user=anna).count() == 1


def test_sessions_are_listed_and_ended(anna: User, people: Any, enter: Any) -> None:
    here = sign_in(anna, client=Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"))
    there, third = sign_in(anna), sign_in(anna)
    page = here.get("/konto/sesje/").content.decode()
    assert "Firefox, Linux" in page
    assert page.count("ta sesja") == 1
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert enter(people()).post(f"/konto/sesje/{row.pk}/zakoncz/").status_code == 404
    assert here.get(f"/konto/sesje/{row.pk}/zakoncz/").status_code == 405
    here.post(f"/konto/sesje/{row.pk}/zakoncz/")
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]
    here.post("/konto/sesje/")
    assert [is_in(client) for client in (here, third)] == [True, False]


def test_lists_cost_the_same_at_any_size(anna: User, django_assert_num_queries: Any) -> None:
    here = sign_in(anna)
    for _each in range(3):
        sign_in(anna)
    with django_assert_num_queries(5):
        here.get("/konto/sesje/")
    with django_assert_num_queries(8):
        here.get("/konto/")


def test_a_new_address_works_once_confirmed(anna: User) -> None:
    client, old = sign_in(anna), anna.email
    client.post("/konto/adres/", {"email": "anna.nowa@example.org", "action_add": ""})
    assert "czeka na potwierdzenie" in client.get("/konto/adres/").content.decode()
    anna.refresh_from_db()
    assert anna.email == old
    deliver_due()
    client.post(link(mail.outbox[-1]))
    anna.refresh_from_db()
    assert anna.email == "anna.nowa@example.org"
    assert list(EmailAddress.objects.filter(user=anna).values_list("email", flat=True)) == [anna.email]
    deliver_due()
    assert mail.outbox[-1].to == [old]
    assert "na anna.nowa@example.org" in mail.outbox[-1].body


def test_a_name_is_changed(anna: User) -> None:
    client = sign_in(anna)
    assert "To pole jest wymagane" in client.post("/konto/", {"name": ""}).content.decode()
    client.post("/konto/", {"name": "Anna Zmieniona"})
    anna.refresh_from_db()
    assert anna.name == "Anna Zmieniona"


def test_an_account_switched_off_cannot_sign_in(anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)
    answer = Client().post(LOGIN, {"login": anna.email, "password": PASSWORD}, follow=True)
    assert "Konto jest nieaktywne" in answer.content.decode()


@pytest.mark.parametrize("prefix", [*VERBS, *KEYS, *LINKS])
def test_every_letter_is_written(prefix: str, anna: User, rf: Any) -> None:
    context = {
        "user": anna, "timestamp": now(), "ip": "203.0.113.7", "user_agent": "Firefox", "from_email": "stary@example.org",
        "to_email": "nowy@example.org", "deleted_email": "stary@example.org", "signup_url": "http://x/konto/rejestracja/",
        "activate_url": "http://x/konto/adres/klucz/", "password_reset_url": "http://x/konto/haslo/nowe/1-klucz/",
    }  # fmt: skip
    AccountAdapter(rf.get("/")).send_mail(prefix, anna.email, context)
    notice = Notice.objects.get()
    assert notice.subject
    assert len(notice.body) > 30
    assert notice.secret == (prefix in KEYS)
    assert notice.link.startswith("/konto/") == (prefix in KEYS or prefix in LINKS)
    assert (notice.user == anna) != notice.secret


@pytest.mark.parametrize("away", ["https://zlo.example.org/", "//zlo.example.org/", "javascript:alert(1)"])
def test_next_leads_only_to_this_site(away: str, people: Any, enter: Any) -> None:
    actor: Actor = people("organisation_editor", key="x", title="Fundacja")
    assert actor.hat is not None
    answer = enter(actor).post("/konto/role/", {"hat": actor.hat.public_id, "next": away})
    assert answer["Location"] == "/pulpit/"
