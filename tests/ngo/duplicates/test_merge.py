"""Two records become one and, undone, two again: everything that points to them, their people, their values, the ledger."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from competitions.agreements.models import Agreement
from competitions.offers import actions as offers
from competitions.offers.models import Offer, OfferVersion
from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.audit.ledger import faults, history
from core.documents.models import Document
from core.signin.models import Invitation
from ngo.duplicates import moving
from ngo.duplicates.actions import dismiss, merge, undo
from ngo.duplicates.models import Merge
from ngo.duplicates.refusals import CannotSplit, NotTwo, OtherNumbers, SettledMeanwhile
from ngo.registry import access
from ngo.registry.actions.people import ask_to_represent, invite_person
from ngo.registry.actions.record import register, revise
from ngo.registry.hats import EDITOR, SIGNATORY
from ngo.registry.models import Organisation, OrganisationName, Representation
from ngo.registry.recognition import recognise
from tests.factories.cycle import WRITTEN, Cycle

pytestmark = pytest.mark.django_db
WHY = {"reason": "ten sam statut i adres"}
Known = Callable[..., Organisation]


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture
def known(officer: Actor, at: datetime) -> Known:
    return lambda name, **values: register({"name": name, **values}, actor=officer, at=at)


def rows() -> dict[str, Any]:
    """Everything a merge may change, as it stands in the database."""
    return {
        "organisations": list(Organisation.objects.order_by("pk").values()),
        "names": list(OrganisationName.objects.order_by("pk").values()),
        "hats": list(Hat.objects.order_by("pk").values()),
        "invitations": list(Invitation.objects.order_by("pk").values()),
        "requests": list(Representation.objects.order_by("pk").values()),
        "offers": list(Offer.objects.order_by("pk").values()),
    }


def test_a_merge_moves_all_and_undo_brings_both_back_exactly(
    known: Known, people: Any, officer: Actor, at: datetime
) -> None:
    kept = known("Fundacja Żuraw", nip="6891178090", phone="")
    gone = known("Fundacja „Żuraw” w Zgierzu", krs="37904", phone="42 111 22 33", postcode="95-100", city="Zgierz")
    revise(gone, {"name": "FUNDACJA ŻURAWIE"}, actor=officer, at=at)
    gone.refresh_from_db()
    both = people(SIGNATORY.code, key=gone.public_id, title=gone.name)
    Hat.objects.create(
        user=both.user, kind=SIGNATORY.code, key=kept.public_id, title=kept.name, granted_at=at, granted_by=None
    )
    only = people(EDITOR.code, key=gone.public_id, title=gone.name)
    invite_person(gone, email="nowa@example.org", kind=EDITOR.code, actor=officer, at=at)
    asking, asking_both = people(), people()
    for organisation, person in ((gone, asking), (gone, asking_both), (kept, asking_both)):
        ask_to_represent(organisation, actor=person, at=at)
    before = rows()

    made = merge(kept, gone, take=["phone", "postcode", "city"], actor=officer, at=at, **WHY)
    kept.refresh_from_db(), gone.refresh_from_db()
    assert (kept.krs, kept.nip, kept.phone, kept.city) == ("0000037904", "6891178090", "42 111 22 33", "Zgierz")
    assert kept.origins["phone"]["source"] == "staff"
    assert (gone.merged_into, gone.krs) == (kept, None)
    assert set(kept.names.values_list("name", flat=True)) == {"Fundacja „Żuraw” w Zgierzu", "FUNDACJA ŻURAWIE"}
    assert set(Hat.objects.worn().filter(key=kept.public_id).values_list("user_id", "kind", "title")) == {
        (both.user.pk, SIGNATORY.code, kept.name),
        (only.user.pk, EDITOR.code, kept.name),
    }
    assert not Hat.objects.worn().filter(key=gone.public_id).exists()
    assert Invitation.objects.get().key == kept.public_id
    assert set(kept.requests.values_list("user_id", flat=True)) == {asking.user.pk, asking_both.user.pk}
    assert access.requests(officer, at).count() == 2
    assert list(made.moved["left"]) == ["ngo.representation.organisation"]
    assert recognise(["Fundacja Żurawie"], access.visible(officer, at))[0].found == kept
    assert list(faults()) == []

    undo(made, reason="to jednak dwie", actor=officer, at=at + timedelta(days=1))
    assert rows() == before
    assert list(faults()) == []
    assert [entry.verb for entry in history(kept)][-2:] == ["merge", "undo_merge"]
    assert [entry.verb for entry in history(gone)][-2:] == ["absorb", "restore_record"]


def test_every_table_that_points_to_an_organisation_is_moved() -> None:
    """A later stage adds its foreign key and nothing here: this says which there are, so that each was thought of."""
    columns = {moving.label(field) for field in moving.pointing()}
    assert columns >= {
        "competitions.offer.organisation",
        "ngo.organisation.merged_into",
        "ngo.organisationname.organisation",
        "ngo.representation.organisation",
    }
    assert not any(column.startswith(("ngo.merge.", "ngo.dismissal.")) for column in columns)


def test_offers_move_their_snapshots_stay_and_documents_open(
    cycle: Cycle, run_jobs: Any, enter: Callable[[Actor], Client], time_machine: Any
) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition)
    gone = offer.organisation
    kept = register({"name": "Fundacja, która zostaje", "nip": "5170359458"}, actor=cycle.officer, at=WRITTEN)
    run_jobs()
    snapshot, document = OfferVersion.objects.values().get(), Document.objects.get(subject_id=offer.public_id)
    signatory = cycle.signatory(gone)
    made = merge(kept, gone, take=[], actor=cycle.officer, at=WRITTEN, **WHY)
    offer.refresh_from_db()
    assert offer.organisation == kept
    assert OfferVersion.objects.values().get() == snapshot
    time_machine.move_to(WRITTEN, tick=False)
    hat = Hat.objects.get(pk=signatory.hat.pk)
    assert hat.key == kept.public_id
    page = enter(Actor(signatory.user, hat)).get(document.url)
    assert page.status_code == 200
    assert Document.objects.get(pk=document.pk).data == document.data
    undo(made, reason="pomyłka", actor=cycle.officer, at=WRITTEN)
    offer.refresh_from_db()
    assert offer.organisation == gone
    assert enter(Actor(signatory.user, Hat.objects.get(pk=hat.pk))).get(document.url).status_code == 200


def test_what_was_done_in_the_name_of_the_one_that_stayed_cannot_be_split(cycle: Cycle) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition, to="draft")
    gone = offer.organisation
    kept = Organisation.objects.get(pk=cycle.offer(competition, to="draft").organisation.pk)
    Organisation.objects.filter(pk=gone.pk).update(krs=None)
    gone.refresh_from_db()
    signatory = cycle.signatory(gone)
    made = merge(kept, gone, take=[], actor=cycle.officer, at=WRITTEN, **WHY)
    offer.refresh_from_db()
    hat = Hat.objects.get(pk=signatory.hat.pk)
    offers.submit(offer, actor=Actor(signatory.user, hat), clock=lambda: WRITTEN)
    before = rows()
    with pytest.raises(CannotSplit) as refused:
        undo(made, reason="pomyłka", actor=cycle.officer, at=WRITTEN)
    assert gone.name in refused.value.sentences[0]
    assert kept.name in refused.value.sentences[0]
    assert rows() == before
    assert Merge.objects.get().undone_at is None


def test_a_value_changed_since_is_named_and_nothing_is_undone(known: Known, officer: Actor, at: datetime) -> None:
    kept, gone = known("Fundacja Ćma", krs="11"), known("Fundacja Ćma", nip="6891178090", phone="42 111 22 33")
    made = merge(kept, gone, take=["phone", "nip"], actor=officer, at=at, **WHY)
    revise(kept, {"phone": "42 999 99 99", "email": "cma@example.org"}, actor=officer, at=at)
    with pytest.raises(CannotSplit, match="telefon"):
        undo(made, reason="pomyłka", actor=officer, at=at)
    revise(kept, {"phone": "42 111 22 33"}, actor=officer, at=at)
    undo(made, reason="pomyłka", actor=officer, at=at)
    kept.refresh_from_db()
    assert (kept.phone, kept.nip, kept.email) == ("", "", "cma@example.org")


def test_a_person_who_left_meanwhile_does_not_come_back(
    known: Known, people: Any, officer: Actor, at: datetime
) -> None:
    kept, gone = known("Fundacja Ćma", krs="11"), known("Fundacja Ćma", nip="6891178090")
    both = people(EDITOR.code, key=gone.public_id)
    there = Hat.objects.create(user=both.user, kind=EDITOR.code, key=kept.public_id, granted_at=at)
    made = merge(kept, gone, take=[], actor=officer, at=at, **WHY)
    Hat.objects.filter(pk=there.pk).update(withdrawn_at=at)
    undo(made, reason="pomyłka", actor=officer, at=at)
    assert not Hat.objects.worn().filter(user=both.user).exists()


def test_merges_in_a_row_lead_to_the_last_and_are_undone_from_the_last(
    known: Known, officer: Actor, at: datetime, enter: Callable[[Actor], Client]
) -> None:
    first, second, third = (
        known("Fundacja Ćma", krs="1"),
        known("Ćma", nip="6891178090"),
        known("Ćmy", nip="5170359458"),
    )
    one = merge(second, first, take=[], actor=officer, at=at, **WHY)
    second.refresh_from_db()
    two = merge(third, second, take=[], actor=officer, at=at, **WHY)
    third.refresh_from_db(), first.refresh_from_db()
    assert (third.krs, first.merged_into) == ("0000000001", third)
    page = enter(VISITOR).get(reverse("organisation-page", args=[first.public_id]))
    assert page.status_code == 302
    assert page["Location"] == reverse("organisation-page", args=[third.public_id])
    for kept, gone in ((first, third), (third, first), (third, third)):
        with pytest.raises((SettledMeanwhile, NotTwo)):
            merge(kept, gone, take=[], actor=officer, at=at, **WHY)
    with pytest.raises(CannotSplit, match="Najpierw cofnij tamto"):
        undo(one, reason="x", actor=officer, at=at)
    undo(two, reason="x", actor=officer, at=at)
    undo(one, reason="x", actor=officer, at=at)
    assert list(Organisation.objects.order_by("pk").values_list("krs", "merged_into")) == [
        ("0000000001", None),
        (None, None),
        (None, None),
    ]
    with pytest.raises(SettledMeanwhile):
        undo(one, reason="x", actor=officer, at=at)


def test_two_numbers_of_the_register_are_two_organisations(known: Known, officer: Actor, at: datetime) -> None:
    with pytest.raises(OtherNumbers) as refused:
        merge(known("Ćma", krs="1"), known("Ćma", krs="2"), take=[], actor=officer, at=at, **WHY)
    assert "0000000001" in refused.value.sentences[0]


def test_the_number_of_an_absorbed_record_is_that_of_the_one_that_stayed(
    known: Known, officer: Actor, people: Any, at: datetime
) -> None:
    kept, gone = known("Fundacja Ćma", krs="11"), known("Fundacja Ćma", nip="6891178090")
    merge(kept, gone, take=[], actor=officer, at=at, **WHY)
    revise(kept, {"nip": "6891178090"}, actor=officer, at=at)
    with pytest.raises(Exception, match="nip") as refused:
        register({"name": "Ćma", "nip": "6891178090", "legal_form": "foundation"}, actor=people(), at=at)
    assert refused.value.organisation == kept


def test_a_rival_who_merges_first_wins(known: Known, officer: Actor, at: datetime, rival: Any) -> None:
    kept, gone, other = known("Ćma", krs="1"), known("Ćma", nip="6891178090"), known("Ćma", nip="5170359458")
    with (
        pytest.raises(SettledMeanwhile),
        rival("ngo_organisation", lambda: merge(other, gone, take=[], actor=officer, at=at, **WHY)),
    ):
        merge(kept, gone, take=[], actor=officer, at=at, **WHY)
    made = merge(kept, gone, take=[], actor=officer, at=at, **WHY)
    with pytest.raises(SettledMeanwhile), rival("ngo_merge", lambda: undo(made, reason="x", actor=officer, at=at)):
        undo(made, reason="x", actor=officer, at=at)


def test_a_pair_is_dismissed_once_and_both_histories_tell_it(known: Known, officer: Actor, at: datetime) -> None:
    one, other = known("Ćma", krs="1"), known("Ćma", nip="6891178090")
    said = dismiss(other, one, reason="inny adres", actor=officer, at=at)
    assert dismiss(one, other, reason="drugi raz", actor=officer, at=at) == said
    assert said.reason == "inny adres"
    assert model_to_dict(said)["first"] == one.pk
    for each in (one, other):
        assert [entry.verb for entry in history(each)].count("dismiss_duplicate") == 1


def test_nothing_points_past_the_offer_to_an_organisation() -> None:
    """An agreement knows its organisation by its offer, so moving the offer moves all of its case."""
    assert not [field for field in Agreement._meta.concrete_fields if field.related_model is Organisation]
