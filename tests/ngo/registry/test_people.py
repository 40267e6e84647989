"""Who acts for an organisation: roles given, changed, withdrawn, left; the first one verified; an organisation left by all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat, User
from core.audit.ledger import faults, history
from core.notices.models import Notice
from core.signin.actions import verify_email
from core.signin.models import Invitation
from ngo.registry.actions import people as actions
from ngo.registry.actions.record import register
from ngo.registry.hats import EDITOR, ORGANISATION, SIGNATORY, VIEWER
from ngo.registry.models import Organisation, Representation, Source
from ngo.registry.provenance import note
from ngo.registry.refusals import LastSignatory, NoBasis, NoLongerActs

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
FILLED = {"name": "Stowarzyszenie „Żuraw”", "legal_form": "association", "krs": "0000037904"}


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII", name="Olga Urzędnicza")
    return actor


@pytest.fixture
def organisation(officer: Actor, at: datetime) -> Organisation:
    return register(FILLED, actor=officer, at=at)


@pytest.fixture
def acting(people: Any, organisation: Organisation) -> Callable[..., Actor]:
    """A person who acts for the organisation."""

    def made(kind: str = SIGNATORY.code, name: str = "") -> Actor:
        actor: Actor = people(kind, key=organisation.public_id, title=organisation.name, name=name)
        return actor

    return made


def verbs(organisation: Organisation) -> list[str]:
    return [entry.verb for entry in history(organisation)]


def worn(organisation: Organisation) -> dict[str, str]:
    """Who acts: name → kind."""
    return {hat.user.name: hat.kind for hat in Hat.objects.worn().filter(key=organisation.public_id)}


def address(route: str, subject: Any) -> str:
    return reverse(route, args=[subject.public_id])


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# The page


def test_the_page_tells_who_acts_who_is_invited_and_who_acted(
    organisation: Organisation, acting: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    anna, ewa = acting(name="Anna Łęcka"), acting(VIEWER.code, name="Ewa Patrząca")
    gone = acting(EDITOR.code, name="Jan Dawny")
    actions.withdraw_role(gone.hat, reason="koniec pracy", actor=anna, at=at)
    actions.invite_person(organisation, email="nowa@example.org", kind=EDITOR.code, actor=anna, at=at)
    page = text(enter(anna).get(address("organisation-people", organisation)))
    for words in (
        "Anna Łęcka",
        "Ewa Patrząca",
        "podgląd organizacji",
        "nowa@example.org",
        "Działali dawniej",
        "Jan Dawny",
    ):
        assert words in page
    # The address of an invited person is for those who invite.
    assert "nowa@example.org" not in text(enter(ewa).get(address("organisation-people", organisation)))
    assert "nowa@example.org" in text(enter(officer).get(address("organisation-people", organisation)))


def test_others_and_visitors_do_not_see_the_people(
    organisation: Organisation, people: Any, acting: Any, enter: Enter
) -> None:
    acting()
    page = address("organisation-people", organisation)
    assert enter(VISITOR).get(page).status_code == 302
    assert enter(people(SIGNATORY.code, key="inna")).get(page).status_code == 404
    assert enter(people()).get(page).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_any_number_of_people(
    count: int, organisation: Organisation, acting: Any, enter: Enter, at: datetime
) -> None:
    signs = acting()
    for number in range(count):
        acting(EDITOR.code)
        actions.invite_person(organisation, email=f"x{number}@example.org", kind=EDITOR.code, actor=signs, at=at)
    client = enter(signs)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("organisation-people", organisation))
    assert len(queries) == 10


# Changing and withdrawing


def test_a_signatory_changes_a_role_and_the_person_is_told(
    organisation: Organisation, acting: Any, enter: Enter
) -> None:
    anna, jan = acting(name="Anna"), acting(EDITOR.code, name="Jan")
    client = enter(anna)
    page = address("organisation-role", jan.hat)
    assert "Odbierz rolę" in text(client.get(page))
    assert client.post(page, {"kind": VIEWER.code}).status_code == 302
    assert worn(organisation) == {"Anna": SIGNATORY.code, "Jan": VIEWER.code}
    assert Notice.objects.get(user=jan.user).subject.startswith("Nowa rola: podgląd organizacji")
    assert verbs(organisation)[-1] == "change_role"
    # The old role is no longer worn by anybody's session.
    assert enter(jan).get("/moje/").status_code == 200
    assert client.get(page).status_code == 404


def test_a_role_is_withdrawn_with_a_reason(organisation: Organisation, acting: Any, enter: Enter) -> None:
    anna, jan = acting(name="Anna"), acting(EDITOR.code, name="Jan")
    client = enter(anna)
    page = address("organisation-role-withdraw", jan.hat)
    assert client.post(page, {"reason": ""}).status_code == 400
    assert worn(organisation).keys() == {"Anna", "Jan"}
    assert client.post(page, {"reason": "Zakończona umowa."}).status_code == 302
    assert worn(organisation).keys() == {"Anna"}
    assert "Zakończona umowa." in Notice.objects.get(user=jan.user).body
    assert list(history(organisation))[-1].reason == "Zakończona umowa."
    assert list(faults()) == []


@pytest.mark.parametrize("kind", [EDITOR.code, VIEWER.code])
def test_who_does_not_sign_changes_nobody(
    kind: str, organisation: Organisation, acting: Any, enter: Enter, at: datetime
) -> None:
    anna, other = acting(name="Anna"), acting(kind, name="Jan")
    invitation = actions.invite_person(organisation, email="a@example.org", kind=EDITOR.code, actor=anna, at=at)
    client = enter(other)
    assert client.get(address("organisation-role", anna.hat)).status_code == 403
    assert client.post(address("organisation-role", anna.hat), {"kind": VIEWER.code}).status_code == 403
    assert client.post(address("organisation-role-withdraw", anna.hat), {"reason": "x"}).status_code == 403
    assert client.post(address("organisation-invitation", invitation)).status_code == 404
    assert worn(organisation) == {"Anna": SIGNATORY.code, "Jan": kind}


def test_a_signatory_of_another_organisation_finds_nothing(
    organisation: Organisation, people: Any, acting: Any, enter: Enter, at: datetime
) -> None:
    anna = acting()
    invitation = actions.invite_person(organisation, email="a@example.org", kind=EDITOR.code, actor=anna, at=at)
    client = enter(people(SIGNATORY.code, key="inna"))
    for route, subject in (
        ("organisation-role", anna.hat),
        ("organisation-role-withdraw", anna.hat),
        ("organisation-invitation", invitation),
        ("organisation-leave", organisation),
    ):
        assert client.post(address(route, subject), {"reason": "x", "kind": VIEWER.code}).status_code == 404


def test_nobody_changes_their_own_role(organisation: Organisation, acting: Any, enter: Enter) -> None:
    anna = acting()
    acting()
    assert enter(anna).post(address("organisation-role", anna.hat), {"kind": VIEWER.code}).status_code == 403


def test_an_invitation_is_withdrawn(organisation: Organisation, acting: Any, enter: Enter, at: datetime) -> None:
    anna = acting()
    invitation = actions.invite_person(organisation, email="a@example.org", kind=EDITOR.code, actor=anna, at=at)
    client = enter(anna)
    assert client.post(address("organisation-invitation", invitation)).status_code == 302
    assert client.post(address("organisation-invitation", invitation)).status_code == 404
    assert Invitation.objects.get().revoked_at
    assert verbs(organisation).count("withdraw_invitation") == 1


# The last one


def test_the_last_signatory_is_not_removed_in_silence(
    organisation: Organisation, acting: Any, officer: Actor, enter: Enter
) -> None:
    anna = acting(name="Anna")
    acting(EDITOR.code, name="Jan")
    client = enter(officer)
    assert "To ostatnia osoba, która podpisuje" in text(client.get(address("organisation-role", anna.hat)))
    change, withdraw = address("organisation-role", anna.hat), address("organisation-role-withdraw", anna.hat)
    assert client.post(change, {"kind": EDITOR.code}).status_code == 409
    assert client.post(withdraw, {"reason": "odwołana"}).status_code == 409
    assert worn(organisation)["Anna"] == SIGNATORY.code
    assert client.post(withdraw, {"reason": "odwołana", "leaves_nobody": "on"}).status_code == 302
    assert worn(organisation) == {"Jan": EDITOR.code}
    listed = text(client.get(reverse("organisations-to-confirm")))
    assert organisation.name in listed.partition("Organizacje bez osoby podpisującej")[2]


def test_a_person_leaves(organisation: Organisation, acting: Any, enter: Enter) -> None:
    anna, jan = acting(name="Anna"), acting(EDITOR.code, name="Jan")
    page = address("organisation-leave", organisation)
    assert enter(jan).post(page).status_code == 302
    assert worn(organisation) == {"Anna": SIGNATORY.code}
    client = enter(anna)
    assert "nikt nie będzie podpisywał" in text(client.get(page))
    assert client.post(page).status_code == 409
    assert client.post(page, {"leaves_nobody": "on"}).status_code == 302
    assert worn(organisation) == {}
    assert verbs(organisation)[-2:] == ["leave_organisation"] * 2


def test_a_closed_account_does_not_count_as_a_signatory(
    organisation: Organisation, acting: Any, officer: Actor, at: datetime
) -> None:
    anna, closed = acting(), acting()
    User.objects.filter(pk=closed.person.pk).update(is_active=False)
    with pytest.raises(LastSignatory):
        actions.withdraw_role(anna.hat, reason="x", actor=officer, at=at)


def test_two_signatories_withdraw_each_other_and_one_stays(
    organisation: Organisation, acting: Any, at: datetime, rival: Any
) -> None:
    """The loser of the race is told that their own role is gone; the organisation keeps one who signs."""
    anna, ewa = acting(name="Anna"), acting(name="Ewa")
    actions.withdraw_role(anna.hat, reason="spór", actor=ewa, at=at)
    with pytest.raises(NoLongerActs):
        actions.withdraw_role(ewa.hat, reason="spór", actor=anna, at=at)
    assert worn(organisation) == {"Ewa": SIGNATORY.code}


# The first representative


def from_register(organisation: Organisation, email: str) -> Organisation:
    organisation.source, organisation.email = Source.KRS, email
    note(organisation, ["email"], Source.KRS, on=date(2026, 11, 2))
    organisation.save()
    return organisation


@pytest.fixture
def known(organisation: Organisation, people: Any) -> tuple[Organisation, Actor]:
    """An organisation of the register whose address there is the verified one of a person's account."""
    person = people(name="Anna Łęcka")
    verify_email(person.user, actor=person, at=organisation.verified_at)
    return from_register(organisation, person.user.email.upper()), person


def test_a_register_match_lets_the_first_representative_in(known: tuple[Organisation, Actor], enter: Enter) -> None:
    organisation, person = known
    client = enter(person)
    assert "od razu" in text(client.get(address("organisation-ask", organisation)))
    assert client.post(address("organisation-ask", organisation))["Location"] == reverse("organisation-desk")
    assert worn(organisation) == {"Anna Łęcka": SIGNATORY.code}
    decided = list(history(organisation))[-1]
    assert (decided.verb, decided.system) == ("decide_request", "zgodność z rejestrem")
    assert "Krajowy Rejestr Sądowy, stan na 2 listopada 2026" in decided.reason.replace("\u00a0", " ")
    assert "@" not in decided.reason


def spoil_address(organisation: Organisation, person: User) -> None:
    from_register(organisation, "biuro@" + person.email.partition("@")[2])


def spoil_source(organisation: Organisation, person: User) -> None:
    note(organisation, ["email"], Source.DECLARED, on=date(2026, 11, 3))
    organisation.save()


def spoil_verified(organisation: Organisation, person: User) -> None:
    person.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]


def spoil_alone(organisation: Organisation, person: User) -> None:
    Organisation.objects.create(name="Inna", sort_key="inna", email=person.email, source=Source.KRS, krs="0000000777")


def spoil_liquidation(organisation: Organisation, person: User) -> None:
    organisation.in_liquidation = True
    organisation.save()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoil_address, "zgadza się tylko domena"),
        (spoil_source, "nie pochodzi z rejestru publicznego"),
        (spoil_verified, "nie potwierdziła jeszcze adresu"),
        (spoil_alone, "także inna organizacja"),
        (spoil_liquidation, "w likwidacji"),
    ],
)
def test_what_is_ambiguous_waits_for_staff_who_are_told_what_could_not_be_checked(
    spoil: Any, words: str, known: tuple[Organisation, Actor], officer: Actor, enter: Enter
) -> None:
    organisation, person = known
    spoil(organisation, person.person)
    assert enter(person).post(address("organisation-ask", organisation), {"basis": "odpis"}).status_code == 302
    assert worn(organisation) == {}
    page = text(enter(officer).get(address("representation-decide", Representation.objects.get())))
    assert words in page
    assert "otwarty KRS nie podaje nazwisk" in page


def test_where_somebody_acts_already_a_match_is_not_enough(
    known: tuple[Organisation, Actor], acting: Any, enter: Enter
) -> None:
    organisation, person = known
    acting(name="Ewa")
    enter(person).post(address("organisation-ask", organisation))
    assert worn(organisation) == {"Ewa": SIGNATORY.code}


def test_who_declared_an_organisation_acts_unverified_until_staff_decide(
    people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    declared = [
        register({**FILLED, "krs": str(number)}, actor=people(name=f"Osoba {number}"), at=at) for number in (1, 2)
    ]
    staff = enter(officer)
    for organisation, decision in zip(declared, ("grant", "refuse"), strict=True):
        people_page = address("organisation-people", organisation)
        assert "niepotwierdzona przez urząd" in text(staff.get(people_page))
        asked = Representation.objects.get(organisation=organisation)
        page = address("representation-decide", asked)
        assert "Odmowa odbiera jej rolę" in text(staff.get(page))
        assert staff.post(page, {"decision": decision, "reason": "odpis KRS"}).status_code == 302
        assert "niepotwierdzona przez urząd" not in text(staff.get(people_page))
    assert list(worn(declared[0]).values()) == [SIGNATORY.code]
    assert worn(declared[1]) == {}


# Taking over


@pytest.fixture
def left(organisation: Organisation, acting: Any, at: datetime) -> tuple[Organisation, Actor, Actor]:
    """An organisation whose only signatory left, with an editor who stayed."""
    anna, jan = acting(name="Anna"), acting(EDITOR.code, name="Jan")
    actions.leave(organisation, actor=anna, at=at, leaves_nobody=True)
    return organisation, anna, jan


def test_an_organisation_left_is_taken_over_on_a_document(
    left: tuple[Organisation, Actor, Actor], people: Any, officer: Actor, enter: Enter
) -> None:
    organisation, anna, jan = left
    newcomer = people(name="Zofia Nowa")
    client, page = enter(newcomer), address("organisation-ask", organisation)
    assert "przejąć na podstawie dokumentu" in text(client.get(page))
    assert client.post(page).status_code == 400
    assert client.post(page, {"basis": "uchwała 3/2026 o wyborze zarządu"}).status_code == 302
    asked = Representation.objects.get()
    assert asked.takeover
    staff = enter(officer)
    shown = text(staff.get(address("representation-decide", asked)))
    assert "uchwała 3/2026" in shown
    assert "Anna" in shown
    staff.post(address("representation-decide", asked), {"decision": "grant", "reason": "uchwała 3/2026"})
    assert worn(organisation) == {"Jan": EDITOR.code, "Zofia Nowa": SIGNATORY.code}
    told = Notice.objects.filter(template="organisation-taken-over")
    assert {notice.user for notice in told} == {anna.user, jan.user}
    assert not any("Zofia" in notice.body for notice in told)
    assert verbs(organisation)[-2:] == ["ask_to_represent", "decide_request"]
    # What the person typed stays out of the ledger, which is kept for ever.
    assert not any("3/2026" in str(entry.after) for entry in history(organisation))
    assert list(faults()) == []


def test_the_editor_left_behind_takes_over_and_wears_one_role(
    left: tuple[Organisation, Actor, Actor], officer: Actor, enter: Enter, at: datetime
) -> None:
    organisation, _anna, jan = left
    client = enter(jan)
    assert "Nikt nie podpisuje" in text(client.get(address("organisation-people", organisation)))
    with pytest.raises(NoBasis):
        actions.ask_to_represent(organisation, actor=jan, at=at)
    assert client.post(address("organisation-ask", organisation), {"basis": "odpis"}).status_code == 302
    actions.decide_request(Representation.objects.get(), granted=True, reason="odpis", actor=officer, at=at)
    assert worn(organisation) == {"Jan": SIGNATORY.code}


def test_who_acts_where_somebody_signs_asks_for_nothing(organisation: Organisation, acting: Any, enter: Enter) -> None:
    acting()
    assert enter(acting(EDITOR.code)).get(address("organisation-ask", organisation)).status_code == 403


# Several organisations


def test_switching_hats_never_shows_the_other_organisation(
    organisation: Organisation, acting: Any, people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    """One person who signs for one organisation and looks into another has, in each hat, only the rights of that hat."""
    anna = acting(name="Anna")
    second = register({**FILLED, "name": "Fundacja Druga", "krs": "5"}, actor=officer, at=at)
    other = people(SIGNATORY.code, key=second.public_id, name="Druga Podpisująca")
    key, title = second.public_id, second.name
    looks = Hat.objects.create(user=anna.person, kind=VIEWER.code, key=key, title=title, granted_at=at, granted_by=None)
    client = enter(anna)
    for hat, mine, theirs in (
        (anna.hat, organisation, second),
        (looks, second, organisation),
        (anna.hat, organisation, second),
    ):
        client.post(reverse("hats"), {"hat": hat.public_id})
        assert "Osoby organizacji" in text(client.get(address("organisation-people", mine)))
        assert client.get(address("organisation-people", theirs)).status_code == 404
        assert client.get(address("organisation-role", other.hat)).status_code == (403 if mine == second else 404)
        assert client.get(address("organisation-invite", mine)).status_code == (403 if mine == second else 200)
        assert client.get(address("organisation-invite", theirs)).status_code == 403
        assert client.post(address("organisation-leave", theirs), {"leaves_nobody": "on"}).status_code == 404
    assert set(worn(second)) == {"Anna", "Druga Podpisująca"}
    client.post(reverse("hats"), {"hat": looks.public_id})
    client.post(address("organisation-leave", second))
    assert worn(organisation) == {"Anna": SIGNATORY.code}
    assert client.get(address("organisation-people", second)).status_code == 404


def test_an_invitation_that_ran_out_says_so(
    organisation: Organisation, acting: Any, enter: Enter, at: datetime
) -> None:
    anna = acting()
    actions.invite_person(
        organisation, email="a@example.org", kind=EDITOR.code, actor=anna, at=at - timedelta(days=400)
    )
    assert "wygasło" in text(enter(anna).get(address("organisation-people", organisation)))


def test_every_kind_of_role_is_explained_where_it_is_given(
    organisation: Organisation, acting: Any, enter: Enter
) -> None:
    form = enter(acting()).get(address("organisation-invite", organisation)).context["form"]
    assert {code for code, _words in form.fields["kind"].choices} == set(ORGANISATION)
