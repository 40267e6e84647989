"""Keys of the API: made in a hat, shown once, kept as a hash, dead with the hat; their pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from core.accounts.actor import Actor
from core.accounts.models import User
from core.api.actions import LIVE_KEYS, ScopeOutOfHat, TooManyKeys, create_token, revoke_token
from core.api.models import ApiToken
from core.audit.models import Entry
from core.signin.actions import withdraw_hat

pytestmark = pytest.mark.django_db

PROTECTED = "/api/v1/annual-reports/"


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII", title="KM III")
    return actor


def carrying(secret: str) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")


def test_only_a_hash_of_the_secret_is_kept(officer: Actor) -> None:
    token, secret = create_token(name="Księgowość", scopes=["office:read"], days=30, actor=officer, at=now())
    row = ApiToken.objects.values().get(pk=token.pk)
    assert secret not in str(row)
    assert secret.startswith(row["prefix"])
    assert len(secret) > len(row["prefix"]) + 30
    entry = Entry.objects.get(verb="create_token")
    assert secret not in str(entry.after)
    assert entry.after["scopes"] == ["office:read"]


def test_a_key_acts_in_its_hat_whatever_the_person_wears(officer: Actor, people: Any, cycle: Any) -> None:
    cycle.competition(to="draft")
    other = people("organisation_editor", key="x")
    secret = create_token(name="a", scopes=["competitions:read"], days=30, actor=officer, at=now())[1]
    client = carrying(secret)
    client.force_login(other.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/competitions/").json()["count"] == 1
    assert APIClient().get("/api/v1/competitions/").json()["count"] == 0


@pytest.mark.parametrize("death", ["revoked", "expired", "hat", "person"])
def test_a_dead_key_opens_nothing(officer: Actor, death: str) -> None:
    at = now()
    start = at - timedelta(days=31) if death == "expired" else at
    token, secret = create_token(name="a", scopes=["office:read"], days=30, actor=officer, at=start)
    if death == "revoked":
        revoke_token(token, actor=officer, at=at)
    if death == "hat":
        assert officer.hat is not None
        withdraw_hat(officer.hat, actor=officer, at=at)
    if death == "person":
        User.objects.filter(pk=officer.person.pk).update(is_active=False)
    answer = carrying(secret).get("/api/v1/units/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.json()["code"] == "authentication-failed"


def test_an_invented_key_opens_nothing_not_even_what_is_public(db: None) -> None:
    assert carrying("pozytek_zmyslony").get("/api/v1/units/").status_code == 401


def test_a_key_opens_only_its_scopes(key: Callable[..., APIClient], officer: Actor) -> None:
    client = key(officer, "office:read")
    assert client.get("/api/v1/units/").status_code == 200
    answer = client.get("/api/v1/programmes/")
    assert answer.status_code == 403
    assert "programmes:read" in answer.json()["detail"]


def test_scopes_of_another_hat_are_refused(officer: Actor) -> None:
    for code in ("offers:write", "wymyślony:read"):
        with pytest.raises(ScopeOutOfHat):
            create_token(name="a", scopes=[code], days=30, actor=officer, at=now())
    with pytest.raises(ValueError, match="hat"):
        create_token(name="a", scopes=[], days=30, actor=Actor(user=officer.user), at=now())


def test_a_person_has_a_bounded_number_of_live_keys(officer: Actor) -> None:
    made = [create_token(name="a", scopes=[], days=30, actor=officer, at=now())[0] for _ in range(LIVE_KEYS)]
    with pytest.raises(TooManyKeys):
        create_token(name="a", scopes=[], days=30, actor=officer, at=now())
    revoke_token(made[0], actor=officer, at=now())
    create_token(name="a", scopes=[], days=30, actor=officer, at=now())


def test_a_use_is_noted_to_the_hour(key: Callable[..., APIClient], officer: Actor) -> None:
    client = key(officer, "office:read")
    client.get("/api/v1/units/")
    first = ApiToken.objects.get().last_used_at
    client.get("/api/v1/units/")
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(hours=2))
    client.get("/api/v1/units/")
    assert ApiToken.objects.get().last_used_at >= first


def test_the_secret_is_shown_once(officer: Actor, enter: Callable[[Actor], Client]) -> None:
    client = enter(officer)
    answer = client.post("/konto/klucze-api/", {"name": "Księgowość", "scopes": ["office:read"], "days": "30"})
    shown = answer.context["secret"]
    assert shown in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    later = client.get("/konto/klucze-api/").content.decode()
    assert "Księgowość" in later
    assert shown not in later
    assert carrying(shown).get("/api/v1/units/").status_code == 200


def test_a_wrong_form_keeps_what_was_typed(officer: Actor, enter: Callable[[Actor], Client]) -> None:
    answer = enter(officer).post("/konto/klucze-api/", {"name": "Księgowość", "days": "30"})
    assert answer.status_code == 400
    assert "Księgowość" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_without_a_hat_there_is_no_key(people: Any, enter: Callable[[Actor], Client]) -> None:
    client = enter(people())
    assert "Najpierw wybierz rolę" in client.get("/konto/klucze-api/").content.decode()
    client.post("/konto/klucze-api/", {"name": "a", "scopes": ["office:read"], "days": "30"})
    assert not ApiToken.objects.exists()


def test_each_person_revokes_their_own_keys_only(officer: Actor, people: Any, enter: Callable[[Actor], Client]) -> None:
    token, _secret = create_token(name="a", scopes=[], days=30, actor=officer, at=now())
    address = f"/konto/klucze-api/{token.public_id}/uniewaznij/"
    assert enter(people("officer", key="KMIII")).post(address).status_code == 404
    assert enter(officer).get(address).status_code == 405
    for _ in range(2):
        assert enter(officer).post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert Entry.objects.filter(verb="revoke_token").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_at_any_size(
    officer: Actor, enter: Callable[[Actor], Client], count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        create_token(name="a", scopes=[], days=30, actor=officer, at=now())
    client = enter(officer)
    with django_assert_num_queries(5):
        client.get("/konto/klucze-api/")
