"""The one correction: only the unlocked fields, until the last second of its term, a new version, what it changed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.corrections import actions
from competitions.corrections.models import Correction
from competitions.corrections.queries import corrected_content, with_row_keys
from competitions.corrections.refusals import CorrectionLate, LockedFields, NotCorrectable, NothingCorrected
from competitions.offers import actions as offers
from competitions.offers.documents import ConfirmationSheet
from competitions.offers.merge import Change
from competitions.offers.models import Offer, OfferVersion
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.jobs.models import Job
from core.notices.models import Notice
from core.workflow.refusal import Conflict, NotPossible, Refused
from ngo.registry.models import Organisation
from tests.factories.content import OFFER
from tests.factories.cycle import CHECKED, WRITTEN, Cycle, moment, retyped
from tests.factories.pages import rows, words

pytestmark = pytest.mark.django_db
DUE = moment(2027, 1, 5, 23, 59, 59)
BEFORE = moment(2027, 1, 4)
BETTER = OFFER["III.3"] + " Dojazd i sanitariaty są dostępne."


def no(note: str) -> dict[str, str]:
    return {"answer": "no", "note": note}


@pytest.fixture
def confirmed(cycle: Cycle, competition: Competition, ours: Organisation) -> Offer:
    return cycle.offer(competition, ours, to="confirmed")


@pytest.fixture
def correction(cycle: Cycle, confirmed: Offer) -> Correction:
    """Alice may change the description and the costs of the actions."""
    cycle.check(confirmed, proposal="correct", fields=["III.3", "V.A.I"], accessibility=no("brak opisu dojazdu"))
    return fresh()


def fresh() -> Correction:
    return Correction.objects.select_related("base", "offer__competition").get()


def written(correction: Correction, alice: Actor, text: str = BETTER, **more: Any) -> Correction:
    content = {"III.3": text, **more}
    return actions.save(correction, retyped(correction, content), actor=alice, at=BEFORE)[0]


def test_only_what_was_named_changes_all_else_is_the_same(correction: Correction, alice: Actor, cycle: Cycle) -> None:
    written(correction, alice)
    version = actions.correct(fresh(), actor=alice, clock=lambda: DUE)
    base = correction.base
    assert version.content == {**base.content, "III.3": BETTER}
    assert list(version.content) == list(base.content)
    assert OfferVersion.objects.get(pk=base.pk).content == base.content
    offer = cycle.fresh(correction.offer)
    assert (offer.state, offer.checksum, version.number) == ("corrected", version.checksum, 2)
    assert version.checksum != base.checksum
    assert offer.submitted_at == WRITTEN, "it was in time before, and stays so"
    assert not version.needs_confirmation
    assert ConfirmationSheet.of(version).confirmation_due is None, "nobody signs it"
    assert Job.objects.filter(name="offers.confirmation").count() == 2
    assert version.costs.count() == base.costs.count()
    again = actions.correct(fresh(), actor=alice, clock=lambda: DUE + timedelta(days=1))
    assert again == version, "a second click"
    assert Entry.objects.filter(verb="correct").count() == 1
    assert "Nie musicie teraz dostarczać" in Notice.objects.get(template="offer-corrected").body


@pytest.mark.parametrize("code", ["III.1", "II.2.name", "V.B.2", "III.4", "VII.1"])
def test_a_field_that_was_not_named_stays_locked(correction: Correction, alice: Actor, code: str) -> None:
    other: Any = [] if isinstance(OFFER[code], list) else "99.00"
    for value in (other, OFFER[code]):
        with pytest.raises(LockedFields, match=r"Tego pola nie można zmienić|III|II|V"):
            written(correction, alice, **{code: value})
    assert (fresh().content, fresh().revision) == ({}, 0), "not even what goes along with a good field"


def test_what_got_into_the_row_another_way_is_not_taken(correction: Correction) -> None:
    correction.content = {"III.1": "Inny tytuł", "III.3": BETTER}
    assert corrected_content(correction)["III.1"] == OFFER["III.1"]


def test_a_term_to_the_second(correction: Correction, alice: Actor, cycle: Cycle) -> None:
    assert correction.due == DUE
    written(correction, alice)
    late = DUE + timedelta(seconds=1)
    with pytest.raises(CorrectionLate) as refusal:
        actions.correct(fresh(), actor=alice, clock=lambda: late)
    assert "Termin uzupełnienia minął 5" in refusal.value.sentences[0].replace("\u00a0", " ")
    assert fresh().late_at is None
    actions.save(fresh(), retyped(fresh(), {"III.3": "po terminie"}), actor=alice, at=late)
    assert (fresh().content, fresh().late_at) == ({"III.3": "po terminie"}, late), "nothing typed is lost"
    assert (cycle.fresh(correction.offer).state, OfferVersion.objects.count()) == ("returned", 1)
    assert actions.correct(fresh(), actor=alice, clock=lambda: DUE).number == 2


def test_a_correction_that_changes_nothing_or_breaks_a_rule_is_refused(correction: Correction, alice: Actor) -> None:
    with pytest.raises(NothingCorrected):
        actions.correct(correction, actor=alice, clock=lambda: BEFORE)
    dearer = [{**row, "unit_cost": "200.00"} for row in OFFER["V.A.I"]]
    written(correction, alice, **{"V.A.I": dearer})
    with pytest.raises(Refused) as refusal:
        actions.correct(fresh(), actor=alice, clock=lambda: BEFORE)
    assert [breach.code for breach in refusal.value.breaches] == ["offer.sources_differ"]
    assert OfferVersion.objects.count() == 1


def test_an_offer_is_called_back_once(correction: Correction, alice: Actor, cycle: Cycle) -> None:
    with pytest.raises(NotCorrectable, match="wezwano już do uzupełnienia 28"):
        actions.call_back(
            cycle.fresh(correction.offer),
            fields=["III.5"],
            sign_again=False,
            reason="jeszcze coś",
            actor=cycle.officer,
            at=CHECKED,
        )


def test_a_call_must_be_possible(cycle: Cycle, competition: Competition, ours: Organisation, confirmed: Offer) -> None:
    call = {"sign_again": False, "reason": "x", "actor": cycle.officer, "at": CHECKED}
    for fields in ((), ("I.1",), ("nie ma",)):
        with pytest.raises(NotCorrectable, match="Wskaż"):
            actions.call_back(confirmed, fields=fields, **call)
    Competition.objects.update(correction_days=0)
    with pytest.raises(NotCorrectable, match="nie przewiduje"):
        actions.call_back(cycle.fresh(confirmed), fields=["III.3"], **call)
    Competition.objects.update(correction_days=5)
    other = cycle.offer(competition)
    with pytest.raises(NotPossible):
        actions.call_back(other, fields=["III.3"], **call)
    assert not Correction.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(correction: Correction, alice: Actor) -> None:
    written(correction, alice)
    stale = {"III.3": Change("z drugiej karty", OFFER["III.3"])}
    kept, merged = actions.save(fresh(), stale, actor=alice, at=BEFORE)
    assert kept.content["III.3"] == BETTER, "what is stored stays"
    assert [(each.code, each.stored, each.typed) for each in merged.conflicts] == [("III.3", BETTER, "z drugiej karty")]
    costs = with_row_keys(fresh())["V.A.I"]
    dearer = [{**costs[0], "name": "Instruktorka"}, *costs[1:]]
    kept, merged = actions.save(fresh(), {"V.A.I": Change(dearer, costs)}, actor=alice, at=BEFORE)
    assert (kept.content["III.3"], kept.content["V.A.I"][0]["name"]) == (BETTER, "Instruktorka"), "each keeps its own"
    assert not merged.conflicts
    actions.correct(fresh(), actor=alice, clock=lambda: BEFORE)
    with pytest.raises(Conflict):
        actions.save(fresh(), stale, actor=alice, at=BEFORE)


def test_the_announcement_may_ask_for_a_new_confirmation(cycle: Cycle, ours: Organisation, alice: Actor) -> None:
    offer = cycle.offer(cycle.competition(correction_confirmation_days=3), ours, to="confirmed")
    cycle.check(offer, proposal="correct", fields=["III.3"], accessibility=no("brak opisu"))
    written(fresh(), alice)
    version = actions.correct(fresh(), actor=alice, clock=lambda: BEFORE)
    # Three working days after 5 January: Epiphany and a weekend do not count; the hour is that of the announcement.
    assert (version.needs_confirmation, version.confirmation_due) == (True, moment(2027, 1, 11, 16))
    assert ConfirmationSheet.of(version).confirmation_due == version.confirmation_due
    assert cycle.fresh(offer).confirmed_at is None
    assert "do 11 stycznia 2027" in Notice.objects.get(template="offer-corrected").body.replace("\u00a0", " ")


def test_a_withdrawn_offer_is_not_corrected(correction: Correction, alice: Actor, cycle: Cycle) -> None:
    written(correction, alice)
    offers.withdraw(cycle.fresh(correction.offer), reason="zmiana planów", actor=alice, at=BEFORE)
    with pytest.raises(NotPossible):
        actions.correct(fresh(), actor=alice, clock=lambda: BEFORE)


def test_from_the_call_to_the_new_version_in_a_browser(
    visit: Callable[..., Client], correction: Correction, alice: Actor, officer: Actor
) -> None:
    offer = correction.offer
    client = visit(alice, BEFORE)
    edit, submit = (f"/moje/oferty/{offer.public_id}/uzupelnienie/{end}" for end in ("", "zloz/"))
    assert "Uzupełnij: Święto żniw" in words(client.get("/moje/"))
    page = client.get(edit)
    assert 'name="III.3"' in page.content.decode()
    assert 'name="III.5"' not in page.content.decode()
    assert "brak opisu dojazdu" in words(page)
    posted = {"revision": "0", "III.3": BETTER, **rows("V.A.I", OFFER["V.A.I"]), "check": "1"}
    forged = client.post(edit, {**posted, "III.1": "podrobione pole"})
    assert forged.status_code == 409
    assert "Tego pola nie można zmienić w uzupełnieniu: III.1" in words(forged)
    assert BETTER in forged.content.decode(), "what was typed is still there"
    assert fresh().content == {}
    assert client.post(edit, posted).headers["Location"] == submit
    assert fresh().content == {"III.3": BETTER}
    check = client.get(submit)
    assert "[dodano: Dojazd i sanitariaty są dostępne. ]" in words(check)
    assert "Uzupełnionej oferty nie trzeba teraz potwierdzać podpisem." in words(check)
    stale = client.post(edit, {**posted, "III.3": "inna karta"})
    assert stale.status_code == 409
    assert "inna karta" in stale.content.decode()
    assert [client.post(submit).status_code for _ in range(2)] == [302, 302], "a second click"
    for reader in (alice, officer):
        changes = words(visit(reader, BEFORE).get(f"/moje/oferty/{offer.public_id}/zmiany/"))
        assert "1 zmienione pole" in changes
        assert "III.3 Syntetyczny opis" in changes
        assert "[dodano: Dojazd i sanitariaty" in changes
    assert client.get(edit).status_code == 302, "nothing more to write"


def test_the_page_saves_itself_by_field(
    visit: Callable[..., Client], correction: Correction, alice: Actor, bob: Actor
) -> None:
    address = f"/moje/oferty/{correction.offer.public_id}/uzupelnienie/"

    def send(client: Client, revision: int, **fields: Any) -> Any:
        body = {
            "revision": revision,
            "fields": json.dumps({code.replace("_", "."): each for code, each in fields.items()}),
        }
        return client.post(address, body, headers={"Accept": "application/json"})

    client = visit(alice, BEFORE)
    old = OFFER["III.3"]
    assert f'data-autosave="{address}"' in client.get(address).content.decode()
    answer = send(client, 0, III_3={"value": BETTER, "base": old}).json()
    assert answer == {"version": 1, "fields": {"III.3": BETTER}, "note": "", "conflicts": []}
    other = send(client, 0, III_3={"value": "druga karta", "base": old}).json()
    assert [(each["stored"], each["typed"]) for each in other["conflicts"]] == [(BETTER, "druga karta")]
    assert other["fields"].keys() == {"III.3", "V.A.I"}, "somebody saved meanwhile: all that may be changed comes"
    for forged in (
        {"III_1": {"value": "x", "base": OFFER["III.1"]}},
        {"III_3": {"value": "y", "base": BETTER}, "V_B_2": {"value": "1", "base": "1"}},
    ):
        refused = send(client, 1, **forged)
        assert refused.status_code == 409
        assert "nie można zmienić w uzupełnieniu" in refused.json()["detail"]
    assert send(client, 1, nie_ma={"value": "x", "base": ""}).json()["fields"] == {}, "what the form does not know"
    assert client.post(address, {"fields": "["}, headers={"Accept": "application/json"}).status_code == 400
    assert fresh().content == {"III.3": BETTER}
    late = visit(alice, DUE + timedelta(seconds=1))
    answer = send(late, 1, III_3={"value": "po terminie", "base": BETTER}).json()
    assert answer["note"] == "po terminie: tego uzupełnienia nie można już złożyć."
    assert "Ostatni zapis po terminie: 6 stycznia 2027" in words(late.get(address))
    assert send(visit(bob, BEFORE), 2, III_3={"value": "cudze", "base": ""}).status_code == 404
    assert fresh().content == {"III.3": "po terminie"}


def test_a_row_is_added_without_scripts(visit: Callable[..., Client], correction: Correction, alice: Actor) -> None:
    address = f"/moje/oferty/{correction.offer.public_id}/uzupelnienie/"
    posted = {"revision": "0", "III.3": BETTER, **rows("V.A.I", OFFER["V.A.I"]), "add_row": "V.A.I"}
    longer = visit(alice, BEFORE).post(address, posted)
    assert (longer.status_code, fresh().content) == (200, {})
    page = longer.content.decode()
    assert f'name="V.A.I-{len(OFFER["V.A.I"])}-name"' in page
    assert "nie ma takiej pozycji" not in page, "the actions of the locked schedule are known"


def test_a_refusal_stands_on_the_page(visit: Callable[..., Client], correction: Correction, alice: Actor) -> None:
    late = DUE + timedelta(seconds=1)
    client = visit(alice, late)
    address = f"/moje/oferty/{correction.offer.public_id}/uzupelnienie/"
    assert "Termin uzupełnienia minął" in words(client.get(address))
    written(correction, alice)
    refused = client.post(f"{address}zloz/")
    assert refused.status_code == 409
    assert "urząd oceni ofertę w wersji złożonej wcześniej" in words(refused)


def test_who_may(
    visit: Callable[..., Client], cycle: Cycle, people: Any, correction: Correction, alice: Actor, bob: Actor
) -> None:
    offer = correction.offer
    edit, submit, changes = (
        f"/moje/oferty/{offer.public_id}/{end}/" for end in ("uzupelnienie", "uzupelnienie/zloz", "zmiany")
    )
    reader = people("organisation_viewer", key=offer.organisation.public_id, title=offer.organisation.name)
    for actor, status in ((VISITOR, 302), (bob, 404), (cycle.officer, 404), (reader, 403)):
        client = visit(actor, BEFORE)
        assert {client.post(address).status_code for address in (edit, submit)} == {status}
    for actor, status in ((VISITOR, 302), (bob, 404), (alice, 404), (cycle.expert()[1], 404)):
        assert visit(actor, BEFORE).get(changes).status_code == status, "there is one version yet"
    assert visit(cycle.editor(offer.organisation), BEFORE).get(edit).status_code == 200
