"""Links declared and entered: who sees and changes them, what they do to invitations, what a change of records brings up."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competitions.calls.models import Competition
from competitions.conflicts import actions, queries
from competitions.conflicts.models import Link
from competitions.conflicts.refusals import BadLink
from competitions.evaluation import candidates
from competitions.evaluation.actions import cards, formal
from competitions.evaluation.actions.links import keep_card
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.refusals import InDoubt, Tied
from competitions.experts.models import Expert
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.jobs.runner import drain
from core.notices.models import Notice
from ngo.papers.actions import declare_signatory
from ngo.registry.hats import EDITOR
from ngo.registry.models import Organisation
from office.structure.hats import HEAD, OFFICER
from tests.factories.content import offer_content
from tests.factories.cycle import CHECKED, CONFIRMED, SCORED, UNKNOWN_LINKS, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
Someone = tuple[Expert, Actor]
DUE = date(2027, 1, 15)
OWN = {
    "phone": "601 202 303",
    "bank_account": "PL27114020040000300201355387",
    "street": "ul. Cicha 1",
    "postcode": "90-100",
    "city": "Łódź",
}


def complete(organisation: Organisation, actor: Actor, name: str = "Żaneta Zarządna") -> None:
    """Everything that is compared is known of an organisation."""
    Organisation.objects.filter(pk=organisation.pk).update(
        email=f"biuro@o{organisation.pk}.example.org", phone=f"42 555 00 {organisation.pk:02}"[-12:]
    )
    declare_signatory(organisation, name=name, function="prezes", valid_from=None, actor=actor, at=WRITTEN)


@pytest.fixture
def accepted(cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor) -> Offer:
    """Alice's offer under evaluation; all is known of her organisation."""
    complete(ours, alice)
    offer = cycle.offer(competition, ours, to="confirmed")
    cycle.close(competition)
    cycle.check(offer)
    formal.start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    return cycle.fresh(offer)


@pytest.fixture
def expert(cycle: Cycle) -> Someone:
    """An expert who stated everything."""
    found = cycle.expert("Jan Łęcki")
    actions.state_links(found[1].person, OWN, actor=found[1], at=CHECKED)
    return found


def assign(offer: Offer, expert: Someone, actor: Actor, reason: str = "") -> ScoreCard:
    fresh = Expert.objects.select_related("user__statement").get(pk=expert[0].pk)
    return cards.assign(offer, fresh, due=DUE, actor=actor, at=CHECKED, reason=reason)


def test_nothing_found_needs_no_reason(accepted: Offer, expert: Someone, officer: Actor) -> None:
    card = assign(accepted, expert, officer)
    assert card.links_accepted == "none"
    assert Entry.objects.get(verb="assign").after["links"] == "none"


def test_a_declared_role_stops_the_invitation_and_says_why(accepted: Offer, expert: Someone, officer: Actor) -> None:
    actions.link(expert[1].person, role="board", organisation=accepted.organisation, actor=expert[1], at=CHECKED)
    with pytest.raises(Tied) as refused:
        assign(accepted, expert, officer, reason="mimo to")
    assert (
        "Jan Łęcki zasiada we władzach organizacji „Fundacja Alicji” (oświadczenie tej osoby)."
        in refused.value.sentences
    )
    assert not ScoreCard.objects.exists()
    assert not Notice.objects.filter(template="card-assigned").exists()


def test_a_partner_of_an_experts_organisation_is_two_steps(
    cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor, bob: Actor, expert: Someone
) -> None:
    other = Organisation.objects.get(public_id=bob.key)
    complete(ours, alice), complete(other, bob, "Bartosz Bobowski")
    earlier = cycle.competition()
    draft = cycle.offer(earlier, ours, to="draft")
    offers.join(offers.invite_partner(draft, other, actor=alice, at=WRITTEN), actor=bob, at=WRITTEN)
    split = [{"offerer": ours.public_id, "value": "9000.00"}, {"offerer": other.public_id, "value": "3500.00"}]
    content = offer_content(**{"V.C": split, "VI.2": "Lider prowadzi warsztaty, partner przegląd."})
    draft.refresh_from_db()
    offers.save(draft, content, revision=draft.revision, actor=alice, at=WRITTEN)
    offers.submit(draft, actor=alice, clock=lambda: WRITTEN)
    offer = cycle.offer(competition, ours)
    actions.link(expert[1].person, role="employee", organisation=other, actor=expert[1], at=CHECKED)
    ((_expert, found),) = candidates.checked(offer, [expert[0]], CHECKED)
    assert found.verdict == "conflict"
    assert found.sentences[0] == (
        "Jan Łęcki jest pracownikiem organizacji „Stowarzyszenie Boba” (oświadczenie tej osoby); "
        f"„Stowarzyszenie Boba” w {WRITTEN.year} r. złożyła ofertę wspólną z organizacją „Fundacja Alicji”."
    )


def test_a_partner_of_the_offer_itself_counts_as_the_applicant(
    cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor, bob: Actor, expert: Someone
) -> None:
    other = Organisation.objects.get(public_id=bob.key)
    draft = cycle.offer(competition, ours, to="draft")
    offers.invite_partner(draft, other, actor=alice, at=WRITTEN)
    actions.link(expert[1].person, role="member", organisation=other, actor=expert[1], at=CHECKED)
    ((_expert, found),) = candidates.checked(draft, [expert[0]], CHECKED)
    assert found.verdict == "conflict"


def test_who_acts_for_an_organisation_here_is_tied_to_it(
    cycle: Cycle, accepted: Offer, officer: Actor, people: Any
) -> None:
    person, _actor = cycle.expert("Ewa Łącząca")
    cycle.editor(accepted.organisation)
    from core.signin.actions import grant_hat

    grant_hat(
        person.user,
        EDITOR.code,
        key=accepted.organisation.public_id,
        title="Fundacja Alicji",
        actor=officer,
        at=CHECKED,
    )
    ((_expert, found),) = candidates.checked(accepted, [person], CHECKED)
    assert found.verdict == "conflict"
    assert "działa w imieniu organizacji „Fundacja Alicji” (rola w systemie)" in found.sentences[0]


def test_what_is_not_known_needs_a_reason_and_the_ledger_keeps_it(
    cycle: Cycle, accepted: Offer, officer: Actor
) -> None:
    silent = cycle.expert("Cicha Ekspertka")
    with pytest.raises(InDoubt) as refused:
        assign(accepted, silent, officer)
    assert "brak aktualnego oświadczenia" in " ".join(refused.value.sentences)
    assign(accepted, silent, officer, reason="Pisemne oświadczenie z 1 grudnia")
    entry = Entry.objects.get(verb="assign")
    assert (entry.after["links"], entry.reason) == ("unknown", "Pisemne oświadczenie z 1 grudnia")


def test_a_statement_grows_old(accepted: Offer, expert: Someone) -> None:
    fresh = Expert.objects.select_related("user__statement").get(pk=expert[0].pk)
    for months, verdict in ((11, "none"), (13, "unknown")):
        ((_expert, found),) = candidates.checked(accepted, [fresh], CHECKED + timedelta(days=30 * months))
        assert found.verdict == verdict


def test_the_office_may_leave_doubts_to_heads(
    cycle: Cycle, accepted: Offer, officer: Actor, people: Any, settings: Any
) -> None:
    rules = {**settings.OFFICE["conflicts"], "unknown_invited_by": "head"}
    settings.OFFICE = {**settings.OFFICE, "conflicts": rules}
    silent = cycle.expert("Cicha Ekspertka")
    with pytest.raises(InDoubt, match="Cicha") as refused:
        assign(accepted, silent, officer, reason=UNKNOWN_LINKS)
    assert "wybiera kierownik" in refused.value.sentences[-1]
    head = people(HEAD.code, key=cycle.unit.code)
    assert assign(accepted, silent, head, reason=UNKNOWN_LINKS)


def test_a_changed_record_is_found_on_a_live_card_and_told(
    visit: Visit, cycle: Cycle, accepted: Offer, expert: Someone, officer: Actor, alice: Actor
) -> None:
    card = assign(accepted, expert, officer)
    declare_signatory(
        accepted.organisation, name="Teresa Łęcka", function="skarbniczka", valid_from=None, actor=alice, at=SCORED
    )
    from core.jobs.actions import enqueue

    for _ in range(2):
        enqueue("evaluation.recheck", key="zegar")
        drain(lambda: SCORED)
    card.refresh_from_db()
    assert (card.links_found, card.links_accepted) == ("possible", "none")
    notice = Notice.objects.get(template="card-links")
    assert notice.user == officer.user
    assert (
        "Jan Łęcki ma to samo nazwisko co osoba we władzach organizacji „Fundacja Alicji” (Teresa Łęcka, skarbniczka)"
        in notice.body
    )
    assert "1 karta z nowym powiązaniem eksperta" in words(visit(officer, SCORED).get("/urzad/"))
    progress = f"/urzad/konkursy/{accepted.competition.public_id}/ocena/"
    assert "nowe powiązanie , oferta nr" in words(visit(officer, SCORED).get(progress))
    address = f"/urzad/karty/{card.public_id}/powiazania/"
    assert visit(officer, SCORED).post(address, {"reason": "Zbieżność nazwisk", "keep": "1"}).status_code == 302
    card.refresh_from_db()
    assert card.links_accepted == "possible"
    assert "nowym powiązaniem" not in words(visit(officer, SCORED).get("/urzad/"))
    assert Entry.objects.get(verb="keep_card").reason == "Zbieżność nazwisk"


def test_a_card_with_a_conflict_is_not_kept(accepted: Offer, expert: Someone, officer: Actor) -> None:
    card = assign(accepted, expert, officer)
    actions.link(expert[1].person, role="kin", organisation=accepted.organisation, actor=expert[1], at=SCORED)
    drain(lambda: SCORED)
    card.refresh_from_db()
    assert card.links_found == "conflict"
    with pytest.raises(Tied):
        keep_card(card, reason="mimo to", actor=officer, at=SCORED)


def test_own_links_are_entered_ended_and_taken_back(
    visit: Visit, cycle: Cycle, ours: Organisation, expert: Someone
) -> None:
    client = visit(expert[1], CHECKED)
    posted = {"role": "board", "organisation": ours.krs, "since": "2024-05-01"}
    for _ in range(2):
        assert client.post("/ekspert/powiazania/nowe/", posted)["Location"] == "/ekspert/powiazania/"
    link = Link.objects.get()
    assert (link.organisation, link.source) == (ours, "declared")
    assert client.post("/ekspert/powiazania/nowe/", {**posted, "until": "2023-01-01"}).status_code == 409
    assert client.post(f"/powiazania/{link.public_id}/koniec/", {"on": "2026-01-31"}).status_code == 302
    page = words(client.get("/ekspert/powiazania/"))
    assert "Fundacja Alicji" in page
    assert "do 31 stycznia 2026 r." in page
    assert client.post(f"/powiazania/{link.public_id}/wycofaj/", {"reason": "Nie ta fundacja"}).status_code == 302
    assert not Link.objects.standing().exists()
    assert [each.verb for each in Entry.objects.filter(verb__contains="link").exclude(verb="state_links")] == [
        "link",
        "end_link",
        "retract_link",
    ]
    assert "Nie ta fundacja" not in str(list(Entry.objects.values_list("after", "reason")))


def test_the_statement_is_made_on_the_page_and_kept_out_of_the_ledger(visit: Visit, cycle: Cycle) -> None:
    person, actor = cycle.expert()
    client = visit(actor, CHECKED)
    assert client.post("/ekspert/powiazania/", OWN).status_code == 400, "without saying that all is declared"
    assert client.post("/ekspert/powiazania/", {**OWN, "complete": "on"}).status_code == 302
    assert person.user.statement.phone == "601 202 303"
    assert "601" not in str(Entry.objects.get(verb="state_links").after)
    assert "aktualne" in words(client.get("/ekspert/powiazania/"))


def test_who_sees_and_enters_links(
    visit: Visit, cycle: Cycle, ours: Organisation, alice: Actor, expert: Someone, officer: Actor, people: Any
) -> None:
    person, actor = expert
    link = actions.link(actor.person, role="member", organisation=ours, actor=actor, at=CHECKED)
    other = cycle.expert("Inna Ekspertka")[1]
    auditor = people("auditor")
    elsewhere = people(OFFICER.code, key="KM IV")
    page = f"/urzad/eksperci/{person.public_id}/powiazania/"
    for who, code in ((officer, 200), (elsewhere, 200), (auditor, 200), (actor, 404), (other, 404), (alice, 404)):
        assert visit(who, CHECKED).get(page).status_code == code, who
    for who, code in ((actor, 200), (officer, 403), (auditor, 403), (other, 404), (alice, 404)):
        assert visit(who, CHECKED).get(f"/powiazania/{link.public_id}/koniec/").status_code == code, who
    for who, code in ((actor, 200), (alice, 403), (officer, 403)):
        assert visit(who, CHECKED).get("/ekspert/powiazania/").status_code == code, who
    posted = {"role": "employee", "organisation": "Fundacja Spoza Bazy", "basis": "Strona organizacji"}
    assert visit(officer, CHECKED).post(f"{page}nowe/", posted).status_code == 302
    for who, code in ((auditor, 404), (actor, 404), (alice, 404)):
        assert visit(who, CHECKED).post(f"{page}nowe/", posted).status_code == code, who
    entered = Link.objects.get(source="staff")
    own = words(visit(actor, CHECKED).get("/ekspert/powiazania/"))
    assert "Strona organizacji" in own
    assert visit(actor, CHECKED).get(f"/powiazania/{entered.public_id}/wycofaj/").status_code == 403
    with pytest.raises(BadLink):
        actions.link(actor.person, role="member", organisation=ours, actor=officer, at=CHECKED)


def test_an_organisation_is_found_by_number_or_name(ours: Organisation) -> None:
    for text in (ours.krs, f"{ours.nip[:3]}-{ours.nip[3:]}", ours.regon, "  FUNDACJA alicji "):
        assert queries.find_organisation(str(text)) == ours
    assert queries.find_organisation("Fundacja Nikogo") is None


@pytest.mark.parametrize("count", [1, 12])
def test_the_graph_takes_as_many_queries_for_one_as_for_many(
    cycle: Cycle, competition: Competition, count: int
) -> None:
    asked = [cycle.offer(competition) for _ in range(count)]
    experts = [cycle.expert()[0] for _ in range(count)]
    for each in experts:
        actions.link(
            each.user, role="member", organisation=cycle.organisation(), basis="KRS", actor=cycle.officer, at=CONFIRMED
        )
    listed = list(Expert.objects.select_related("user__statement"))
    with CaptureQueriesContext(connection) as counted:
        queries.found(listed, asked, CHECKED)
    assert len(counted) == 3
    assert settings.OFFICE["conflicts"]["years"] >= 1
