"""Invitations: a token good once, for a time, for one address; accepted by a new or by an existing account."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.audit.ledger import faults
from core.audit.models import Entry
from core.notices.delivery import deliver_due
from core.notices.models import Notice
from core.signin.actions import accept, accept_as_new, enrol_totp, invite, revoke_invitation, withdraw_hat
from core.signin.models import Invitation
from core.signin.refusals import InvitationOver, OtherAddress

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = {"name": "Nowa Osoba", "password1": "zielona-lipa-nad-Nerem", "password2": "zielona-lipa-nad-Nerem"}


@pytest.fixture
def admin(people: Any) -> Actor:
    actor: Actor = people("administrator", name="Ada Administratorka")
    return actor


def test_letter_carries_the_token_and_nothing_keeps_it(admin: Actor, at: datetime) -> None:
    invitation, path = invite("Nowa@Example.org", "auditor", actor=admin, at=now())
    token = path.strip("/").rpartition("/")[2]
    assert invitation.email == "nowa@example.org"
    deliver_due()
    (letter,) = mail.outbox
    assert letter.to == ["nowa@example.org"]
    assert f"http://localhost:8000{path}" in letter.body
    assert "Ada Administratorka zaprasza" in letter.body
    notice = Notice.objects.get()
    assert (notice.body, notice.link) == ("", "")
    assert token not in str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    assert "nowa@example.org" not in str(list(Entry.objects.values()))


def test_a_new_person_sets_name_and_password_and_is_signed_in(admin: Actor) -> None:
    _invitation, path = invite("nowa@example.org", "auditor", actor=admin, at=now())
    client = Client()
    assert "Załóż konto" in client.get(path).content.decode()
    answer = client.post(path, NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/pulpit/")
    user = User.objects.get(email="nowa@example.org")
    assert user.name == "Nowa Osoba"
    assert user.check_password(NEW["password1"])
    assert EmailAddress.objects.get(user=user).verified
    assert Hat.objects.worn().get(user=user).kind == "auditor"
    assert Hat.objects.get(user=user).granted_by == admin.user
    assert client.session["_auth_user_id"] == str(user.pk)
    assert list(faults()) == []
    assert "nie jest już ważne" in Client().get(path).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password2": "inne-haslo-zupelnie-1"}, "Hasła się różnią"),
        ({"password1": "krotkie", "password2": "krotkie"}, "krótkie. Musi zawierać"),
        ({"name": ""}, "To pole jest wymagane"),
    ],
)
def test_bad_input_is_named_and_nothing_changes(admin: Actor, changes: dict[str, str], sentence: str) -> None:
    _invitation, path = invite("nowa@example.org", "auditor", actor=admin, at=now())
    assert sentence in Client().post(path, {**NEW, **changes}).content.decode()
    assert not User.objects.filter(email="nowa@example.org").exists()


def test_an_existing_person_takes_the_hat_onto_their_account(admin: Actor, people: Any, enter: Any) -> None:
    anna = people(name="Anna")
    _invitation, path = invite(anna.user.email.upper(), "auditor", actor=admin, at=now())
    assert "Ten adres ma już konto" in Client().get(path).content.decode()
    client = enter(anna)
    assert "Przyjmij rolę" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert Hat.objects.worn().get(user=anna.user).kind == "auditor"


def test_another_account_cannot_take_it(admin: Actor, people: Any, enter: Any, at: datetime) -> None:
    bartek = people(name="Bartek")
    invitation, path = invite("anna@example.org", "auditor", actor=admin, at=at)
    with pytest.raises(OtherAddress):
        accept(invitation, actor=bartek, at=at)
    answer = enter(bartek).post(path)
    assert answer.status_code == 409
    assert "inny adres e-mail" in answer.content.decode()
    assert not Hat.objects.filter(user=bartek.user).exists()


def test_run_out_revoked_or_used_it_is_over(admin: Actor, at: datetime) -> None:
    late, _ = invite("a@example.org", "auditor", actor=admin, at=at)
    with pytest.raises(InvitationOver):
        accept_as_new(late, name="A", password="x", at=at + timedelta(days=14))
    assert not User.objects.filter(email="a@example.org").exists()
    revoke_invitation(late, actor=admin, at=at)
    with pytest.raises(InvitationOver):
        accept_as_new(late, name="A", password="x", at=at)
    used, _ = invite("b@example.org", "auditor", actor=admin, at=at)
    user = accept_as_new(used, name="B", password="x", at=at)
    # A second click finds what the first one did; once the role is gone the letter brings it back to nobody.
    hat = accept(used, actor=Actor(user=user), at=at)
    withdraw_hat(hat, actor=admin, at=at)
    with pytest.raises(InvitationOver):
        accept(used, actor=Actor(user=user), at=at)


def test_only_one_of_two_at_once_takes_it(admin: Actor, at: datetime, rival: Any, people: Any) -> None:
    anna = people()
    invitation, _ = invite(anna.user.email, "auditor", actor=admin, at=at)
    with (
        pytest.raises(InvitationOver),
        rival("core_invitation", lambda: revoke_invitation(invitation, actor=admin, at=at)),
    ):
        accept(invitation, actor=anna, at=at)
    assert not Hat.objects.filter(user=anna.user).exists()


def test_a_second_invitation_replaces_the_first(admin: Actor, at: datetime) -> None:
    _first, _ = invite("a@example.org", "auditor", actor=admin, at=at)
    second, _ = invite("a@example.org", "auditor", actor=admin, at=at)
    assert list(Invitation.objects.open(at)) == [second]


def test_unknown_token_is_404(client: Client) -> None:
    assert client.get("/konto/zaproszenie/nie-ma-takiego/").status_code == 404


def test_accounts_made_by_a_command_have_codes_of_a_known_secret(people: Any, at: datetime) -> None:
    user = people().user
    enrol_totp(user, SECRET, actor=system("demo"), at=at)
    enrol_totp(user, SECRET, actor=system("demo"), at=at)
    assert EmailAddress.objects.get(user=user).verified
    stored = Authenticator.objects.get(user=user)
    assert SECRET not in str(stored.data)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert stored.wrap().validate_code(code)
