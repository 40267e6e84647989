"""Pages of recruitment and of the list of experts as each part sees them: the candidate, a stranger, an officer, the auditor, the head."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from competitions.experts.models import Absence, Expert
from competitions.experts.states import State as ExpertState
from competitions.recruitment.actions import candidacies, checks, lists
from competitions.recruitment.models import Candidacy, Recruitment
from competitions.recruitment.states import CandidacyState
from core.accounts.actor import VISITOR, Actor
from core.audit.models import PersonalRead
from office.structure.hats import HEAD
from tests.factories.cycle import Cycle
from tests.factories.files import pdf
from tests.factories.pages import words
from tests.factories.recruitment import AFTER, APPLIED, CHECKED, Office

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]


def test_a_candidate_applies_on_the_pages(office: Office, ewa: Actor, visit: Visit) -> None:
    recruitment = office.recruitment()
    public = f"/eksperci/nabory/{recruitment.public_id}/"
    assert "Zaloguj się, aby się zgłosić" in words(visit(VISITOR, APPLIED).get(public))
    client = visit(ewa, APPLIED)
    assert "150,00 zł brutto za kartę oceny" in words(client.get(public))
    edit = client.post(f"{public}zgloszenie/")["Location"]
    candidacy = Candidacy.objects.get()
    page = f"/eksperci/zgloszenia/{candidacy.public_id}/"
    assert edit == f"{page}edycja/"
    posted = {
        "name": "Ewa Kandydatka",
        "town": "Łódź",
        "education": "Magister",
        "career": "Dom kultury",
        "spheres": ["16"],
        "statements": ["0", "1"],
        "note_1": "Dyplom.",
        "value_2": "25",
        "limit": "10",
        "away-TOTAL_FORMS": "1",
        "away-INITIAL_FORMS": "0",
        "away-0-away_from": "2027-02-01",
        "away-0-away_to": "2027-02-03",
        "next": "1",
    }
    wrong = client.post(edit, {**posted, "away-0-away_to": "2027-01-03"})
    assert (wrong.status_code, "kończy się przed swoim początkiem" in words(wrong)) == (400, True)
    assert client.post(edit, posted)["Location"] == f"{page}pliki/"
    assert "Warunek nr 1: dołącz dokument." in words(client.get(page))
    files = {"condition": recruitment.conditions.get(number=1).pk, "file": pdf("dyplom.pdf")}
    assert client.post(f"{page}pliki/", files).status_code == 302
    assert client.post(f"{page}zloz/")["Location"] == page
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.limit, candidacy.away) == ("submitted", 10, [["2027-02-01", "2027-02-03"]])
    assert candidacy.answers["2"] == {"value": 25, "note": ""}
    refused = client.post(edit, posted)
    assert (refused.status_code, "Ewa Kandydatka" in words(refused)) == (409, True)
    # The refusal names the button by which the candidacy is changed after all.
    button = "Zmień zgłoszenie przed terminem"
    told = f"Zgłoszenie jest już złożone. Aby je zmienić, wybierz najpierw „{button}”."
    assert told in words(refused)
    assert told in words(client.get(f"{page}pliki/"))
    assert f">{button}</button>" in client.get(page).content.decode()
    late = visit(ewa, AFTER)
    assert button not in words(late.get(page))
    assert "Zgłoszenia nie można już zmienić: jego stan to „złożone”." in words(late.get(f"{page}pliki/"))


def test_a_candidacy_is_seen_by_its_candidate_and_the_office_alone(
    office: Office, ewa: Actor, people: Callable[..., Actor], visit: Visit
) -> None:
    recruitment = office.recruitment()
    written = office.candidacy(recruitment, people(name="Kto Pisze"), to="draft")
    candidacy = office.candidacy(recruitment, ewa)
    proof = candidacy.proofs.get()
    own, file = f"/eksperci/zgloszenia/{candidacy.public_id}/", f"/eksperci/pliki/{proof.public_id}/"
    check = f"/urzad/zgloszenia/{candidacy.public_id}/"
    head, auditor, stranger = people(HEAD.code, key="KMIII"), people("auditor"), people()
    organisation = office.cycle.signatory(office.cycle.organisation())
    for actor, opens_own, opens_file, opens_check in (
        (ewa, 200, 200, 404),
        (stranger, 404, 404, 404),
        (organisation, 404, 404, 404),
        (office.cycle.officer, 404, 200, 200),
        (head, 404, 200, 200),
        (auditor, 404, 200, 200),
    ):
        client = visit(actor, APPLIED)
        found = [client.get(address).status_code for address in (own, file, check)]
        assert found == [opens_own, opens_file, opens_check], actor
        assert client.get(f"/urzad/zgloszenia/{written.public_id}/").status_code == 404
    assert visit(VISITOR, APPLIED).get(own).status_code == 302
    client = visit(auditor, APPLIED)
    assert client.post(check, {"verdict_1": "yes"}).status_code == 403
    assert client.post(f"{check}uznanie/").status_code == 404
    assert visit(stranger, APPLIED).post(f"{own}wycofaj/").status_code == 404
    assert PersonalRead.objects.filter(subject_id=candidacy.public_id, user=auditor.user, page="check").exists()


def test_an_officer_checks_and_another_approves(office: Office, ewa: Actor, visit: Visit) -> None:
    recruitment = office.recruitment()
    candidacy = office.candidacy(recruitment, ewa, scores=(20, 10))
    office.close(recruitment)
    client = visit(office.cycle.officer, AFTER)
    check, page = f"/urzad/zgloszenia/{candidacy.public_id}/", f"/urzad/nabory/{recruitment.public_id}/"
    found = {"verdict_1": "no", "verdict_2": "yes", "value_2": "20", "verdict_3": "yes", "value_3": "2"}
    wrong = client.post(check, found)
    assert (wrong.status_code, "Napisz dlaczego: zobaczy to kandydat." in words(wrong)) == (400, True)
    assert client.post(check, {**found, "verdict_1": "yes"}).status_code == 302
    candidacy.refresh_from_db()
    assert candidacy.points == 10, "two years are below the first level"
    client.post(f"{check}uznanie/")
    client.post(f"{page}lista/")
    assert "Tę listę ułożyła ta sama osoba." in words(client.get(page))
    second = visit(office.cycle.second, CHECKED)
    assert second.post(f"{page}zatwierdz/", {"approval": ""}).status_code == 400
    assert second.post(f"{page}zatwierdz/", {"approval": "decyzja nr 3"}).status_code == 302
    assert "Ewa Kandydatka" in words(visit(VISITOR, CHECKED).get(f"/eksperci/nabory/{recruitment.public_id}/"))
    assert Candidacy.objects.get().state == CandidacyState.LISTED
    assert "Eksperci na lata" in words(second.get(f"/urzad/eksperci/{Expert.objects.get().public_id}/praca/"))


@pytest.mark.parametrize("hat", ["officer", "auditor"])
def test_who_works_for_the_office_learns_of_their_own_candidacy_with_the_others(
    office: Office, ewa: Actor, people: Callable[..., Actor], visit: Visit, hat: str
) -> None:
    recruitment = office.recruitment(places=2, names_published=False)
    actor = office.cycle.second if hat == "officer" else people("auditor")
    own, rival = office.candidacy(recruitment, actor, scores=(20, 0)), office.candidacy(recruitment, ewa, scores=(1, 0))
    office.close(recruitment)
    for each in (own, rival):
        checks.find_eligible(office.checked(each), at=CHECKED, **office.who)
    client = visit(actor, CHECKED)
    check, page = f"/urzad/zgloszenia/{own.public_id}/", f"/urzad/nabory/{recruitment.public_id}/"
    mine = f"/eksperci/zgloszenia/{own.public_id}/"

    def knows() -> tuple[bool, bool]:
        """Whether the office's page tells the points of one's own candidacy, and the order on the list."""
        shown = client.get(page)
        table = shown.content.decode().split('id="candidacies"')[1]
        row = table.split(check)[1].split("</tr>")[0]
        return ">10</td>" in row, "Kolejność w dziedzinach" in words(shown)

    assert knows() == (False, False)
    told = client.get(check, follow=True)
    assert told.redirect_chain == [(mine, 302)]
    assert "To Twoje własne zgłoszenie: sprawdzi je inna osoba." in words(told)
    assert "10 punktów" not in words(told)
    assert "10 punktów" not in words(client.get(mine))
    assert client.get(f"/eksperci/pliki/{own.proofs.get().public_id}/").status_code == 200
    assert "5 punktów" in words(client.get(f"/urzad/zgloszenia/{rival.public_id}/"))
    # Nobody checks what is theirs, nor draws up or approves a list on which they may stand.
    refused = 403 if hat == "officer" else 404
    assert client.post(check, {"verdict_1": "yes"}).status_code == 403
    for verb in ("uznanie/", "odrzucenie/", "ponownie/", "wejscie/", "wezwanie/"):
        assert client.post(f"{check}{verb}", {}).status_code == refused, verb
    assert client.post(f"{page}lista/").status_code == refused
    lists.draw_up(recruitment, at=CHECKED, **office.who)
    assert knows() == (False, False)
    assert client.post(f"{page}zatwierdz/", {"approval": "decyzja nr 3"}).status_code == refused
    assert client.post(f"{page}cofnij/", {"cofniecie-reason": "Sprawdź."}).status_code == refused
    recruitment.refresh_from_db()
    assert recruitment.state == "drawn_up"
    if hat == "officer":
        assert "Kandydujesz w tym naborze: listę układa i zatwierdza inna osoba." in words(client.get(page))
    approver = people("officer", key=office.cycle.unit.code)
    lists.approve_list(recruitment, approval="decyzja nr 3/2027", actor=approver, at=CHECKED)
    assert knows() == (True, True)
    assert "10 punktów" in words(client.get(check))


def test_who_withdrew_works_on_the_list_again(office: Office, ewa: Actor, visit: Visit) -> None:
    recruitment = office.recruitment()
    own, rival = office.candidacy(recruitment, office.cycle.second), office.candidacy(recruitment, ewa)
    candidacies.withdraw(own, actor=office.cycle.second, at=APPLIED)
    office.close(recruitment)
    checks.find_eligible(office.checked(rival), at=CHECKED, **office.who)
    client = visit(office.cycle.second, CHECKED)
    assert client.post(f"/urzad/nabory/{recruitment.public_id}/lista/").status_code == 302
    assert "Kolejność w dziedzinach" in words(client.get(f"/urzad/nabory/{recruitment.public_id}/"))


def test_a_draft_is_the_offices_own(office: Office, ewa: Actor, visit: Visit) -> None:
    recruitment = office.recruitment(to="draft")
    assert visit(ewa, APPLIED).get(f"/eksperci/nabory/{recruitment.public_id}/").status_code == 404
    assert visit(VISITOR, APPLIED).get("/eksperci/nabory/").status_code == 200
    assert visit(ewa, APPLIED).get(f"/urzad/nabory/{recruitment.public_id}/").status_code == 404


def test_the_office_prepares_a_recruitment(cycle: Cycle, visit: Visit) -> None:
    client = visit(cycle.officer, APPLIED)
    page = client.get("/urzad/nabory/nowy/")
    form = page.context["form"]
    posted = {
        name: "" if form[name].value() is None else form[name].value()
        for name in form.fields
        if name != "names_published"
    }
    posted |= {
        "title": "Eksperci 2027",
        "due": "2026-12-28T23:59:59",
        "results_by": "2027-01-29",
        "listed_from": "2027-02-01",
        "listed_to": "2028-12-31",
        "rate": "150.00",
        "contact": "Wydział",
        "fields-TOTAL_FORMS": "1",
        "fields-INITIAL_FORMS": "0",
        "fields-0-sphere": "16",
        "fields-0-places": "2",
        "conditions-TOTAL_FORMS": "2",
        "conditions-INITIAL_FORMS": "0",
        "conditions-0-text": "Wykształcenie wyższe",
        "conditions-0-kind": "required",
        "conditions-1-text": "Lata pracy",
        "conditions-1-kind": "scored",
        "conditions-1-levels": "5: 10, 3: 5",
    }
    wrong = client.post("/urzad/nabory/nowy/", posted)
    assert (wrong.status_code, "Progi muszą rosnąć" in words(wrong)) == (400, True)
    made = client.post("/urzad/nabory/nowy/", {**posted, "conditions-1-levels": "3: 5, 5: 10"})
    assert made.status_code == 302, made.context["form"].errors
    recruitment = Recruitment.objects.get()
    assert made["Location"] == f"/urzad/nabory/{recruitment.public_id}/"
    assert [each.levels for each in recruitment.conditions.all()] == [[], [[3, 5], [5, 10]]]
    assert len(recruitment.statements) == 8
    assert client.post(f"/urzad/nabory/{recruitment.public_id}/oglos/").status_code == 302
    recruitment.refresh_from_db()
    assert recruitment.state == "open"


def test_an_expert_keeps_days_and_limit_and_the_office_the_record(cycle: Cycle, visit: Visit) -> None:
    expert, actor = cycle.expert("Ewa Ekspertka")
    other, _other = cycle.expert("Edward Ekspert")
    client = visit(actor, APPLIED)
    assert client.post("/ekspert/dane/", {"save_limit": "1", "limit": "7"}).status_code == 302
    days = {"nieobecnosc-away_from": "2026-12-20", "nieobecnosc-away_to": "2026-12-24"}
    assert client.post("/ekspert/dane/", {"save_absence": "1", **days}).status_code == 302
    expert.refresh_from_db()
    assert (expert.limit, expert.absences.count(), expert.spheres) == (7, 1, ["16"])
    assert client.get(f"/urzad/eksperci/{expert.public_id}/").status_code == 404
    foreign = Absence.objects.create(expert=other, away_from="2026-12-20", away_to="2026-12-21")
    assert client.post(f"/eksperci/nieobecnosci/{foreign.public_id}/usun/").status_code == 404
    assert client.post(f"/eksperci/nieobecnosci/{expert.absences.get().public_id}/usun/").status_code == 302
    record = f"/urzad/eksperci/{expert.public_id}/"
    staff = visit(cycle.officer, APPLIED)
    assert "Ewa Ekspertka" in words(staff.get("/urzad/eksperci/"))
    assert "Ewa Ekspertka" in words(staff.get("/urzad/eksperci/?dziedzina=16&stan=listed"))
    assert "Ewa Ekspertka" not in words(staff.get("/urzad/eksperci/?dziedzina=17"))
    assert staff.post(record, {"spheres": ["16", "17"], "limit": ""}).status_code == 302
    assert staff.post(f"{record}zawies/", {"reason": ""}).status_code == 400
    assert staff.post(f"{record}zawies/", {"reason": "Zarzut stronniczości."}).status_code == 302
    expert.refresh_from_db()
    assert (expert.spheres, expert.limit, expert.state) == (["16", "17"], None, ExpertState.SUSPENDED)
    assert staff.post(f"{record}przywroc/", {"reason": "Wyjaśniono."}).status_code == 302
    auditor = visit(cycle.people("auditor"), APPLIED)
    assert auditor.get(record).status_code == 200
    assert auditor.post(f"{record}skresl/", {"reason": "x"}).status_code == 403
    assert visit(cycle.people(), APPLIED).get(record).status_code in (302, 403, 404)
