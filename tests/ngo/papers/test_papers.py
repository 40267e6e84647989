"""Papers of an organisation: who signs, accounts, documents, proposals; who sees and does what, races, figures of cost."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from core.accounts.actor import VISITOR, Actor
from core.audit.ledger import history
from core.audit.models import Entry
from core.files.refusals import RefusedFile
from core.notices.models import Notice
from core.web.panels import panels
from core.workflow.refusal import Refused
from ngo.papers import actions
from ngo.papers.models import BankAccount, OrganisationDocument, Proposal, Signatory
from ngo.papers.refusals import AlreadyDecided, NotDone
from ngo.registry import reference
from ngo.registry.actions.people import ask_to_represent, leave
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation
from ngo.registry.presentation import facts, steps
from tests.factories.files import pdf

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
FILLED = {
    "name": "Fundacja Bzura",
    "legal_form": "foundation",
    "krs": "37904",
    "nip": "6891178090",
    "postcode": "95-100",
    "city": "Zgierz",
    "bank_account": "61 1090 1014 0000 0712 1981 2874",
    "spheres": ["16"],
}
OTHER_IBAN = "27 1140 2004 0000 3002 0135 5387"


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture
def bzura(officer: Actor, at: datetime) -> Organisation:
    reference.load(at=at)
    return register(FILLED, actor=officer, at=at)


@pytest.fixture
def own(people: Any, bzura: Organisation) -> Actor:
    actor: Actor = people("organisation_signatory", key=bzura.public_id, title=bzura.name)
    return actor


@pytest.fixture
def stranger(people: Any, officer: Actor, at: datetime) -> Actor:
    other = register({"name": "Obca", "krs": "5"}, actor=officer, at=at)
    actor: Actor = people("organisation_signatory", key=other.public_id, title=other.name)
    return actor


def declare(bzura: Organisation, own: Actor, at: datetime, **values: Any) -> Signatory:
    values = {"name": "Anna Wzorcowa", "function": "prezeska", "valid_from": None, **values}
    return actions.declare_signatory(bzura, **values, actor=own, at=at)


def bring(bzura: Organisation, own: Actor, at: datetime, **values: Any) -> OrganisationDocument:
    values = {"file": pdf(), "kind": "statute", "title": "", "proves_spheres": True, **values}
    return actions.add_document(bzura, **values, actor=own, at=at)


def propose(bzura: Organisation, own: Actor, at: datetime, **values: Any) -> list[Proposal]:
    return actions.propose(bzura, values, reason="Wpis do KRS", document=None, actor=own, at=at)


def papers(client: Client, bzura: Organisation) -> str:
    answer = client.get(reverse("organisation-papers", args=[bzura.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def ledger() -> str:
    return " ".join(f"{each.before} {each.after} {each.reason}" for each in Entry.objects.all())


# Who signs


def test_the_organisation_declares_who_signs_and_staff_confirm(
    bzura: Organisation, own: Actor, officer: Actor, enter: Enter
) -> None:
    form = {"name": " Anna  Wzorcowa ", "function": "prezeska", "valid_from": "2026-03-01"}
    answer = enter(own).post(reverse("signatory-new", args=[bzura.public_id]), form)
    assert answer.status_code == 302
    anna = Signatory.objects.get()
    assert (anna.name, anna.declared_by, anna.confirmed_at) == ("Anna Wzorcowa", own.user, None)
    assert "niepotwierdzona" in papers(enter(own), bzura)
    address = reverse("signatory-confirm", args=[anna.public_id])
    assert enter(own).post(address, {"basis": "sama wiem"}).status_code == 404
    assert enter(officer).post(address, {"basis": "odpis z KRS"}).status_code == 302
    anna.refresh_from_db()
    assert (anna.confirmed_by, anna.basis) == (officer.user, "odpis z KRS")
    assert "Wzorcowa" not in ledger(), "names of people are sealed"
    assert enter(own).post(reverse("signatory-end", args=[anna.public_id]), {"on": "2026-02-01"}).status_code == 409
    ends = (localdate(now()) - timedelta(days=1)).isoformat()
    assert enter(own).post(reverse("signatory-end", args=[anna.public_id]), {"on": ends}).status_code == 302
    assert "Nie wpisano nikogo" in papers(enter(own), bzura)
    said = [step.what for step in steps(history(bzura))]
    assert said[:3] == [
        "Zakończono prawo osoby do podpisu",
        "Potwierdzono osobę, która podpisuje",
        "Wpisano osobę, która podpisuje",
    ]
    assert ("funkcja", "–", "prezeska") in steps(history(bzura))[2].changes


def test_papers_are_for_the_organisation_and_staff_only(
    bzura: Organisation, own: Actor, officer: Actor, stranger: Actor, enter: Enter, people: Any, at: datetime
) -> None:
    anna = declare(bzura, own, at)
    document = bring(bzura, own, at)
    account = actions.add_account(bzura, iban=OTHER_IBAN, purpose="", valid_from=None, actor=own, at=at)
    addresses = [
        reverse("organisation-papers", args=[bzura.public_id]),
        reverse("signatory-new", args=[bzura.public_id]),
        reverse("signatory-end", args=[anna.public_id]),
        reverse("account-end", args=[account.public_id]),
        reverse("organisation-document", args=[document.public_id]),
        reverse("organisation-document-withdraw", args=[document.public_id]),
        reverse("proposal-new", args=[bzura.public_id]),
    ]
    for address in addresses:
        assert enter(stranger).get(address).status_code == 404, address
        assert enter(VISITOR).get(address).status_code == 302, address
        assert enter(own).get(address).status_code == 200, address
    viewer = people("organisation_viewer", key=bzura.public_id)
    auditor = people("auditor")
    for reader in (viewer, auditor):
        assert "Anna Wzorcowa" in papers(enter(reader), bzura)
        assert enter(reader).get(reverse("signatory-new", args=[bzura.public_id])).status_code == 403
        assert (
            enter(reader).post(reverse("signatory-end", args=[anna.public_id]), {"on": "2027-01-01"}).status_code == 403
        )
    page = reverse("organisation-page", args=[bzura.public_id])
    assert "podpisuje 1 osoba" in enter(own).get(page).content.decode()
    assert "Akta organizacji" in enter(officer).get(page).content.decode()
    public = enter(VISITOR).get(reverse("organisation-page", args=[bzura.public_id])).content.decode()
    assert "Akta organizacji" not in public


# Accounts


def test_grants_go_to_the_account_that_was_chosen(bzura: Organisation, own: Actor, enter: Enter, at: datetime) -> None:
    former = bzura.bank_account
    address = reverse("account-new", args=[bzura.public_id])
    wrong = enter(own).post(address, {"bank_account": "123"})
    assert wrong.status_code == 409
    assert "bank_account" in wrong.context["form"].errors
    assert enter(own).post(address, {"bank_account": OTHER_IBAN, "purpose": "nowy bank"}).status_code == 302
    for known in (OTHER_IBAN, former):
        with pytest.raises(NotDone, match="jest już"):
            actions.add_account(bzura, iban=known, purpose="", valid_from=None, actor=own, at=at)
    account = BankAccount.objects.get()
    text = papers(enter(own), bzura)
    assert "5387" in text
    assert "114020040000" not in text, "an account is masked"
    assert enter(own).post(reverse("account-use", args=[account.public_id])).status_code == 302
    bzura.refresh_from_db()
    assert bzura.bank_account == "PL27114020040000300201355387"
    kept = BankAccount.objects.get()
    assert (kept.iban, kept.valid_from, kept.valid_to) == (former, date(2026, 11, 23), localdate(now()))
    assert "5387" not in ledger()
    with pytest.raises(NotDone, match="nie można już wybrać"):
        actions.use_for_grants(account, actor=own, at=at)
    with pytest.raises(NotDone, match="nie można już wybrać"):
        actions.use_for_grants(kept, actor=own, at=at)


# Documents


def test_a_document_is_kept_in_versions_and_given_back_as_a_download(
    bzura: Organisation, own: Actor, officer: Actor, enter: Enter
) -> None:
    address = reverse("organisation-document-new", args=[bzura.public_id])
    form = {"kind": "statute", "proves_spheres": "on"}
    for name in ("../statut.exe", "Statut 2026.pdf"):
        assert enter(own).post(address, {**form, "file": pdf(name)}).status_code == 302
    second, first = OrganisationDocument.objects.order_by("-version")
    assert [(each.version, each.name) for each in (first, second)] == [(1, "statut.pdf"), (2, "Statut 2026.pdf")]
    answer = enter(officer).get(reverse("organisation-document", args=[second.public_id]))
    assert answer.getvalue() == default_storage.open(second.file).read()
    assert answer["Content-Disposition"] == 'attachment; filename="Statut 2026.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    withdraw = reverse("organisation-document-withdraw", args=[second.public_id])
    assert enter(own).post(withdraw, {"reason": "zły plik"}).status_code == 302
    text = papers(enter(own), bzura)
    assert text.index("wersja 1") < text.index("wersja 2"), "the version that holds comes first"
    assert default_storage.exists(second.file)
    # Its number is not given again.
    assert enter(own).post(address, {**form, "file": pdf()}).status_code == 302
    assert OrganisationDocument.objects.order_by("-version")[0].version == 3


def test_what_is_no_document_is_refused_on_the_form(
    bzura: Organisation, own: Actor, enter: Enter, at: datetime
) -> None:
    address = reverse("organisation-document-new", args=[bzura.public_id])
    for content, words in [(b"MZ" + b"\0" * 99, "liczy się jego treść"), (b"", "pusty")]:
        answer = enter(own).post(address, {"kind": "statute", "file": SimpleUploadedFile("statut.pdf", content)})
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert enter(own).post(address, {"kind": "statute"}).status_code == 400
    with pytest.raises(NotDone, match="Podaj tytuł"):
        bring(bzura, own, at, kind="other", title="  ")
    with pytest.raises(RefusedFile):
        bring(bzura, own, at, file=SimpleUploadedFile("a.pdf", b"tekst"))
    assert not OrganisationDocument.objects.exists()


# Proposals of changes


def test_what_the_organisation_may_not_change_it_proposes_and_staff_accept(
    bzura: Organisation, own: Actor, officer: Actor, enter: Enter, at: datetime
) -> None:
    document = bring(bzura, own, at)
    address = reverse("proposal-new", args=[bzura.public_id])
    form = enter(own).get(address).context["form"]
    assert {"name", "krs", "nip", "in_liquidation", "deleted_on"} <= set(form.fields)
    assert not {"email", "phone", "spheres", "commune"} & set(form.fields)
    same = {"name": bzura.name, "legal_form": "foundation", "krs": "37904", "nip": "689-117-80-90"}
    unchanged = enter(own).post(address, {**same, "reason": "nic"})
    assert unchanged.status_code == 409
    changed = {**same, "name": "Fundacja Bzura i Ner", "in_liquidation": "on", "opp_from": "2026-01-02"}
    sent = enter(own).post(address, {**changed, "reason": "Wpis do KRS", "document": document.pk})
    assert sent.status_code == 302, sent.context["form"].errors
    assert set(Proposal.objects.values_list("field", "value")) == {
        ("name", "Fundacja Bzura i Ner"),
        ("in_liquidation", True),
        ("opp_from", "2026-01-02"),
    }
    assert enter(own).post(address, {**changed, "reason": "Wpis do KRS"}).status_code == 302, "the same again"
    assert Proposal.objects.count() == 3
    again = enter(own).post(address, {**changed, "name": "Jeszcze inna", "reason": "zmiana"})
    assert again.status_code == 409
    assert "już czeka na decyzję" in str(again.context["form"].errors["name"])
    assert "Fundacja Bzura i Ner" in again.content.decode()
    for proposal in Proposal.objects.all():
        decide = reverse("proposal-decide", args=[proposal.public_id])
        assert enter(own).post(decide, {"decision": "sama", "verb": "accept"}).status_code == 404
        assert enter(officer).get(decide).status_code == 200
        answer = enter(officer).post(decide, {"decision": "odpis z KRS", "verb": "accept"})
        assert answer.status_code == 302
    bzura.refresh_from_db()
    assert (bzura.name, bzura.in_liquidation, bzura.opp_from) == ("Fundacja Bzura i Ner", True, date(2026, 1, 2))
    told = next(fact.origin for fact in facts(bzura) if fact.label == "Likwidacja")
    assert told.startswith("wpis urzędu, sprawdzono")
    assert Notice.objects.filter(user=own.user, template="proposal-decided").count() == 3
    assert [each.name for each in bzura.names.all()] == ["Fundacja Bzura"]
    assert "przyjęta" in papers(enter(own), bzura)


def test_staff_refuse_a_proposal_with_a_reason(
    bzura: Organisation, own: Actor, officer: Actor, enter: Enter, at: datetime
) -> None:
    (proposal,) = propose(bzura, own, at, name="Inna")
    decide = reverse("proposal-decide", args=[proposal.public_id])
    assert enter(officer).post(decide, {"verb": "refuse"}).status_code == 400
    assert enter(officer).post(decide, {"verb": "refuse", "decision": "Brak wpisu w KRS"}).status_code == 302
    bzura.refresh_from_db()
    assert bzura.name == "Fundacja Bzura"
    assert "Brak wpisu w KRS" in papers(enter(own), bzura)
    assert enter(officer).get(decide).status_code == 404, "decided, it waits no more"
    (again,) = propose(bzura, own, at, name="Inna")
    assert again.pk != proposal.pk


def test_a_number_of_another_organisation_is_not_accepted_and_the_proposal_waits(
    bzura: Organisation, own: Actor, officer: Actor, enter: Enter, at: datetime
) -> None:
    register({"name": "Obca", "krs": "5"}, actor=officer, at=at)
    (proposal,) = propose(bzura, own, at, krs="5")
    assert proposal.value == "0000000005"
    answer = enter(officer).post(
        reverse("proposal-decide", args=[proposal.public_id]), {"decision": "odpis", "verb": "accept"}
    )
    assert answer.status_code == 409
    assert "ma już w bazie organizacja „Obca”" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.decided_at is None
    with pytest.raises(Refused):
        propose(bzura, own, at, nip="123")
    with pytest.raises(NotDone, match="organizacja zmienia sama"):
        propose(bzura, own, at, email="nowy@example.org")
    assert enter(officer).get(reverse("proposal-new", args=[bzura.public_id])).status_code == 403


def test_of_two_who_decide_one_wins(bzura: Organisation, own: Actor, officer: Actor, rival: Any, at: datetime) -> None:
    (proposal,) = propose(bzura, own, at, name="Inna")
    seen = Proposal.objects.get(pk=proposal.pk)
    with (
        pytest.raises(AlreadyDecided),
        rival("ngo_proposal", lambda: actions.refuse(seen, decision="nie", actor=officer, at=at)),
    ):
        actions.accept(proposal, decision="tak", actor=officer, at=at)
    bzura.refresh_from_db()
    assert bzura.name == "Fundacja Bzura"


def test_of_two_who_propose_at_once_the_table_takes_one(bzura: Organisation, own: Actor, at: datetime) -> None:
    (proposal,) = propose(bzura, own, at, name="Inna")
    twice = Proposal(organisation=bzura, field="name", value="Jeszcze inna", proposed_at=at, proposed_by=own.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    assert propose(bzura, own, at, name="Inna") == [proposal]


# On other pages


def test_desks_say_what_is_missing_and_what_waits(
    bzura: Organisation, own: Actor, officer: Actor, enter: Enter, at: datetime
) -> None:
    def desk() -> list[str]:
        found = panels("desk:organisation_signatory", own, None, at)
        return [item.label for panel in found if panel.title == "Dane organizacji" for item in panel.context["items"]]

    assert "Dodaj: osoby, które podpisują" in desk()
    assert "Dodaj: statut albo inny dokument, z którego wynikają sfery działalności" in desk()
    declare(bzura, own, at)
    bring(bzura, own, at)
    propose(bzura, own, at, name="Inna", krs="7")
    assert [label for label in desk() if label.startswith("Dodaj")] == []
    assert "2 propozycje zmian" in desk()
    waiting = enter(officer).get(reverse("organisations-to-confirm")).content.decode()
    assert "Fundacja Bzura: numer KRS" in waiting


def on_desk(officer: Actor, at: datetime) -> dict[str, list[str]]:
    """Lines of the office's desk about organisations, by their tags; under "" the words of the way to all of them."""
    found: dict[str, list[str]] = {}
    for panel in panels("desk:officer", officer, None, at):
        if panel.title == "Organizacje: co teraz":
            found[""] = [panel.context["more"][0]]
            for item in panel.context["items"]:
                found.setdefault(item.tag, []).append(item.label)
    return found


def test_the_offices_desk_names_what_waits_in_the_affairs_of_organisations(
    bzura: Organisation, own: Actor, officer: Actor, people: Any, enter: Enter, at: datetime
) -> None:
    assert on_desk(officer, at) == {}
    propose(bzura, own, at, name="Inna")
    declared = register({"name": "Zgłoszona sama", "krs": "7"}, actor=people(), at=at)
    ask_to_represent(declared, actor=people(), at=at)
    leave(bzura, actor=own, at=at, leaves_nobody=True)
    assert on_desk(officer, at) == {
        "": ["Wszystkie sprawy organizacji (5)"],
        "prośba": ["Zdecyduj, kto działa: Zgłoszona sama"] * 2,
        "zgłoszenie": ["Sprawdź z rejestrem: Zgłoszona sama"],
        "propozycja": ["Rozpatrz zmianę danych: Fundacja Bzura"],
        "bez podpisu": ["Nikt nie podpisuje: Fundacja Bzura"],
    }
    client = enter(officer)
    page = client.get(reverse("officer-desk")).content.decode()
    links = [item.url for panel in panels("desk:officer", officer, None, at) for item in panel.context.get("items", ())]
    assert all(f'href="{link}"' in page and client.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize("count", [0, 20])
def test_the_offices_desk_costs_ten_queries_and_shows_some_of_each_kind(
    count: int, bzura: Organisation, own: Actor, officer: Actor, people: Any, enter: Enter, at: datetime
) -> None:
    for number in range(count):
        register({"name": f"Zgłoszona {number}", "krs": str(100 + number)}, actor=people(), at=at)
    leave(bzura, actor=own, at=at, leaves_nobody=True)
    client = enter(officer)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("officer-desk")).status_code == 200
    assert len(queries) == 10
    found = on_desk(officer, at)
    assert found["bez podpisu"] == ["Nikt nie podpisuje: Fundacja Bzura"]
    assert found[""] == [f"Wszystkie sprawy organizacji ({2 * count + 1})"]
    assert sum(map(len, found.values())) == min(2 * count + 1, 8) + 1


def test_five_documents_are_counted_in_polish(bzura: Organisation, own: Actor, at: datetime) -> None:
    for _number in range(5):
        bring(bzura, own, at)
    (panel,) = (each for each in panels("organisation-page", own, bzura, at) if each.title == "Akta organizacji")
    assert "5 dokumentów" in [item.note for item in panel.context["items"]]


@pytest.mark.parametrize("count", [1, 12])
def test_papers_cost_the_same_at_any_number(
    count: int, bzura: Organisation, own: Actor, officer: Actor, enter: Enter, at: datetime
) -> None:
    for number in range(count):
        declare(bzura, own, at, name=f"Osoba {number}")
        bring(bzura, own, at)
        (proposal,) = propose(bzura, own, at, name=f"Nazwa {number}")
        actions.refuse(proposal, decision="nie", actor=officer, at=at)
    propose(bzura, own, at, name="Inna")
    document = OrganisationDocument.objects.first()
    assert document
    for name, key, queries in [
        ("organisation-papers", bzura.public_id, 10),
        ("organisation-page", bzura.public_id, 10),
        ("proposal-new", bzura.public_id, 7),
        ("organisation-document", document.public_id, 5),
    ]:
        browser = enter(own)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse(name, args=[key])).status_code == 200
        assert len(found) == queries, name
    browser = enter(officer)
    with CaptureQueriesContext(connection) as found:
        browser.get(reverse("organisations-to-confirm"))
    assert len(found) == 8
