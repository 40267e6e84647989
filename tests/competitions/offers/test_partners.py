"""Joint offers: invited and agreed, who sees and writes, the limit of offers, what is frozen, who signs (UDPP art. 14 ust. 2–5)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from competitions.offers import actions
from competitions.offers.documents import ConfirmationSheet
from competitions.offers.models import Offer, Partner
from competitions.offers.refusals import NotJoined
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.notices.models import Notice
from core.workflow.refusal import Refused
from ngo.papers.actions import declare_signatory
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import WRITTEN, Cycle
from tests.factories.pages import content as posted
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


@pytest.fixture
def other(bob: Actor) -> Organisation:
    """Bob's organisation."""
    return Organisation.objects.get(public_id=bob.key)


@pytest.fixture
def invited(draft: Offer, other: Organisation, alice: Actor) -> Partner:
    return actions.invite_partner(draft, other, actor=alice, at=WRITTEN)


@pytest.fixture
def joint(invited: Partner, alice: Actor, bob: Actor, ours: Organisation, other: Organisation) -> Offer:
    """Alice's offer, made jointly with Bob's organisation, whole."""
    actions.join(invited, actor=bob, at=WRITTEN)
    split = [{"offerer": ours.public_id, "value": "9000.00"}, {"offerer": other.public_id, "value": "3500.00"}]
    content = offer_content(**{"V.C": split, "VI.2": "Lider prowadzi warsztaty, partner przegląd; reprezentuje lider."})
    offer = Offer.objects.get()
    return actions.save(offer, content, revision=offer.revision, actor=alice, at=WRITTEN)


def test_invited_by_number_agreed_to_and_submitted(
    visit: Visit, draft: Offer, alice: Actor, bob: Actor, other: Organisation
) -> None:
    client = visit(alice, WRITTEN)
    page = f"/moje/oferty/{draft.public_id}/oferenci/"
    assert "Sprawdź go" in words(client.post(page, {"number": "1234567890"}))
    assert client.post(page, {"number": f"KRS {other.krs}"})["Location"] == page
    assert "czekamy na zgodę" in words(client.get(page))
    check = words(client.get(f"/moje/oferty/{draft.public_id}/zloz/"))
    assert "nie zgodziła się jeszcze" in check
    assert "jakie działania będą realizowane" in check
    partner = Partner.objects.get()
    notice = Notice.objects.get(user=bob.user, template="partner-invited")
    answer = visit(bob, WRITTEN).get(notice.link)
    assert "Odpowiedzialni" not in words(answer)
    assert "solidarnie" in words(answer)
    assert visit(bob, WRITTEN).post(notice.link, {}).status_code == 400, "agreeing is said, not clicked through"
    assert visit(bob, WRITTEN).post(notice.link, {"liable": "on"}).status_code == 302
    partner.refresh_from_db()
    assert partner.agreed_by == bob.user
    assert set(Entry.objects.filter(chain=draft.chain).values_list("verb", flat=True)) >= {
        "invite_partner",
        "join_offer",
    }


def test_the_editor_of_a_joint_offer_has_the_split_with_a_row_for_each(
    visit: Visit, invited: Partner, alice: Actor, other: Organisation
) -> None:
    page = visit(alice, WRITTEN).get(f"/moje/oferty/{invited.offer.public_id}/edycja/").content.decode()
    assert 'name="V.C-1-offerer"' in page
    assert f'<option value="{other.public_id}" selected>Stowarzyszenie Boba</option>' in page
    assert 'name="VI.2"' in page


def test_the_editor_of_one_organisation_has_nothing_of_it(visit: Visit, draft: Offer, alice: Actor) -> None:
    page = visit(alice, WRITTEN).get(f"/moje/oferty/{draft.public_id}/edycja/").content.decode()
    assert 'name="V.C-0-offerer"' not in page
    assert 'name="VI.2"' not in page
    assert "year1" not in page


def test_who_sees_and_does_what(visit: Visit, cycle: Cycle, invited: Partner, bob: Actor, other: Organisation) -> None:
    offer = f"/moje/oferty/{invited.offer.public_id}/"
    invitation = f"/moje/oferty-wspolne/{invited.public_id}/"
    editor, stranger = cycle.editor(other), cycle.signatory(cycle.organisation())
    assert visit(bob, WRITTEN).get(offer).status_code == 404, "before agreeing only the invitation is seen"
    assert visit(editor, WRITTEN).post(invitation, {"liable": "on"}).status_code == 403
    assert visit(stranger, WRITTEN).get(invitation).status_code == 404
    assert visit(stranger, WRITTEN).post(f"/moje/oferenci/{invited.public_id}/usun/").status_code == 404
    actions.join(invited, actor=bob, at=WRITTEN)
    for address in (offer, f"{offer}edycja/", f"{offer}zalaczniki/", f"{offer}oferenci/"):
        assert visit(editor, WRITTEN).get(address).status_code == 200
    assert visit(bob, WRITTEN).post(f"{offer}zloz/").status_code == 403, "who began the offer submits it"
    assert visit(bob, WRITTEN).post(f"{offer}oferenci/", {"number": "1"}).status_code == 403
    assert visit(bob, WRITTEN).post(f"/moje/oferenci/{invited.public_id}/usun/").status_code == 404


def test_submitted_for_all_and_frozen_for_each(joint: Offer, alice: Actor, bob: Actor, other: Organisation) -> None:
    declare_signatory(other, name="Jan Ćwik", function="prezes", valid_from=None, actor=bob, at=WRITTEN)
    version = actions.submit(joint, actor=alice, clock=lambda: WRITTEN)
    assert [each["name"] for each in version.partners] == ["Stowarzyszenie Boba"]
    Organisation.objects.filter(pk=other.pk).update(name="Zmieniona nazwa")
    sheet = ConfirmationSheet.of(version)
    assert sheet.offerers == (("Fundacja Alicji", ()), ("Stowarzyszenie Boba", ("Jan Ćwik, prezes",)))
    shown = {field.number: field for section in sheet.sections for field in section.fields}
    assert [row[1] for row in shown["V.C"].rows] == ["Fundacja Alicji", "Stowarzyszenie Boba"]
    assert shown["1"].text
    two = next(field for section in sheet.sections if section.code == "II" for field in section.fields)
    assert two.text.splitlines()[1].startswith("2. Stowarzyszenie Boba, fundacja")
    with pytest.raises(NotJoined, match="już złożona"):
        actions.part(Partner.objects.get(), actor=alice, at=WRITTEN)


def test_the_limit_of_offers_counts_joint_ones_for_each(
    cycle: Cycle, joint: Offer, alice: Actor, bob: Actor, other: Organisation
) -> None:
    actions.submit(joint, actor=alice, clock=lambda: WRITTEN)
    with pytest.raises(Refused) as refused:
        cycle.offer(joint.competition, other)
    assert [breach.code for breach in refused.value.breaches] == ["offer.limit"]


def test_a_partner_that_has_its_own_offer_keeps_the_joint_one_back(
    cycle: Cycle, joint: Offer, alice: Actor, other: Organisation
) -> None:
    cycle.offer(joint.competition, other)
    with pytest.raises(Refused) as refused:
        actions.submit(joint, actor=alice, clock=lambda: WRITTEN)
    assert [breach.code for breach in refused.value.breaches] == ["offer.partner_limit"]


def test_refused_or_left_it_is_an_offer_of_one_again(visit: Visit, joint: Offer, alice: Actor, bob: Actor) -> None:
    partner = Partner.objects.get()
    assert visit(bob, WRITTEN).post(f"/moje/oferty-wspolne/{partner.public_id}/", {"refuse": "1"}).status_code == 302
    assert not Partner.objects.exists()
    shown = words(visit(alice, WRITTEN).get(f"/moje/oferty/{joint.public_id}/"))
    assert "reprezentuje lider" not in shown, "what only a joint offer has is not a part of it any more"
    assert actions.submit(joint, actor=alice, clock=lambda: WRITTEN).partners == []


def test_nobody_is_invited_twice_or_against_the_law(
    cycle: Cycle, draft: Offer, invited: Partner, alice: Actor, ours: Organisation, other: Organisation
) -> None:
    assert actions.invite_partner(draft, other, actor=alice, at=WRITTEN) == invited
    with pytest.raises(NotJoined, match="numer innej"):
        actions.invite_partner(draft, ours, actor=alice, at=WRITTEN)
    party = cycle.organisation(legal_form="party")
    with pytest.raises(Refused):
        actions.invite_partner(draft, party, actor=alice, at=WRITTEN)


def test_the_announcement_is_shown_beside_the_fields(visit: Visit, draft: Offer, alice: Actor) -> None:
    shown: Any = words(visit(alice, WRITTEN).get(f"/moje/oferty/{draft.public_id}/edycja/"))
    assert "Najwyżej 40 000,00 zł." in shown.replace("\u00a0", " ")
    assert "Zadanie może trwać od" in shown


def test_what_is_missing_leads_to_its_field_and_soft_defects_stand_apart(
    visit: Visit, cycle: Cycle, draft: Offer, alice: Actor
) -> None:
    content = offer_content(**{"III.5": "", "VII.3": "yes"})
    actions.save(draft, content, revision=draft.revision, actor=alice, at=WRITTEN)
    client = visit(alice, WRITTEN)
    form = client.get(f"/moje/oferty/{draft.public_id}/edycja/").content.decode()
    assert '<li data-missing="III.5"><a href="#pole-III.5">' in form
    assert 'id="pole-III.5"' in form
    check = words(client.get(f"/moje/oferty/{draft.public_id}/zloz/"))
    assert "Możesz złożyć ofertę, ale… Oświadczasz zaległość." in check
    assert "1 rzecz do poprawienia" in check


def test_costs_go_with_their_action_when_one_is_removed_without_scripts(
    visit: Visit, draft: Offer, alice: Actor
) -> None:
    values = posted("offer-2018", offer_content(), revision=draft.revision)
    values["III.4-0-DELETE"] = "on"
    assert visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/edycja/", values).status_code == 302
    saved = Offer.objects.get().content
    assert [row["name"] for row in saved["III.4"]] == ["Przegląd zespołów"]
    assert [(row["name"], row["action"]) for row in saved["V.A.I"]] == [("Instruktor", ""), ("Scena", "1")]


def test_a_budget_of_ten_thousand_rows_changes_nothing(visit: Visit, draft: Offer, alice: Actor) -> None:
    row = offer_content()["V.A.I"][0]
    for count, status in ((1000, 400), (10000, 400)):
        values = posted("offer-2018", offer_content(**{"V.A.I": [row] * count}), revision=draft.revision)
        answer = visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/edycja/", values)
        assert answer.status_code == status
        assert "Nic nie zostało zmienione" in words(answer) or "200" in words(answer)
    assert Offer.objects.get().content == draft.content


def test_forged_names_of_fields_are_not_kept(visit: Visit, draft: Offer, alice: Actor) -> None:
    values = posted("offer-2018", offer_content(), revision=draft.revision)
    forged = {
        **values,
        "I.1": "Minister",
        "V.B.1": "1",
        "state": "awarded",
        "number": "1",
        "V.A.I-0-value": "1",
        "X": "y",
    }
    assert visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/edycja/", forged).status_code == 302
    saved = Offer.objects.get()
    assert (saved.state, saved.number, saved.content) == ("draft", None, offer_content())


# An offer that was withdrawn and is written again


@pytest.fixture
def reopened(joint: Offer, alice: Actor) -> Offer:
    """The joint offer, submitted, withdrawn and open again."""
    actions.submit(joint, actor=alice, clock=lambda: WRITTEN)
    offer = Offer.objects.get()
    actions.withdraw(offer, reason="Poprawimy opis.", actor=alice, at=WRITTEN)
    return actions.reopen(offer, actor=alice, at=WRITTEN)


def changed(offer: Offer, actor: Actor) -> Offer:
    content = {**offer.content, "III.3": offer.content["III.3"] + " Wstęp jest wolny."}
    return actions.save(offer, content, revision=offer.revision, actor=actor, at=WRITTEN)


def test_unchanged_it_needs_no_other_agreement(reopened: Offer, alice: Actor, bob: Actor) -> None:
    assert Notice.objects.filter(user=bob.user, template="partner-reopened").count() == 1
    assert actions.submit(reopened, actor=alice, clock=lambda: WRITTEN).number == 2


def test_after_a_change_each_partner_agrees_again(visit: Visit, reopened: Offer, alice: Actor, bob: Actor) -> None:
    offer = changed(reopened, alice)
    with pytest.raises(Refused) as refused:
        actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    assert [breach.code for breach in refused.value.breaches] == ["offer.partner_outdated"]
    assert "ponowną zgodę" in words(visit(alice, WRITTEN).get(f"/moje/oferty/{offer.public_id}/zloz/"))
    assert "zgodziła się na inną treść" in words(visit(alice, WRITTEN).get(f"/moje/oferty/{offer.public_id}/oferenci/"))
    partner = Partner.objects.get()
    client, page = visit(bob, WRITTEN), f"/moje/oferty-wspolne/{partner.public_id}/"
    assert "Zgódź się ponownie na zmienioną ofertę wspólną: Fundacja Alicji" in words(client.get("/moje/"))
    answer = client.get(page)
    assert "tamta zgoda nie wystarcza" in words(answer)
    assert client.post(page, {"liable": "on", "read": answer.context["read"]}).status_code == 302
    assert Entry.objects.filter(verb="join_offer").count() == 2
    assert "Zgódź się ponownie" not in words(client.get("/moje/"))
    assert actions.submit(offer, actor=alice, clock=lambda: WRITTEN).number == 2


def test_nobody_agrees_to_what_they_have_not_read(visit: Visit, reopened: Offer, alice: Actor, bob: Actor) -> None:
    offer = changed(reopened, alice)
    client, page = visit(bob, WRITTEN), f"/moje/oferty-wspolne/{Partner.objects.get().public_id}/"
    read = client.get(page).context["read"]
    offer = changed(offer, alice)
    refused = client.post(page, {"liable": "on", "read": read})
    assert refused.status_code == 409
    assert "Treść oferty właśnie się zmieniła" in words(refused)
    with pytest.raises(Refused):
        actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    assert client.post(page, {"liable": "on", "read": refused.context["read"]}).status_code == 302
    changed(Offer.objects.get(), alice)
    with pytest.raises(Refused):
        actions.submit(Offer.objects.get(), actor=alice, clock=lambda: WRITTEN)


def test_an_invitation_stands_on_the_desk_until_it_is_answered(visit: Visit, invited: Partner, bob: Actor) -> None:
    client, line = visit(bob, WRITTEN), "czekamy na odpowiedź Zaproszenie do oferty wspólnej: Fundacja Alicji"
    assert line in words(client.get("/moje/"))
    actions.join(invited, actor=bob, at=WRITTEN)
    assert line not in words(client.get("/moje/"))
