"""Pages of duplicates: pairs with their reasons at few queries, choosing, merging, undoing, recognising a list of names."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.audit.models import PersonalRead
from core.jobs.models import Job
from ngo.duplicates.actions import find_candidates, merge
from ngo.duplicates.models import Dismissal, Merge
from ngo.duplicates.queries import candidates, told
from ngo.registry import reference
from ngo.registry.actions.files import import_file, undo_import
from ngo.registry.actions.record import register, revise
from ngo.registry.models import Import, Organisation

pytestmark = pytest.mark.django_db
LIST, NAMES = reverse("duplicates"), reverse("recognition")
Enter = Callable[[Actor], Client]
Known = Callable[..., Organisation]


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture
def known(officer: Actor, at: datetime) -> Known:
    reference.load(at=at)
    return lambda name, **values: register({"name": name, **values}, actor=officer, at=at)


def other_number(organisation: Organisation) -> None:
    """A record without any number, as an old list gave it."""
    Organisation.objects.filter(pk=organisation.pk).update(krs=None)


def reasons() -> dict[tuple[str, str], list[str]]:
    find_candidates()
    return {(each.one.name, each.other.name): each.reasons for each in told(candidates())}


def test_each_reason_is_told_and_two_numbers_are_two_organisations(
    known: Known, people: Any, officer: Actor, at: datetime
) -> None:
    zgierz: dict[str, Any] = {"postcode": "95-100", "city": "Zgierz"}
    known("Fundacja Ćma", krs="1", **zgierz), other_number(known("FUNDACJA „ĆMA”", krs="2", **zgierz))
    known("Stowarzyszenie Las", krs="3", **zgierz), other_number(known("Stow. Las w Zgierzu", krs="4", **zgierz))
    known("Klub A", krs="5", nip="6891178090"), other_number(known("Towarzystwo B", krs="6"))
    Organisation.objects.filter(name="Towarzystwo B").update(nip="6891178090", email="b@example.org")
    known("Biuro", krs="7", email="b@example.org")
    known("Teatr Stary", krs="8"), other_number(known("Teatr Nowy", krs="9"))
    revise(Organisation.objects.get(name="Teatr Nowy"), {"name": "Teatr Inny"}, actor=officer, at=at)
    other_number(known("Teatr Nowy", krs="10"))
    known("Fundacja Wola", krs="11"), known("Fundacja Wola", krs="12")
    other_number(known("Orkiestra", krs="13"))
    person = people("organisation_editor", key=Organisation.objects.get(name="Biuro").public_id)
    Hat.objects.create(
        user=person.user,
        kind="organisation_editor",
        key=Organisation.objects.get(name="Orkiestra").public_id,
        granted_at=at,
    )
    assert reasons() == {
        ("Klub A", "Towarzystwo B"): ["ten sam NIP"],
        ("Fundacja Ćma", "FUNDACJA „ĆMA”"): ["ta sama nazwa i miejsce"],
        ("Stowarzyszenie Las", "Stow. Las w Zgierzu"): ["podobna nazwa w tym samym miejscu"],
        ("Teatr Inny", "Teatr Nowy"): ["wcześniejsza nazwa jednej to nazwa drugiej"],
        ("Towarzystwo B", "Biuro"): ["ten sam e-mail"],
        ("Biuro", "Orkiestra"): ["ta sama osoba działa w imieniu obu"],
    }
    assert list(reasons()) == [(each.one.name, each.other.name) for each in told(candidates()[0:10])]


@pytest.mark.parametrize("count", [2, 40])
def test_the_list_of_pairs_costs_the_same_at_any_size(count: int, known: Known, officer: Actor, enter: Enter) -> None:
    for number in range(count):
        known(f"Fundacja numer {number}", krs=str(1000 + number))
        other_number(known(f"fund. numer {number}", krs=str(2000 + number)))
    client = enter(officer)
    find_candidates()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(LIST)
    assert len(queries) == 9
    assert page.context["page"].paginator.count == count
    assert len(page.context["pairs"]) == min(count, 25)


def test_merging_and_undoing_through_the_pages(
    known: Known, officer: Actor, enter: Enter, run_jobs: Callable[[], int]
) -> None:
    kept, gone = (
        known("Fundacja Ćma", krs="1"),
        known("Fundacja „Ćma”", krs="2", phone="42 111 22 33", email="c@example.org"),
    )
    other_number(gone)
    client = enter(officer)
    address = reverse("duplicate", args=[kept.public_id, gone.public_id])
    assert "wyglądałyby" in client.get(LIST).content.decode()
    asked = client.post(reverse("duplicates-search"))
    assert "Szukanie duplikatów" in client.get(asked["Location"]).content.decode()
    run_jobs()
    assert address in client.get(LIST).content.decode()
    assert address in client.get(reverse("organisation-page", args=[kept.public_id])).content.decode()
    page = client.get(address)
    assert page.context["form"].initial == {}
    assert page.context["form"]["phone"].initial == "absorbed"
    assert PersonalRead.objects.filter(subject_id__in=(kept.public_id, gone.public_id)).count() >= 2
    assert client.post(address, {"name": "kept"}).status_code == 400
    done = client.post(
        address, {"name": "kept", "phone": "absorbed", "email": "kept", "reason": "ten sam adres"}, follow=True
    )
    assert address not in client.get(LIST).content.decode(), "a merged pair is gone at once"
    kept.refresh_from_db()
    assert (kept.phone, kept.email) == ("42 111 22 33", "")
    assert "ten sam adres" in done.content.decode()
    assert PersonalRead.objects.filter(page="merge_page", subject_id=kept.public_id).exists()
    assert client.get(reverse("organisation-page", args=[gone.public_id]), follow=True).context["organisation"] == kept
    shown = client.get(reverse("organisation-history", args=[kept.public_id])).content.decode()
    assert "Scalono z drugim wpisem tej organizacji" in shown
    undo = reverse("merge-undo", args=[Merge.objects.get().public_id])
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"reason": "pomyłka"}, follow=True).status_code == 200
    gone.refresh_from_db()
    assert gone.merged_into is None
    assert address in client.get(LIST).content.decode(), "the pair is there again"
    again = client.post(undo, {"reason": "pomyłka"})
    assert again.status_code == 409


def test_an_undo_that_cannot_be_done_says_why(known: Known, officer: Actor, enter: Enter, at: datetime) -> None:
    kept, gone = known("Fundacja Ćma", krs="1"), known("Ćma", krs="2", phone="42 111 22 33")
    other_number(gone)
    made = merge(kept, gone, take=["phone"], reason="jedna", actor=officer, at=at)
    revise(kept, {"phone": "42 999 99 99"}, actor=officer, at=at)
    page = enter(officer).get(reverse("merge-undo", args=[made.public_id]))
    assert "Od scalenia zmieniono pola: telefon" in page.content.decode()


def test_a_dismissed_pair_is_shown_no_more(known: Known, officer: Actor, enter: Enter) -> None:
    one, other = known("Fundacja Ćma", krs="1"), known("Fundacja „Ćma”", krs="2")
    other_number(other)
    client = enter(officer)
    find_candidates()
    assert candidates().count() == 1
    client.post(reverse("duplicate-dismiss", args=[one.public_id, other.public_id]), {"reason": "inny zarząd"})
    assert Dismissal.objects.get().dismissed_by == officer.user
    assert candidates().count() == 0
    page = client.get(reverse("organisation-page", args=[one.public_id]))
    assert "możliwy duplikat" not in page.content.decode()
    assert "inny zarząd" in client.get(reverse("duplicate", args=[one.public_id, other.public_id])).content.decode()


def test_nobody_but_staff_settles_duplicates(
    known: Known, people: Any, enter: Enter, officer: Actor, at: datetime
) -> None:
    one, other = known("Fundacja Ćma", krs="1"), known("Ćma", krs="2")
    other_number(other)
    pair = reverse("duplicate", args=[one.public_id, other.public_id])
    own = people("organisation_signatory", key=one.public_id)
    made = merge(one, other, take=[], reason="jedna", actor=officer, at=at)
    for address in (LIST, NAMES, pair, reverse("merge", args=[made.public_id])):
        assert enter(VISITOR).get(address).status_code == 302
        assert enter(own).get(address).status_code in (403, 404)
    auditor = enter(people("auditor"))
    assert auditor.get(LIST).status_code == 200
    assert auditor.post(reverse("duplicates-search")).status_code == 403
    assert auditor.post(reverse("merge-undo", args=[made.public_id]), {"reason": "x"}).status_code == 404
    assert "Duplikaty" not in enter(own).get(reverse("organisation-page", args=[one.public_id])).content.decode()


def test_an_absorbed_records_address_leads_nowhere_for_whom_the_other_is_not_public(
    known: Known, people: Any, officer: Actor, enter: Enter, at: datetime
) -> None:
    gone = known("Fundacja Ćma", krs="1")
    kept = register({"name": "Ćma", "nip": "6891178090", "legal_form": "foundation"}, actor=people(), at=at)
    merge(kept, gone, take=[], reason="jedna", actor=officer, at=at)
    address = reverse("organisation-page", args=[gone.public_id])
    assert enter(people()).get(address).status_code == 404
    assert enter(officer).get(address).status_code == 302


FILLED = {"name": "fundacji Ćma", "legal_form": "foundation", "krs": "", "nip": "6891178090", "email": "x@example.org"}


def test_a_like_organisation_is_shown_before_a_second_is_made(known: Known, people: Any, enter: Enter) -> None:
    ours = known("Fundacja „Ćma”", krs="1", email="x@example.org")
    client = enter(people())
    page = client.post(reverse("organisation-register"), FILLED)
    assert page.status_code == 200
    assert "Czy to nie ta organizacja?" in page.content.decode()
    assert [(each.organisation, each.reasons) for each in page.context["alike"]] == [
        (ours, ["ta sama nazwa i miejsce"])
    ]
    assert Organisation.objects.count() == 1
    assert client.post(reverse("organisation-register"), {**FILLED, "another": "1"}).status_code == 302
    assert Organisation.objects.count() == 2


def test_what_only_the_office_knows_is_no_hint_to_others(
    known: Known, people: Any, officer: Actor, enter: Enter
) -> None:
    known("Klub Goniec", krs="1", email="x@example.org")
    staff = enter(officer).post(reverse("organisation-register"), FILLED)
    assert [each.reasons for each in staff.context["alike"]] == [["ten sam e-mail"]]
    assert enter(people()).post(reverse("organisation-register"), FILLED).status_code == 302


def test_a_list_of_names_is_recognised_on_the_page_and_in_files(known: Known, officer: Actor, enter: Enter) -> None:
    (
        known("Fundacja Ćma", krs="1", city="Łask"),
        known("=Stowarzyszenie Las", krs="2"),
        known("Stowarzyszenie „Las”", krs="3"),
    )
    client = enter(officer)
    typed = "fund. ćma\n\nStow. Las\nnikt\n"
    with CaptureQueriesContext(connection) as queries:
        page = client.post(NAMES, {"names": typed})
    assert len(queries) <= 10
    assert page.context["counts"] == {"found": 1, "ambiguous": 1, "none": 1}
    upload = SimpleUploadedFile("nazwy.csv", "nazwa\nfund. ćma\nStow. Las\n".encode("cp1250"))
    page = client.post(NAMES, {"file": upload})
    assert page.context["form"]["names"].value() == "fund. ćma\nStow. Las"
    table = client.post(NAMES, {"names": typed, "as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert table[1] == "fund. ćma;znaleziono;0000000001;Fundacja Ćma;Łask;ta sama nazwa"
    assert "'=Stowarzyszenie Las" in table[2]
    assert table[4] == "nikt;nie ma;;;;"
    lines = client.post(NAMES, {"names": typed, "as": "json"}).content.decode().splitlines()
    assert [json.loads(line)["result"] for line in lines] == ["found", "ambiguous", "none"]
    assert client.post(NAMES, {"names": " "}).status_code == 400
    wrong = client.post(NAMES, {"file": SimpleUploadedFile("x.csv", b"Fundacja\n")})
    assert "nazwa kolumny" in wrong.content.decode()


def test_an_import_that_changes_something_has_the_pairs_looked_for(
    known: Known, officer: Actor, at: datetime, run_jobs: Callable[[], int]
) -> None:
    known("Fundacja Ćma", krs="1")
    content = "nip;nazwa\n6891178090;Fundacja „Ćma”\n".encode()
    import_file(io.BytesIO(content), name="a.csv", actor=officer, at=at)
    run_jobs()
    assert candidates().count() == 1
    import_file(io.BytesIO(content), name="a.csv", actor=officer, at=at)
    assert not Job.objects.live().exists()
    # A record that is removed takes its pairs along, without being held by them.
    undo_import(Import.objects.earliest("pk"), reason="pomyłka", actor=officer, at=at)
    assert Organisation.objects.count() == 1
    assert candidates().count() == 0
