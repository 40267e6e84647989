"""A recruitment from its announcement to the list: candidacies, conditions, the supplement, points, the reserve, letters."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from competitions.recruitment.actions import calls, candidacies, checks, lists
from competitions.recruitment.models import Candidacy, Standing
from competitions.recruitment.privacy import CANDIDACIES, ENDED_CANDIDACIES
from competitions.recruitment.queries import results
from competitions.recruitment.refusals import (
    ClosedCandidacy,
    IncompleteCandidacy,
    IncompleteRecruitment,
    ListNotReady,
    NotCandidate,
    NotExtended,
    RecruitmentOver,
)
from competitions.recruitment.states import CandidacyState, State
from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.models import Entry
from core.documents.models import Document
from core.jobs.models import Job
from core.notices.models import Notice
from core.publications.models import Publication
from core.workflow.refusal import NotPossible
from tests.factories.cycle import Cycle, moment
from tests.factories.recruitment import AFTER, ANNOUNCED, APPLIED, APPROVED, CHECKED, DUE, Office

pytestmark = pytest.mark.django_db
People = Callable[..., Actor]
REOPEN = "Zgłoszenie jest już %s. Aby je zmienić, wybierz najpierw „Zmień zgłoszenie przed terminem”."


def test_a_recruitment_is_announced_when_it_is_whole_and_published_with_its_proof(
    office: Office, run_jobs: Callable[[], int]
) -> None:
    draft = office.recruitment(to="draft", statements=[], results_by=date(2026, 12, 1))
    with pytest.raises(IncompleteRecruitment) as refused:
        calls.announce(draft, at=ANNOUNCED, **office.who)
    assert refused.value.sentences == [
        "Wpisz oświadczenia, które składa kandydat.",
        "Lista ekspertów musi być ogłoszona po terminie zgłoszeń.",
    ]
    recruitment = office.recruitment()
    run_jobs()
    document = Document.objects.get(kind="recruitment.announcement")
    publication = Publication.objects.get(subject_id=recruitment.public_id)
    assert (publication.place, publication.sha256) == ("website", document.sha256)
    calls.record_bip(recruitment, published_at=ANNOUNCED, note="bip.example/nabor", at=ANNOUNCED, **office.who)
    calls.record_bip(recruitment, published_at=ANNOUNCED, note="bip.example/nabor", at=ANNOUNCED, **office.who)
    assert Publication.objects.filter(subject_id=recruitment.public_id, place="bip").count() == 1
    with pytest.raises(NotPossible):
        calls.rewrite(recruitment, {"title": "Inny"}, fields=[], conditions=[], at=ANNOUNCED, **office.who)


def test_the_deadline_moves_only_to_later(office: Office, ewa: Actor) -> None:
    recruitment = office.recruitment()
    later = moment(2027, 1, 4, 23, 59, 59)
    with pytest.raises(NotExtended):
        calls.extend(recruitment, due=ANNOUNCED, reason="x", at=APPLIED, **office.who)
    with pytest.raises(NotExtended):
        calls.extend(recruitment, due=moment(2027, 1, 29), reason="x", at=APPLIED, **office.who)
    calls.extend(recruitment, due=later, reason="Mało zgłoszeń.", at=APPLIED, **office.who)
    assert Entry.objects.get(verb="extend_recruitment").reason == "Mało zgłoszeń."
    # The new deadline holds for who began before.
    assert candidacies.begin(recruitment, actor=ewa, at=AFTER).state == CandidacyState.DRAFT


def test_a_candidacy_is_submitted_whole_once_and_until_the_last_second(office: Office, ewa: Actor) -> None:
    recruitment = office.recruitment()
    candidacy = office.candidacy(recruitment, ewa, proof=False, statements=[0], spheres=["3"], to="draft")
    with pytest.raises(IncompleteCandidacy) as refused:
        candidacies.apply(candidacy, actor=ewa, at=APPLIED)
    assert refused.value.sentences == [
        "Wybierz dziedziny spośród ogłoszonych w naborze.",
        "Warunek nr 1: dołącz dokument.",
        "Zaznacz wszystkie oświadczenia: brakuje 1\u00a0oświadczenia.",
    ]
    assert candidacies.begin(recruitment, actor=ewa, at=APPLIED) == candidacy
    office.candidacy(recruitment, ewa, to="draft")
    candidacy.refresh_from_db()
    candidacies.apply(candidacy, actor=ewa, at=DUE)
    assert (candidacy.number, candidacy.state) == (1, CandidacyState.SUBMITTED)
    assert candidacies.apply(candidacy, actor=ewa, at=AFTER) == candidacy
    assert Notice.objects.filter(user=ewa.user, template="candidacy-submitted").count() == 1
    with pytest.raises(RecruitmentOver):
        candidacies.reopen(candidacy, actor=ewa, at=AFTER)
    with pytest.raises(RecruitmentOver):
        candidacies.begin(recruitment, actor=office.cycle.people(), at=AFTER)


def test_what_was_submitted_may_be_changed_or_withdrawn_before_the_deadline(office: Office, ewa: Actor) -> None:
    candidacy = office.candidacy(office.recruitment(), ewa)
    with pytest.raises(ClosedCandidacy) as refused:
        candidacies.write(candidacy, {"town": "Kutno"}, actor=ewa, at=APPLIED)
    assert refused.value.sentence == REOPEN % "złożone"
    candidacies.reopen(candidacy, actor=ewa, at=APPLIED)
    candidacies.write(candidacy, {"town": "Kutno"}, actor=ewa, at=APPLIED)
    candidacies.apply(candidacy, actor=ewa, at=APPLIED)
    assert (candidacy.number, candidacy.town) == (1, "Kutno")
    candidacies.withdraw(candidacy, actor=ewa, at=APPLIED)
    candidacies.withdraw(candidacy, actor=ewa, at=APPLIED)
    assert candidacy.state == CandidacyState.WITHDRAWN
    with pytest.raises(ClosedCandidacy) as refused:
        candidacies.remove_proof(candidacy.proofs.get(), actor=ewa, at=APPLIED)
    assert refused.value.sentence == REOPEN % "wycofane"
    with pytest.raises(ClosedCandidacy) as refused:
        candidacies.remove_proof(candidacy.proofs.get(), actor=ewa, at=AFTER)
    assert refused.value.sentence == "Zgłoszenia nie można już zmienić: jego stan to „wycofane”."


def test_missing_papers_are_asked_for_once_with_a_term(office: Office, ewa: Actor) -> None:
    recruitment = office.recruitment()
    candidacy = office.candidacy(recruitment, ewa)
    office.close(recruitment)
    office.checked(candidacy, v1="missing")
    with pytest.raises(NotCandidate, match="Nie każdy"):
        checks.find_eligible(candidacy, at=CHECKED, **office.who)
    with pytest.raises(NotCandidate, match="najpierw wezwij"):
        checks.reject(candidacy, reason="Brak dyplomu.", at=CHECKED, **office.who)
    checks.ask_supplement(candidacy, asked_for="Dyplom", at=CHECKED, **office.who)
    # Seven days from 5 January end on the 12th.
    assert candidacy.supplement_due == moment(2027, 1, 12, 23, 59, 59)
    with pytest.raises(NotCandidate, match="Kandydat może uzupełnić"):
        checks.reject(candidacy, reason="Brak dyplomu.", at=CHECKED, **office.who)
    with pytest.raises(ClosedCandidacy) as refused:
        candidacies.write(candidacy, {"town": "Kutno"}, actor=ewa, at=CHECKED)
    told = "Zgłoszenie jest już złożone. Możesz tylko dodać pliki i wyjaśnienie, do 12 stycznia 2027 r., godz. 23:59."
    assert refused.value.sentence.replace("\u00a0", " ") == told
    with pytest.raises(RecruitmentOver):
        candidacies.supplement(candidacy, note="", actor=ewa, at=moment(2027, 1, 13))
    with pytest.raises(ClosedCandidacy, match="jego stan to „wezwane do uzupełnienia”"):
        candidacies.write(candidacy, {"town": "Kutno"}, actor=ewa, at=moment(2027, 1, 13))
    candidacies.supplement(candidacy, note="Dołączam dyplom.", actor=ewa, at=moment(2027, 1, 12, 23, 59, 59))
    office.checked(candidacy)
    checks.find_eligible(candidacy, at=moment(2027, 1, 13), **office.who)
    checks.check_again(candidacy, reason="Pomyłka.", at=moment(2027, 1, 13), **office.who)
    with pytest.raises(NotCandidate, match="już raz"):
        checks.ask_supplement(candidacy, asked_for="Dyplom", at=moment(2027, 1, 13), **office.who)


@pytest.mark.parametrize(
    ("first", "other"), [("Dołączam dyplom.", ""), ("", "Dołączam dyplom."), ("Dołączam dyplom.", "dyplom.")]
)
def test_a_supplement_handed_in_is_repeated_by_the_same_note_alone(
    office: Office, ewa: Actor, first: str, other: str
) -> None:
    recruitment = office.recruitment()
    candidacy = office.candidacy(recruitment, ewa)
    office.close(recruitment)
    office.checked(candidacy, v1="missing")
    checks.ask_supplement(candidacy, asked_for="Dyplom", at=CHECKED, **office.who)
    candidacies.supplement(candidacy, note=first, actor=ewa, at=CHECKED)
    career = candidacy.career
    # The words around the note are those of the request's language; the note is the same in each.
    with override("en"):
        candidacies.supplement(candidacy, note=first, actor=ewa, at=CHECKED)
    with pytest.raises(NotPossible):
        candidacies.supplement(candidacy, note=other, actor=ewa, at=CHECKED)
    candidacy.refresh_from_db()
    assert (candidacy.career, career.endswith(first)) == (career, True)
    entry = Entry.objects.get(verb="supplement")
    assert "dyplom" not in str(entry.after)


def test_a_rejected_candidate_gets_a_letter_and_the_ledger_keeps_no_word_of_it(
    office: Office, ewa: Actor, run_jobs: Callable[[], int]
) -> None:
    recruitment = office.recruitment()
    candidacy = office.candidacy(recruitment, ewa)
    office.close(recruitment)
    with pytest.raises(NotCandidate, match="nie można odrzucić"):
        checks.reject(office.checked(candidacy), reason="x", at=CHECKED, **office.who)
    office.checked(candidacy, v1="no")
    checks.reject(candidacy, reason="Dyplom jest nieczytelny.", at=CHECKED, **office.who)
    run_jobs()
    document = Document.objects.get(kind="recruitment.refusal")
    assert document.data["reason"] == "Dyplom jest nieczytelny."
    assert document.data["conditions"] == [["1. Wykształcenie wyższe", "Uwaga."]]
    assert "Powód: Dyplom jest nieczytelny." in Notice.objects.get(template="candidacy-rejected").body
    assert not Entry.objects.filter(chain=candidacy.chain, reason__contains="Dyplom").exists()
    assert "Dyplom" not in str(list(Entry.objects.filter(chain=candidacy.chain).values_list("after", flat=True)))


def test_the_list_follows_from_the_points_and_another_person_approves_it(
    office: Office, people: People, run_jobs: Callable[[], int]
) -> None:
    recruitment = office.recruitment(places=1, least_points=5)
    first, second, third = people(name="Anna Pierwsza"), people(name="Beata Druga"), people(name="Cezary Trzeci")
    office.candidacy(recruitment, second, scores=(1, 3), spheres=["16", "17"])
    best = office.candidacy(recruitment, first, scores=(20, 10), limit=8, away=[["2027-02-01", "2027-02-14"]])
    office.candidacy(recruitment, third, scores=(0, 0))
    office.close(recruitment)
    with pytest.raises(ListNotReady, match="Zgłoszenia do sprawdzenia: 3"):
        lists.draw_up(recruitment, at=CHECKED, **office.who)
    for candidacy in recruitment.candidacies.all():
        checks.find_eligible(office.checked(candidacy), at=CHECKED, **office.who)
    lists.draw_up(recruitment, at=CHECKED, **office.who)
    with pytest.raises(ListNotReady, match="ta sama osoba"):
        lists.approve_list(recruitment, approval="decyzja nr 3/2027", at=APPROVED, **office.who)
    lists.approve_list(recruitment, approval="decyzja nr 3/2027", actor=office.cycle.second, at=APPROVED)
    lists.approve_list(recruitment, approval="decyzja nr 3/2027", actor=office.cycle.second, at=APPROVED)
    found = {each.name: [(row.place, row.who, row.outcome) for row in each.rows] for each in results(recruitment)}
    assert list(found.values()) == [
        [(1, "Anna Pierwsza", "lista ekspertów"), (2, "zgłoszenie nr 1", "lista rezerwowa")],
        [(1, "Beata Druga", "lista ekspertów")],
    ]
    anna, beata = Expert.objects.get(user=first.user), Expert.objects.get(user=second.user)
    assert (anna.spheres, anna.limit, anna.listed_until) == (["16"], 8, date(2028, 12, 31))
    assert beata.spheres == ["17"], "only the field in which she won a place"
    assert anna not in Expert.objects.assignable(date(2027, 2, 10))
    assert Hat.objects.worn().get(user=first.user).kind == EXPERT.code
    best.refresh_from_db()
    assert (best.state, best.expert) == (CandidacyState.LISTED, anna)
    assert Candidacy.objects.get(user=third.user).state == CandidacyState.LEFT_OUT
    run_jobs()
    document = Document.objects.get(kind="recruitment.results")
    assert "Cezary" not in str(document.data)
    assert Publication.objects.filter(document=document, place="website").exists()


def test_a_list_by_numbers_names_nobody(office: Office, ewa: Actor) -> None:
    recruitment = office.recruitment(names_published=False)
    office.candidacy(recruitment, ewa)
    office.resolve(recruitment)
    assert [row.who for part in results(recruitment) for row in part.rows] == ["zgłoszenie nr 1"]


def test_a_list_sent_back_is_drawn_up_anew(office: Office, ewa: Actor) -> None:
    recruitment = office.recruitment()
    candidacy = office.candidacy(recruitment, ewa)
    office.close(recruitment)
    checks.find_eligible(office.checked(candidacy), at=CHECKED, **office.who)
    lists.draw_up(recruitment, at=CHECKED, **office.who)
    lists.send_back_list(recruitment, reason="Sprawdź dyplom.", actor=office.cycle.second, at=CHECKED)
    assert recruitment.state == State.CLOSED
    assert not Standing.objects.exists()


def test_the_first_of_the_reserve_takes_a_free_place(office: Office, people: People) -> None:
    recruitment = office.recruitment()
    actors = [people(name=name) for name in ("Anna Pierwsza", "Beata Druga", "Cezary Trzeci")]
    rows = [
        office.candidacy(recruitment, actor, scores=scores)
        for actor, scores in zip(actors, [(20, 10), (20, 3), (1, 3)], strict=True)
    ]
    office.resolve(recruitment)
    second, third = (Candidacy.objects.get(pk=row.pk) for row in rows[1:])
    who: dict[str, Any] = {"reason": "Rezygnacja pierwszej osoby.", "at": APPROVED, **office.who}
    with pytest.raises(NotCandidate, match="pierwsza"):
        lists.promote(third, sphere="16", **who)
    lists.promote(second, sphere="16", **who)
    assert Expert.objects.get(user=actors[1].user).spheres == ["16"]
    lists.promote(third, sphere="16", **who)
    assert Expert.objects.count() == 3


def test_an_expert_of_an_earlier_list_keeps_their_fields_and_gets_the_new_ones(office: Office, cycle: Cycle) -> None:
    expert, actor = cycle.expert("Ewa Ekspertka")
    recruitment = office.recruitment()
    office.candidacy(recruitment, actor, spheres=["17"])
    office.resolve(recruitment)
    expert.refresh_from_db()
    assert (expert.spheres, expert.listed_until) == (["16", "17"], date(2028, 12, 31))


def test_the_clock_closes_a_recruitment_and_a_called_off_one_tells_everybody(
    office: Office, ewa: Actor, time_machine: Any
) -> None:
    recruitment = office.recruitment()
    office.candidacy(recruitment, ewa)
    with pytest.raises(NotPossible):
        calls.close(recruitment, at=DUE, **office.who)
    calls.close(recruitment, at=AFTER, **office.who)
    calls.call_off(recruitment, reason="Zmiana planu.", at=AFTER, **office.who)
    assert recruitment.state == State.CALLED_OFF
    assert "Powód: Zmiana planu." in Notice.objects.get(template="recruitment-called-off").body


def test_a_candidate_who_was_not_listed_is_forgotten_in_time(office: Office, people: People) -> None:
    recruitment = office.recruitment()
    first, second = people(name="Anna Pierwsza"), people(name="Beata Druga")
    office.candidacy(recruitment, first, scores=(20, 10))
    left = office.candidacy(recruitment, second, career="Tajna kariera")
    assert CANDIDACIES.binds(second.person, CHECKED.date()) == [
        "Zgłoszenie nr 2 w naborze „Eksperci na lata 2027–2028” czeka na rozstrzygnięcie: najpierw je wycofaj."
    ]
    office.resolve(recruitment)
    assert CANDIDACIES.rows(second.person)[0]["doświadczenie"] == "Tajna kariera"
    assert not ENDED_CANDIDACIES.ended(moment(2027, 7, 28)).exists()
    rows = list(ENDED_CANDIDACIES.ended(moment(2027, 7, 31)))
    assert rows == [left]
    ENDED_CANDIDACIES.forget(rows, at=moment(2027, 7, 31))
    left.refresh_from_db()
    assert (left.name, left.career, left.user, left.number) == ("", "", None, 2)
    assert left.checks["1"] == {"verdict": "yes", "value": None, "note": ""}
    assert [proof.file for proof in left.proofs.all()] == [""]
    assert not ENDED_CANDIDACIES.ended(moment(2027, 7, 31)).exists()
    assert Job.objects.exists()
