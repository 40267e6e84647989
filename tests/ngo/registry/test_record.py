"""The record of one organisation: may it apply, what does not agree, what is missing, where each value comes from."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.actor import VISITOR, Actor
from core.audit.ledger import history
from core.workflow.refusal import Refused
from ngo.registry import reference
from ngo.registry.actions.record import confirm, register, revise
from ngo.registry.models import Commune, Organisation
from ngo.registry.presentation import eligibility, facts, missing, source, steps, warnings
from ngo.registry.refusals import Locked

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
FILLED = {"name": "Fundacja Bzura", "legal_form": "foundation", "krs": "37904", "postcode": "95-100", "city": "Zgierz"}


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture
def bzura(officer: Actor, at: datetime) -> Organisation:
    reference.load(at=at)
    return register(FILLED, actor=officer, at=at)


def origin_of(organisation: Organisation, label: str) -> str:
    own = next(fact.origin for fact in facts(organisation) if fact.label == label)
    return (own or source(organisation)).replace("\u00a0", " ")


# May it apply


@pytest.mark.parametrize(
    ("values", "allowed", "words"),
    [
        ({}, True, "jako fundacja, stan na 23 listopada 2026 r. (art. 3 ust. 2)"),
        ({"legal_form": "rural_housewives"}, True, "(art. 3 ust. 2, od 29 listopada 2018 r.)"),
        ({"legal_form": "trade_union"}, False, "(art. 3 ust. 4 pkt 2)"),
        ({"legal_form": ""}, False, "(art. 3 ust. 2–3)"),
        ({"in_liquidation": True}, False, "Organizacja jest w likwidacji"),
        ({"deleted_on": date(2026, 11, 23)}, False, "wykreślona z rejestru: 23 listopada 2026 r. Nie może"),
        ({"deleted_on": date(2026, 11, 24)}, True, "fundacja"),
    ],
)
def test_the_page_says_who_may_apply_and_by_which_article(
    values: dict[str, Any], allowed: bool, words: str, bzura: Organisation, officer: Actor, at: datetime
) -> None:
    found = eligibility(revise(bzura, values, actor=officer, at=at), date(2026, 11, 23))
    assert found.allowed == allowed
    assert words in " ".join(found.sentences).replace("\u00a0", " ")


def test_everyone_reads_that_an_organisation_is_gone(
    bzura: Organisation, officer: Actor, enter: Enter, at: datetime
) -> None:
    revise(bzura, {"deleted_on": date(2026, 11, 2), "in_liquidation": True}, actor=officer, at=at)
    page = enter(VISITOR).get(reverse("organisation-page", args=[bzura.public_id])).content.decode()
    assert "wykreślona z rejestru" in page
    assert "nie może składać ofert" in page


# What only the office says


@pytest.mark.parametrize(
    "values", [{"deleted_on": date(2026, 1, 1)}, {"is_opp": True}, {"opp_from": date(2020, 1, 1)}, {"in_entrepreneurs": True}]
)  # fmt: skip
def test_an_organisation_does_not_say_what_the_register_says_of_it(
    values: dict[str, Any], people: Any, at: datetime
) -> None:
    with pytest.raises(Locked):
        register({**FILLED, **values}, actor=people(), at=at)
    person = people()
    organisation = register(FILLED, actor=person, at=at)
    own = people("organisation_signatory", key=organisation.public_id, title=organisation.name)
    with pytest.raises(Locked):
        revise(organisation, values, actor=own, at=at)


def test_staff_keep_the_state_in_the_register_on_the_form(bzura: Organisation, officer: Actor, enter: Enter) -> None:
    address = reverse("organisation-edit", args=[bzura.public_id])
    form = {**FILLED, "opp_from": "2020-03-01", "opp_to": "2019-03-01", "is_opp": "on"}
    refused = enter(officer).post(address, form)
    assert refused.status_code == 400
    assert "opp_to" in refused.context["form"].errors
    assert enter(officer).post(address, {**form, "opp_to": "2026-03-01", "deleted_on": ""}).status_code == 302
    bzura.refresh_from_db()
    assert (bzura.is_opp, bzura.opp_from, bzura.opp_to, bzura.deleted_on) == (
        True, date(2020, 3, 1), date(2026, 3, 1), None,
    )  # fmt: skip
    status = next(fact.value for fact in facts(bzura) if fact.label == "Status OPP").replace("\u00a0", " ")
    assert status == "tak, od 1 marca 2020 r. do 1 marca 2026 r."


# What does not agree


def test_a_company_without_an_address_for_electronic_delivery_is_warned(
    bzura: Organisation, officer: Actor, at: datetime
) -> None:
    assert warnings(bzura) == []
    bzura = revise(bzura, {"in_entrepreneurs": True}, actor=officer, at=at)
    assert "art. 9 ust. 1 pkt 8" in warnings(bzura)[0]
    assert warnings(revise(bzura, {"in_entrepreneurs": False}, actor=officer, at=at)) == []
    # Every social cooperative stands in that register, whatever was ticked.
    bzura = revise(bzura, {"legal_form": "social_cooperative"}, actor=officer, at=at)
    assert len(warnings(bzura)) == 1
    bzura = revise(bzura, {"ade_address": "pl-12345-67890-abcde-12"}, actor=officer, at=at)
    assert bzura.ade_address == "AE:PL-12345-67890-ABCDE-12"
    assert warnings(bzura) == []
    with pytest.raises(Refused, match="ade"):
        revise(bzura, {"ade_address": "biuro@example.org"}, actor=officer, at=at)


def test_a_postcode_of_another_commune_is_a_warning_that_names_both(
    bzura: Organisation, officer: Actor, at: datetime
) -> None:
    assert str(bzura.county) == "zgierski"
    lodz = Commune.objects.get(code__startswith="106101")
    bzura = revise(bzura, {"commune": lodz}, actor=officer, at=at)
    assert (bzura.commune, bzura.county) == (lodz, lodz.county)
    (words,) = warnings(bzura)
    assert "gmina wiejska Zgierz (powiat zgierski)" in words
    assert "w danych jest gmina Łódź" in words
    assert history(bzura).last().after["commune"] == "Łódź"  # type: ignore[union-attr]
    # A new postcode settles the place again; the commune that was left on the form does not hold it back.
    bzura = revise(bzura, {"postcode": "97-400", "commune": lodz}, actor=officer, at=at)
    assert str(bzura.county) == "bełchatowski"
    assert warnings(bzura) == []


def test_a_postcode_that_the_list_does_not_know_is_no_reason_to_warn(
    bzura: Organisation, officer: Actor, at: datetime
) -> None:
    assert warnings(revise(bzura, {"postcode": "00-950"}, actor=officer, at=at)) == []


# What is missing, and where it comes from


def test_each_gap_leads_to_its_field(bzura: Organisation, people: Any, enter: Enter) -> None:
    fields = [gap.field for gap in missing(bzura)]
    assert fields == ["nip", "street", "email", "phone", "bank_account", "representation", "spheres"]
    own = people("organisation_signatory", key=bzura.public_id, title=bzura.name)
    page = enter(own).get(reverse("organisation-page", args=[bzura.public_id])).content.decode()
    edit = enter(own).get(reverse("organisation-edit", args=[bzura.public_id])).content.decode()
    for gap in missing(bzura):
        assert f'#{gap.anchor}"' in page
        assert f'id="{gap.anchor}"' in edit


def test_every_value_says_where_it_comes_from(people: Any, officer: Actor, at: datetime) -> None:
    own = register(FILLED, actor=people(), at=at)
    assert origin_of(own, "Numer KRS") == "zgłoszenie organizacji, 23 listopada 2026 r.; urząd nie sprawdzał"
    own = confirm(own, actor=officer, at=at + timedelta(days=1))
    assert (
        origin_of(own, "Numer KRS") == "zgłoszenie organizacji, 23 listopada 2026 r.; sprawdzono 24 listopada 2026 r."
    )
    own = revise(own, {"krs": "37905"}, actor=officer, at=at)
    assert origin_of(own, "Numer KRS") == "wpis urzędu, sprawdzono 23 listopada 2026 r."
    # What most values say stands once; only the one that differs has a line of its own.
    assert [fact.label for fact in facts(own) if fact.origin] == ["Numer KRS"]


def test_history_reads_days_and_places_as_people_write_them(bzura: Organisation, officer: Actor, at: datetime) -> None:
    lodz = Commune.objects.get(code__startswith="106101")
    revise(bzura, {"commune": lodz, "deleted_on": date(2026, 11, 2)}, actor=officer, at=at)
    changes = {name: (before, after) for name, before, after in steps(history(bzura))[0].changes}
    assert changes["wykreślona z rejestru"][1].replace("\u00a0", " ") == "2 listopada 2026 r."
    assert changes["powiat"] == ("zgierski", "Łódź")
