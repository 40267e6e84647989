"""The verbs of correspondence: numbers, terms, decrees, hand-over, the end of a letter; what they refuse, in words."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from core.accounts.actor import Actor
from core.audit.models import Entry
from core.files.refusals import RefusedFile
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from office.correspondence import actions
from office.correspondence.models import Intake, Letter, LetterFile
from office.correspondence.refusals import (
    AnsweredOtherDay,
    DueBeforeReceipt,
    LetterOver,
    MailRegistered,
    NoKeepingUnit,
    ReceivedLater,
    StaleLetter,
    WrongPerson,
)
from office.correspondence.states import State
from office.structure.models import Unit
from tests.factories.files import pdf
from tests.factories.letters import said
from tests.factories.mail import eml

pytestmark = pytest.mark.django_db
Register = Callable[..., Letter]


def test_numbers_have_no_gaps_and_begin_anew_each_year(secretary: Actor, at: datetime) -> None:
    def sign(moment: datetime) -> str:
        return actions.register(said(), actor=secretary, at=moment).sign

    assert [sign(at), sign(at), sign(at + timedelta(days=60))] == ["RPW/1/2026", "RPW/2/2026", "RPW/1/2027"]
    with pytest.raises(DueBeforeReceipt):
        actions.register(said(due_on=date(2026, 11, 1)), actor=secretary, at=at)
    assert sign(at) == "RPW/3/2026"


def test_the_term_follows_the_kind_unless_the_secretary_gives_one(registered: Register) -> None:
    assert registered().due_on == date(2026, 12, 4)
    assert registered(kind="complaint").due_on == date(2026, 12, 21)
    assert registered(kind="petition").due_on == date(2027, 2, 22)
    assert registered(kind="information").due_on == date(2026, 12, 4)
    assert registered(kind="complaint", due_on=date(2026, 11, 30)).due_on == date(2026, 11, 30)


def test_a_day_that_cannot_be_is_refused_in_words(registered: Register) -> None:
    with pytest.raises(DueBeforeReceipt) as before:
        registered(due_on=date(2026, 11, 19))
    assert before.value.problems == [
        (
            "due_on",
            "Termin (19 listopada 2026 r.) wypada przed wpływem pisma (20 listopada 2026 r.). "
            "Popraw jedną z dat albo zostaw termin pusty.",
        )
    ]
    with pytest.raises(ReceivedLater, match=r"1 stycznia 2030 r.\) jeszcze nie nastąpił"):
        registered(received_on=date(2030, 1, 1))


def test_the_same_form_twice_is_one_letter(secretary: Actor, at: datetime) -> None:
    signs = [actions.register(said(), once="kod", actor=secretary, at=at).sign for _twice in range(2)]
    assert signs == ["RPW/1/2026", "RPW/1/2026"]
    assert Entry.objects.filter(verb="register_letter").count() == 1


def test_only_a_unit_that_keeps_letters_registers_them(secretary: Actor, people: Any, at: datetime) -> None:
    for actor in (people("officer", key="KMIII"), people("auditor")):
        with pytest.raises(NoKeepingUnit):
            actions.register(said(), actor=actor, at=at)
    assert actions.register(said(), actor=people("officer", key="KMS"), at=at).number == 1


def test_a_change_is_made_once_and_on_what_was_read(registered: Register, secretary: Actor, at: datetime) -> None:
    letter = registered()
    new = said(matter="Remont mostu", kind="complaint", due_on=None)
    actions.revise(letter, new, revision=1, actor=secretary, at=at)
    assert (letter.revision, letter.due_on) == (2, date(2026, 12, 21))
    assert Letter.objects.matching("rpw/1/2026 mostu zaneta").get() == letter
    actions.revise(letter, new, revision=1, actor=secretary, at=at)
    with pytest.raises(StaleLetter):
        actions.revise(letter, said(matter="Inna"), revision=1, actor=secretary, at=at)
    assert Entry.objects.filter(verb="revise_letter").count() == 1


def test_a_letter_goes_to_its_answer(registered: Register, secretary: Actor, people: Any, at: datetime) -> None:
    letter, ola = registered(), people("officer", key="KMI", name="Ola Prasowa")
    unit = Unit.objects.get(code="KMI")
    with pytest.raises(NotPossible, match="hand_over"):
        actions.hand_over(letter, actor=secretary, at=at)
    with pytest.raises(WrongPerson):
        actions.decree(letter, unit=Unit.objects.get(code="KMV"), person=ola.user, actor=secretary, at=at)
    for _twice in range(2):
        actions.decree(letter, unit=unit, person=ola.user, instruction="Pilne", actor=secretary, at=at)
        assert letter.state == State.DECREED
    for _twice in range(2):
        actions.hand_over(letter, actor=secretary, at=at)
    notice = Notice.objects.get(template="letter-handed")
    assert notice.user == ola.user
    assert notice.subject == "Pismo RPW/1/2026 do załatwienia do 4 grudnia 2026 r."
    assert "Żaneta" not in notice.body
    for _twice in range(2):
        actions.take(letter, actor=ola, at=at)
    with pytest.raises(AnsweredOtherDay, match="do dziś"):
        actions.answer(letter, answered_on=date(2026, 11, 1), channel="email", actor=ola, at=at)
    with pytest.raises(AnsweredOtherDay):
        actions.answer(letter, answered_on=date(2027, 11, 1), channel="email", actor=ola, at=at)
    for _twice in range(2):
        on = {"answered_on": date(2026, 11, 23), "channel": "email"}
        actions.answer(letter, **on, file=pdf("Odpowiedź.pdf"), actor=ola, at=at)
    assert letter.state == State.ANSWERED
    assert [(file.purpose, file.name) for file in letter.files.all()] == [("answer", "Odpowiedź.pdf")]
    verbs = ["register_letter", "decree", "hand_over", "take", "answer", "attach_to_letter"]
    assert list(Entry.objects.filter(chain=letter.chain).order_by("seq").values_list("verb", flat=True)) == verbs


def test_another_decree_takes_the_letter_back_and_keeps_the_first(
    handed: Any, secretary: Actor, people: Any, at: datetime
) -> None:
    ola, jan = people("officer", key="KMI"), people("head", key="KMV", name="Jan Asystent")
    letter = handed(ola)
    actions.take(letter, actor=ola, at=at)
    unit = Unit.objects.get(code="KMV")
    actions.decree(letter, unit=unit, person=jan.user, instruction="Przejąć", actor=secretary, at=at)
    assert (letter.state, letter.taken_at, letter.handed_at) == (State.DECREED, None, None)
    assert [(each.person, each.instruction) for each in letter.decrees.all()] == [
        (jan.user, "Przejąć"),
        (ola.user, "Proszę odpisać."),
    ]


def test_a_unit_without_a_named_person_is_told_through_its_head(handed: Any, people: Any) -> None:
    head = people("head", key="KMI")
    people("officer", key="KMI")
    handed("KMI")
    assert [notice.user for notice in Notice.objects.filter(template="letter-handed")] == [head.user]


def test_what_is_over_does_not_change_until_it_is_opened_again(
    registered: Register, secretary: Actor, at: datetime
) -> None:
    letter = registered()
    actions.close(letter, reason="zaproszenie, które minęło", actor=secretary, at=at)
    assert letter.over_at == at
    with pytest.raises(LetterOver):
        actions.revise(letter, said(matter="Inna"), revision=1, actor=secretary, at=at)
    with pytest.raises(LetterOver):
        actions.attach(letter, file=pdf(), purpose="letter", actor=secretary, at=at)
    actions.reopen(letter, reason="przyszła odpowiedź", actor=secretary, at=at)
    assert (letter.state, letter.over_at) == (State.REGISTERED, None)
    actions.cancel(letter, reason="pomyłka", actor=secretary, at=at)
    with pytest.raises(NotPossible):
        actions.reopen(letter, reason="x", actor=secretary, at=at)
    assert registered().number == 2


def test_what_was_never_over_is_not_opened_again_and_a_second_click_tells_the_truth(
    registered: Register, secretary: Actor, at: datetime
) -> None:
    letter = registered()
    with pytest.raises(NotPossible) as refusal:
        actions.reopen(letter, reason="x", actor=secretary, at=at)
    assert "„Otwórz ponownie” nie jest teraz możliwe: stan sprawy to „zarejestrowane”." in refusal.value.sentences[0]
    for _twice in range(2):
        actions.close(letter, reason="zaproszenie", actor=secretary, at=at)
    with pytest.raises(NotPossible):
        actions.close(letter, reason="inny powód", actor=secretary, at=at)
    for _twice in range(2):
        actions.reopen(letter, reason="pomyłka", actor=secretary, at=at)
    assert Entry.objects.filter(chain=letter.chain, verb="reopen").count() == 1


def test_files_are_checked_kept_once_and_removed_with_their_bytes(
    registered: Register, secretary: Actor, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    letter = registered()
    with pytest.raises(RefusedFile, match="Takiego pliku nie przyjmujemy"):
        actions.attach(letter, file=eml(), purpose="letter", actor=secretary, at=at)
    first, second = (actions.attach(letter, file=pdf(), purpose="letter", actor=secretary, at=at) for _ in range(2))
    assert first == second
    assert default_storage.exists(first.file)
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            actions.remove_file(first, actor=secretary, at=at)
    assert not default_storage.exists(first.file)
    assert Entry.objects.filter(verb="remove_from_letter").count() == 1


def test_a_wrong_file_registers_nothing(secretary: Actor, at: datetime) -> None:
    with pytest.raises(RefusedFile):
        actions.register(said(), file=eml(), actor=secretary, at=at)
    assert not Letter.objects.exists()


def test_a_mail_is_registered_with_its_files_and_once(secretary: Actor, at: datetime) -> None:
    program = pdf("faktura.exe")
    program.file.write(b"MZ")
    mail = eml(pdf("Wniosek.pdf"), program)
    intake = actions.read_mail(mail, actor=secretary, at=at)
    assert (intake.sender, intake.sender_contact) == ("Żaneta Próbna", "zaneta@example.org")
    assert [file.name for file in intake.files.all()] == ["Wniosek.pdf"]
    assert [each["name"] for each in intake.left_out] == ["faktura.exe"]
    values = said(sender=intake.sender, channel="email", text=intake.text)
    letter = actions.register(values, intake=intake, once="kod", actor=secretary, at=at)
    assert [file.name for file in letter.files.all()] == ["Wniosek.pdf"]
    assert letter.text.startswith("Dzień dobry")
    assert actions.register(values, intake=intake, once="kod", actor=secretary, at=at) == letter
    mail.seek(0)
    with pytest.raises(MailRegistered, match="pod numerem RPW/1/2026"):
        actions.read_mail(mail, actor=secretary, at=at)
    with pytest.raises(MailRegistered):
        actions.register(values, intake=intake, once="inny", actor=secretary, at=at)
    assert (Intake.objects.count(), LetterFile.objects.count()) == (1, 1)


def test_the_ledger_holds_nothing_personal(handed: Any, secretary: Actor, people: Any, at: datetime) -> None:
    letter = handed(people("officer", key="KMI"))
    actions.revise(letter, said(sender="Jan Nowy"), revision=1, actor=secretary, at=at)
    told = str([(each.before, each.after) for each in Entry.objects.filter(chain=letter.chain)])
    for word in ("Żaneta", "Jan Nowy", "Zgierz", "Remont", "odpisać"):
        assert word not in told
    assert "RPW/1/2026" in told
