"""The month of the press office and the survey: letters in every stage of their way, communiqués to read, results that tell and one that does not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from competitions.demo.play import Play
from competitions.demo.scenes import press, registers, surveys
from competitions.demo.script import script
from core.accounts.actor import VISITOR
from core.audit.ledger import faults
from core.audit.models import Entry
from core.jobs.models import Job
from office.letters.access import communiques
from office.letters.models import LetterSet
from office.structure.models import Unit
from office.surveys.access import tallies
from office.surveys.figures import results
from office.surveys.models import Comment
from tests.competitions.demo.test_registers import KEEPERS
from tests.conftest import People

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
MORNING = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.fixture
def play(people: People, request: pytest.FixtureRequest) -> Iterator[Play]:
    """The play told on TODAY, or on the day that a test names."""
    call_command("load_reference", verbosity=0)
    told = Play(getattr(request, "param", TODAY), Unit.objects.get(code="KMIII"))
    told.actors = {key: people("officer", key=unit) for key, unit in KEEPERS.items()}
    with time_machine.travel(MORNING, tick=True):
        yield told


def test_sets_of_letters_stand_where_the_script_leaves_them(play: Play) -> None:
    registers.keep(play)
    press.write(play)
    sets = {each.subject: each for each in LetterSet.objects.select_related("occasion")}
    assert {subject: each.state for subject, each in sets.items()} == {
        row["subject"]: row["fate"] for row in script("press")["set"]
    }
    prints = {each.state: each.prints.count() for each in sets.values()}
    assert prints == {"sent": 7, "prepared": 5, "draft": 0, "cancelled": 0}
    assert sum(each.occasion is not None for each in sets.values()) == 2
    waiting = sets["Gala Wolontariatu"].addressees.filter(checked=False)
    assert waiting.filter(dative="").exists(), "some forms have to be typed"
    shown = communiques(VISITOR, MORNING).values_list("number", "title").order_by("number")
    assert list(shown) == [(1, "Dziękujemy pracownikom socjalnym"), (2, "Sto lat orkiestry dętej w Zawilcach")]
    assert not Job.objects.exclude(state="done").exists()
    assert list(faults()) == []


# Told on a Tuesday or a Wednesday, the 18th and the 17th day before fall on one Friday or after it, at the weekend.
@pytest.mark.parametrize("play", [date(2026, 12, 1), date(2026, 12, 2)], indirect=True, ids=["Tuesday", "Wednesday"])
def test_letters_are_signed_the_working_day_after_they_were_checked(play: Play) -> None:
    [sent] = [row for row in script("press")["set"] if row["fate"] == "sent"]
    press.letters(play, {**sent, "addressees": sent["addressees"][:1]}, Unit.objects.get(code="KMI"))
    made = LetterSet.objects.get()
    assert (made.dated_on, made.signed_on, made.sent_on) == (date(2026, 11, 13), *[date(2026, 11, 16)] * 2)
    moments = list(Entry.objects.filter(chain=made.chain).order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_three_services_have_results_and_one_has_too_few_answers(play: Play, client: Client) -> None:
    surveys.answer(play)
    found = {each.question_set.service: each for each in results(tallies(VISITOR, MORNING))}
    assert {each.quarter.code for each in found.values()} == {"2026-3"}
    assert {code: bool(each.questions) for code, each in found.items()} == {
        "sekretariat": True,
        "biuro-podawcze": True,
        "konkursy-ofert": True,
        "kontakty-z-mediami": False,
    }
    assert all(each.mean for each in found["sekretariat"].questions)
    assert any(each.mean is None for each in found["biuro-podawcze"].questions)
    told = sum(len(row["comments"]) for row in script("press")["survey"])
    assert Comment.objects.count() == told
    page = client.get("/ankieta/wyniki/").content.decode()
    assert "Sekretariat i umawianie spotkań" in page
    assert "Odpowiedzi na pytania mediów" in page
