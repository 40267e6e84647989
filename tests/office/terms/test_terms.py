"""One desk for every term: of every stage, of those one stands in for; what is late goes to the deputy, then to the head."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate, now

from core.accounts.actor import Actor, system
from core.audit.models import Entry, PersonalRead
from core.jobs.actions import enqueue
from core.jobs.models import Job
from core.jobs.runner import run
from core.notices.models import Notice
from core.privacy.actions import anonymise
from law.calendar import add_working_days
from office.cases.actions import register as register_case
from office.correspondence.access import visible as visible_letters
from office.correspondence.models import Letter
from office.registers.actions import enter as enter_entry
from office.registers.schema import registers
from office.structure.actions import appoint
from office.structure.models import Unit
from office.terms import actions
from office.terms.models import Absence, DigestChoice, Escalation, Often
from office.terms.panels import own
from office.terms.privacy import ENDED_ABSENCES
from office.terms.queries import first, late_by, rows, terms
from office.terms.refusals import AwayAlready, EndsBeforeStart, NotOfTheUnit, WrongDeputy
from office.terms.sources import Asked, sources
from tests.races import real_file, together

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
TERMS, ABSENCES = "/urzad/terminy/", "/urzad/nieobecnosci/"


@pytest.fixture
def press(people: Any) -> Unit:
    return Unit.objects.get(code="KMI")


def signs(actor: Actor, at: datetime, scope: str = "own") -> list[str]:
    return [term.sign for term in first(Asked(actor, at, scope), 50)]


def away(user: Any, deputy: Any, at: datetime, days: int = 5) -> Absence:
    unit, day = Unit.objects.get(code="KMI"), localdate(at)
    said = {"deputy": deputy, "first_day": day, "last_day": day + timedelta(days=days)}
    return actions.enter_absence(user, unit=unit, **said, actor=system("test"), at=at)


# One list


def test_the_terms_of_every_stage_stand_in_one_list_in_their_order(
    handed: Any, people: Any, press: Unit, enter: Enter, at: datetime, django_assert_num_queries: Any
) -> None:
    ola, jan = people("officer", key="KMI", name="Ola"), people("officer", key="KMI", name="Jan")
    handed(ola)
    handed(jan)
    handed("KMI")
    soon = date(2026, 11, 24)
    case = register_case("Sprawa Oli", unit=press, symbol="614", due_on=soon, actor=ola, at=at)
    register_case("Sprawa Jana", unit=press, symbol="614", due_on=soon, actor=jan, at=at)
    asked = {"received": at.date().isoformat(), "medium": "Gazeta", "question": "Kiedy?"}
    entry = enter_entry(registers()["zapytania-prasowe"], asked, actor=ola, at=at)
    assert set(signs(ola, at)) == {"RPW/1/2026", "RPW/3/2026", case.sign, entry.sign}
    assert len(signs(people("head", key="KMI"), at, "unit")) == 6
    # An officer does not see the letter of a colleague, though the case of the unit.
    assert "RPW/2/2026" not in signs(ola, at, "unit")
    assert signs(people("officer", key="KMV"), at) == signs(people("auditor"), at, "unit") == []
    dues = [term.due for term in first(Asked(ola, at), 50)]
    assert dues == sorted(dues)
    with django_assert_num_queries(1):
        own(ola, None, at)


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_at_any_size(
    handed: Any, people: Any, press: Unit, enter: Enter, count: int, django_assert_num_queries: Any
) -> None:
    ola = people("officer", key="KMI")
    for _ in range(count):
        handed(ola)
    client = enter(ola)
    with django_assert_num_queries(7):
        page = client.get(TERMS)
    assert page.context["page"].paginator.count == count
    assert PersonalRead.objects.filter(page="own_terms", subject_kind="office.letter").count() == min(count, 25)


def test_the_list_is_narrowed(handed: Any, people: Any, press: Unit, enter: Enter) -> None:
    ola = people("officer", key="KMI")
    handed(ola)
    client = enter(ola)

    def found(query: str) -> int:
        return len(client.get(f"{TERMS}?{query}").context["terms"])

    assert found("rodzaj=letter") == found("czyje=komorka") == found("rodzaj=nonsens") == found("stan=x") == 1
    assert found("rodzaj=case") == 0
    assert found("stan=late") == int(Letter.objects.overdue(localdate(now())).count())
    assert Client().get(TERMS).status_code == 302


def test_what_a_unit_took_over_goes_on_there(handed: Any, people: Any, press: Unit, at: datetime) -> None:
    letter = handed("KMI")
    head = people("head", key="KMV")
    assert signs(head, at) == []
    Unit.objects.filter(pk=press.pk).update(successor=Unit.objects.get(code="KMV"))
    (term,) = first(Asked(head, at), 50)
    assert (term.sign, term.unit) == (letter.sign, "KMV")
    assert letter in visible_letters(head, at)


def test_every_source_leads_to_a_page() -> None:
    assert {"letter", "case", "entry"} <= set(sources())


# Absences


def test_who_stands_in_sees_and_does_what_is_the_absent_persons(
    handed: Any, people: Any, press: Unit, enter: Enter, at: datetime
) -> None:
    ola, jan, ewa = (people("officer", key="KMI") for _ in range(3))
    letter = handed(ola)
    register_case("Sprawa", unit=press, symbol="614", due_on=date(2026, 12, 1), actor=ola, at=at)
    assert signs(jan, at) == []
    absence = away(ola.user, jan.user, at)
    assert len(signs(jan, at)) == 2
    assert letter in visible_letters(jan, at)
    assert letter not in visible_letters(ewa, at)
    # The deputy is away too: theirs stands in for both.
    away(jan.user, ewa.user, at)
    assert len(signs(ewa, at)) == 2
    assert len(signs(ola, at)) == 2
    # After the last day, or once it is called off, it is over.
    assert signs(jan, at + timedelta(days=6)) == []
    actions.call_off_absence(absence, actor=ola, at=at)
    assert signs(jan, at) == []
    assert letter not in visible_letters(jan, at)


def test_who_stands_in_takes_the_letter(handed: Any, people: Any, enter: Enter) -> None:
    ola, jan = people("officer", key="KMI"), people("officer", key="KMI")
    letter = handed(ola)
    address = f"/urzad/korespondencja/{letter.public_id}/odbior/"
    assert enter(jan).post(address).status_code == 404
    away(ola.user, jan.user, now())
    assert enter(jan).post(address).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.taken_by) == ("running", jan.user)


def test_an_absence_that_cannot_be_is_refused_in_words(people: Any, secretary: Actor, at: datetime) -> None:
    ola, jan, outside = people("officer", key="KMI"), people("officer", key="KMI"), people("officer", key="KMV")
    with pytest.raises(EndsBeforeStart, match="wcześniejszy niż pierwszy"):
        away(ola.user, jan.user, at, days=-1)
    for deputy in (ola, outside):
        with pytest.raises(WrongDeputy, match="z tej samej komórki"):
            away(ola.user, deputy.user, at)
    with pytest.raises(NotOfTheUnit):
        away(outside.user, jan.user, at)
    assert away(ola.user, jan.user, at) == away(ola.user, jan.user, at)
    with pytest.raises(AwayAlready, match="jest już wpisana"):
        away(ola.user, jan.user, at, days=9)
    assert Notice.objects.filter(template="absence-deputy").count() == 1


def test_absences_are_entered_on_their_pages(people: Any, secretary: Actor, enter: Enter) -> None:
    ola, jan, head = people("officer", key="KMI"), people("officer", key="KMI"), people("head", key="KMI")
    press, day = Unit.objects.get(code="KMI"), localdate(now())
    who = {"title": "inspektor", "valid_from": day - timedelta(days=400)}
    deputy = appoint({**who, "name": "Jan", "email": jan.person.email.upper()}, unit=press, actor=head, at=now())
    own = {**who, "name": "Ola", "email": ola.person.email, "deputy": deputy}
    appoint(own, unit=press, actor=head, at=now())
    client = enter(ola)
    form = client.get(f"{ABSENCES}nowa/").context["form"]
    assert form["deputy"].value() == jan.person.pk, "by the staffing of the unit"
    assert "user" not in form.fields
    said = {"first_day": day.isoformat(), "last_day": day.isoformat(), "deputy": str(jan.person.pk)}
    wrong = client.post(f"{ABSENCES}nowa/", {**said, "last_day": (day - timedelta(days=1)).isoformat()})
    assert wrong.status_code == 409
    assert client.post(f"{ABSENCES}nowa/", {**said, "deputy": str(secretary.person.pk)}).status_code == 400
    assert client.post(f"{ABSENCES}nowa/", said).status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.deputy) == (ola.user, jan.user)
    assert "teraz" in client.get(ABSENCES).content.decode()
    off = f"{ABSENCES}{absence.public_id}/odwolaj/"
    assert enter(jan).post(off).status_code == 403
    assert enter(people("head", key="KMV")).post(off).status_code == 404
    assert enter(head).post(off).status_code == 302
    other = {**said, "user": str(jan.person.pk), "deputy": str(ola.person.pk)}
    assert enter(head).post(f"{ABSENCES}nowa/", other).status_code == 302


# Escalation


def test_a_term_that_passed_goes_to_the_deputy_and_then_to_the_head(
    handed: Any, people: Any, secretary: Actor, run_jobs: Any, at: datetime
) -> None:
    ola, jan, head = people("officer", key="KMI"), people("officer", key="KMI"), people("head", key="KMI")
    press = Unit.objects.get(code="KMI")
    who = {"title": "inspektor", "valid_from": date(2026, 1, 1)}
    deputy = appoint({**who, "name": "Jan", "email": jan.person.email}, unit=press, actor=head, at=at)
    appoint({**who, "name": "Ola", "email": ola.person.email, "deputy": deputy}, unit=press, actor=head, at=at)
    letter = handed(ola)
    rules = settings.OFFICE["terms"]

    def after(working_days: int) -> set[Any]:
        moment = at + (add_working_days(letter.due_on, working_days) - localdate(at))
        for _twice in range(2):
            job(moment)
        return {each.user for each in Escalation.objects.all()}

    def job(moment: datetime) -> None:
        late = terms(rows(Asked(system("zegar"), moment, "all"), late_before=localdate(moment)) or [])
        assert all(term.due < localdate(moment) for term in late)
        escalate_at(moment)

    assert after(0) == set()
    assert after(rules["deputy_after_working_days"]) == {jan.user}
    assert letter in visible_letters(jan, at)
    assert letter.sign in signs(jan, at)
    assert after(rules["head_after_working_days"]) == {jan.user, head.user}
    assert Notice.objects.filter(template="term-escalated").count() == 2
    assert Entry.objects.filter(verb="escalate").count() == 2


def escalate_at(moment: datetime) -> None:
    """What the clock does, as at that moment."""
    job = enqueue("terms.escalate")
    run(Job.objects.get(pk=job.pk).pk, clock=lambda: moment)


def test_lateness_counts_working_days() -> None:
    friday = date(2026, 12, 4)
    assert not late_by(friday, 1, date(2026, 12, 6))
    assert late_by(friday, 1, date(2026, 12, 7))
    # 24, 25 and 26 December are days off.
    assert not late_by(date(2026, 12, 23), 1, date(2026, 12, 27))
    assert late_by(date(2026, 12, 23), 1, date(2026, 12, 28))


# Digest


def digest_at(moment: datetime) -> int:
    before = Notice.objects.filter(template="terms-digest").count()
    for _twice in range(2):
        run(Job.objects.get(pk=enqueue("terms.digest").pk).pk, clock=lambda: moment)
    return Notice.objects.filter(template="terms-digest").count() - before


def test_the_digest_comes_as_often_as_chosen_and_once_a_day(
    handed: Any, people: Any, secretary: Actor, enter: Enter, at: datetime
) -> None:
    ola = people("officer", key="KMI")
    handed(ola, due_on=date(2026, 11, 25))
    monday = at.replace(day=23)
    assert digest_at(monday) == 0, "nobody gets what they did not ask for"
    client = enter(ola)
    assert client.post(f"{TERMS}e-mail/", {"often": "co godzinę"}).status_code == 400
    assert client.post(f"{TERMS}e-mail/", {"often": "daily"}).status_code == 302
    assert digest_at(monday) == 1
    body = Notice.objects.get(template="terms-digest").body
    assert "25 listopada 2026 r.: pismo RPW/1/2026" in body
    assert "Żaneta" not in body
    assert digest_at(monday + timedelta(days=1)) == 1
    assert digest_at(monday + timedelta(days=5)) == 0, "a Saturday"
    actions.choose_digest(ola.user, often=Often.WEEKLY, actor=ola, at=at)
    assert digest_at(monday + timedelta(days=8)) == 0
    assert digest_at(monday + timedelta(days=7)) == 1
    actions.choose_digest(ola.user, often=Often.NONE, actor=ola, at=at)
    assert digest_at(monday + timedelta(days=14)) == 0
    assert Entry.objects.filter(verb="choose_digest").count() == 3


def test_a_day_without_terms_brings_no_letter(people: Any, secretary: Actor, at: datetime) -> None:
    ola = people("officer", key="KMI")
    actions.choose_digest(ola.user, often=Often.DAILY, actor=ola, at=at)
    assert digest_at(at.replace(day=24)) == 0
    assert DigestChoice.objects.get().sent_on == date(2026, 11, 24)


# The end, and races


def test_an_absence_is_deleted_after_its_year(people: Any, secretary: Actor, at: datetime) -> None:
    ola, jan = people("officer", key="KMI"), people("officer", key="KMI")
    away(ola.user, jan.user, at)
    anonymise(ENDED_ABSENCES, 0, actor=system("test"), at=at + timedelta(days=300))
    assert Absence.objects.exists()
    anonymise(ENDED_ABSENCES, 0, actor=system("test"), at=at + timedelta(days=400))
    assert not Absence.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture(autouse=True)
    def _real_file(self, tmp_path: Path) -> Iterator[None]:
        yield from real_file(tmp_path)

    def test_two_absences_of_one_person_at_the_same_moment_see_each_other(
        self, people: Any, secretary: Actor, at: datetime
    ) -> None:
        ola, jan = people("officer", key="KMI"), people("officer", key="KMI")
        together(*(partial(away, ola.user, jan.user, at, days) for days in (3, 4, 5, 6)))
        assert Absence.objects.count() == 1
