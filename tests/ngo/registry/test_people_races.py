"""Two people change the roles of one organisation at the same moment, each in a connection of their own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.audit.models import Entry
from core.signin.actions import accept, accept_as_new, grant_hat
from core.signin.models import Invitation
from core.signin.refusals import InvitationOver
from ngo.registry.actions import people as actions
from ngo.registry.actions.record import register
from ngo.registry.hats import EDITOR, SIGNATORY
from ngo.registry.models import Organisation, Representation
from ngo.registry.refusals import LastSignatory, NoLongerActs
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_file(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


@pytest.fixture
def organisation(at: datetime) -> Organisation:
    return register({"name": "Fundacja Wyścig", "legal_form": "foundation", "krs": "7"}, actor=system("test"), at=at)


def person(name: str, organisation: Organisation | None = None, at: datetime | None = None) -> Actor:
    user = User.objects.create_user(f"{name}@example.org", name=name)
    if organisation is None or at is None:
        return Actor(user=user)
    key, title = organisation.public_id, organisation.name
    return Actor(user=user, hat=grant_hat(user, SIGNATORY.code, key=key, title=title, actor=system("test"), at=at))


def signing(organisation: Organisation) -> int:
    return Hat.objects.worn().filter(key=organisation.public_id, kind=SIGNATORY.code).count()


def test_two_signatories_withdraw_each_other(organisation: Organisation, at: datetime) -> None:
    anna, ewa = person("anna", organisation, at), person("ewa", organisation, at)
    outcomes = together(
        lambda: actions.withdraw_role(ewa.hat, reason="spór", actor=anna, at=at),  # type: ignore[arg-type]
        lambda: actions.withdraw_role(anna.hat, reason="spór", actor=ewa, at=at),  # type: ignore[arg-type]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Hat", "NoLongerActs"]
    assert any(isinstance(outcome, NoLongerActs) for outcome in outcomes)
    assert signing(organisation) == 1


def test_two_signatories_leave_at_once(organisation: Organisation, at: datetime) -> None:
    """Each saw the other; the second is told that now they are the last."""
    anna, ewa = person("anna", organisation, at), person("ewa", organisation, at)
    outcomes = together(
        lambda: actions.leave(organisation, actor=anna, at=at), lambda: actions.leave(organisation, actor=ewa, at=at)
    )
    assert sum(isinstance(outcome, LastSignatory) for outcome in outcomes) == 1
    assert signing(organisation) == 1


def invited(organisation: Organisation, email: str, at: datetime) -> Invitation:
    return actions.invite_person(organisation, email=email, kind=EDITOR.code, actor=system("test"), at=at)


def test_a_double_click_on_accept_gives_one_role(organisation: Organisation, at: datetime) -> None:
    jan = person("jan")
    invitation = invited(organisation, "jan@example.org", at)
    later = at + timedelta(hours=1)

    def click() -> Hat:
        return accept(Invitation.objects.get(pk=invitation.pk), actor=jan, at=later)

    assert len({hat.pk for hat in together(click, click)}) == 1
    assert Entry.objects.filter(verb="accept_invitation").count() == 1


def test_a_double_click_on_a_new_account_makes_one(organisation: Organisation, at: datetime) -> None:
    invitation = invited(organisation, "nowy@example.org", at)

    def click() -> User:
        return accept_as_new(Invitation.objects.get(pk=invitation.pk), name="Nowy", password="haslo-testowe-1", at=at)

    outcomes = together(click, click)
    assert sum(isinstance(outcome, InvitationOver) for outcome in outcomes) == 1
    assert User.objects.filter(email="nowy@example.org").count() == 1


def test_a_double_click_on_the_request_makes_one(organisation: Organisation, at: datetime) -> None:
    zofia = person("zofia")
    outcomes = together(*[lambda: actions.ask_to_represent(organisation, actor=zofia, at=at)] * 2)
    assert len({asked.pk for asked in outcomes}) == 1
    assert Representation.objects.count() == 1


def test_two_officers_decide_at_once(organisation: Organisation, at: datetime) -> None:
    asked = actions.ask_to_represent(organisation, actor=person("zofia"), at=at)

    def decide(granted: bool) -> Representation:
        request = Representation.objects.select_related("organisation", "user").get(pk=asked.pk)
        return actions.decide_request(request, granted=granted, reason="odpis", actor=system("test"), at=at)

    first, second = together(lambda: decide(True), lambda: decide(False))
    assert first.granted == second.granted
    assert signing(organisation) == int(first.granted)
    assert Entry.objects.filter(verb="decide_request").count() == 1
