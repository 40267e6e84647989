"""The ledger played again agrees with what was published, and names whatever was changed since."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from competitions.awards.models import Award
from competitions.calls.models import Competition, Criterion
from competitions.evaluation.models import CardVersion, Motion, Opinion, PanelMember, Recusal, Score, ScoreCard
from competitions.offers.models import Offer
from competitions.replay.models import Replay
from competitions.replay.queries import chains_of, replayed
from core.accounts.models import User
from core.audit.ledger import digest
from core.audit.models import Entry, Head
from core.audit.triggers import lifted
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from core.publications.models import Publication
from tests.competitions.replay.rounds import Round, publish
from tests.conftest import People
from tests.factories.cycle import ANNOUNCED, Cycle

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def round_told(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Round, dict[str, bytes]]]:
    """One round for all tests of this file, and the files of its documents; every test leaves it as it was."""
    with django_db_blocker.unblock(), suppress(Undone), transaction.atomic():
        made = Round(Cycle(People(ANNOUNCED)))
        publish()
        paths = Document.objects.values_list("file", flat=True)
        yield made, {path: default_storage.open(path).read() for path in paths}
        raise Undone


@pytest.fixture
def told(round_told: tuple[Round, dict[str, bytes]], db: None) -> Round:
    """The round, with its files where this test keeps them."""
    made, files = round_told
    for path, content in files.items():
        default_storage.save(path, ContentFile(content))
    return made


@contextmanager
def forged() -> Iterator[None]:
    """What is done in here is undone at its end."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


class Undone(Exception):
    pass


def first(told: Round) -> str:
    """The first difference, as the command names it."""
    with pytest.raises(CommandError) as refused:
        call_command("replay", told.competition.public_id)
    assert refused.value.returncode == 1
    return str(refused.value).removeprefix("Pierwsza różnica: ")


def test_everything_that_was_published_follows_from_the_ledger(told: Round, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = replayed(told.competition)
    assert outcome.faults == []
    assert outcome.missing == []
    assert {row.kind for row in outcome.documents if row.replayed} == {"evaluation.minutes", "awards.results"}
    assert all(row.recorded == row.found for row in outcome.documents)
    call_command("replay", told.competition.case.sign)
    assert "Wszystko się zgadza" in capsys.readouterr().out


def test_any_value_of_a_published_document_is_named(told: Round) -> None:
    for document in Document.objects.filter(kind__in=("evaluation.minutes", "awards.results")):
        for _turn in range(12):
            data, path = told.leaf(document.data)
            with forged():
                Document.objects.filter(pk=document.pk).update(data=data)
                said = first(told)
                assert document.title in said
                assert path in said or "skrót danych" in said, path


def test_a_document_of_another_kind_is_held_to_its_hash_and_its_file(told: Round) -> None:
    document = Document.objects.get(kind="offers.confirmation")
    with forged():
        Document.objects.filter(pk=document.pk).update(data=told.leaf(document.data)[0])
        assert "skrót danych jest inny" in first(told)
    with forged():
        Document.objects.filter(pk=document.pk).delete()
        assert "nie ma go wśród dokumentów" in first(told)
    with default_storage.open(document.file) as file:
        content = bytearray(file.read())
    content[-40] ^= 1
    with open(default_storage.path(document.file), "wb") as file:
        file.write(content)
    assert f"{document.title} ({document.public_id}): plik jest inny niż wydany" in first(told)


# What is changed in the tables, and which row the replay has to name.
CHANGES: dict[str, tuple[type[Any], dict[str, Any], str]] = {
    "points": (Score, {"points": Decimal("1.25")}, "karta oceny {card}, points."),
    "justification": (Score, {"justification": "Inaczej."}, "karta oceny {card}, words"),
    "strengths": (ScoreCard, {"strengths": "Inne."}, "karta oceny {card}, words"),
    "state of a card": (ScoreCard, {"state": "excluded"}, "karta oceny {card}, "),
    "version": (CardVersion, {"content": {}}, "karta oceny {card}, versions.1"),
    "vote": (Motion, {"after": Decimal("19.00")}, "głosowania nad ofertą {offer}, [0].after"),
    "outcome of a vote": (Motion, {"carried": False}, "głosowania nad ofertą {offer}, [0].carried"),
    "voters": (Motion, {"votes": {}}, "głosowania nad ofertą {offer}, [0].votes"),
    "opinion": (Opinion, {"points": Decimal("99.99")}, "opinia o ofercie {offer}, points"),
    "text": (Opinion, {"text": "Inna opinia."}, "opinia o ofercie {offer}, text"),
    "amount": (Award, {"reason": "inny powód"}, "decyzja o ofercie {offer}, reason"),
    "presence": (PanelMember, {"present": False}, "członek komisji {member}, present"),
    "weight": (Criterion, {"weight": Decimal("1.50")}, "konkurs, criteria.1.weight"),
    "threshold": (Competition, {"threshold": Decimal("59.99")}, "konkurs, threshold"),
    "request": (Offer, {"requested": Decimal("1.00")}, "oferta {offer}, requested"),
    "publication": (Publication, {"note": "inaczej"}, "publikacje, [0].note"),
}


def test_any_changed_row_is_named(told: Round) -> None:
    for what, (model, values, expected) in CHANGES.items():
        row = model.objects.order_by("pk").first()
        with forged():
            model.objects.filter(pk=row.pk).update(**values)
            card = getattr(row, "card", row)
            offer = getattr(row, "offer", row)
            names = {"card": getattr(card, "public_id", ""), "offer": getattr(offer, "public_id", "")}
            member = row.user.public_id if isinstance(row, PanelMember) else ""
            assert expected.format(**names, member=member) in first(told), what
    with forged():
        Recusal.objects.all().delete()
        assert "wyłączenia przy ofercie" in first(told)


def test_any_changed_entry_is_named(told: Round) -> None:
    columns = ("at", "verb", "subject_id", "before", "after", "reason", "hash", "previous_hash", "seq")
    ids = list(Entry.objects.filter(chain__in=chains_of(told.competition)).order_by("pk").values_list("pk", flat=True))
    for turn in range(18):
        entry = Entry.objects.get(pk=told.random.choice(ids))
        column = columns[turn % len(columns)]
        was = getattr(entry, column)
        value = (
            was + timedelta(microseconds=1)
            if column == "at"
            else told.leaf(was)[0]
            if isinstance(was, dict) and was
            else {"x": 1}
            if isinstance(was, dict)
            else was + 1000
            if isinstance(was, int)
            else f"{was[:-1]}{'y' if was.endswith('x') else 'x'}"
        )
        assert value != was
        with forged(), lifted(connection):
            Entry.objects.filter(pk=entry.pk).update(**{column: value})
            assert f"Księga: {entry.chain} #" in first(told), column


def rewrite(chain: str, change: Callable[[Entry], None]) -> None:
    """Forge a chain as a whole: entries changed, every hash made anew. Only a checkpoint would tell."""
    previous = ""
    for entry in Entry.objects.filter(chain=chain).order_by("seq"):
        change(entry)
        entry.previous_hash = previous
        previous = entry.hash = digest(entry)
        entry.save()
    Head.objects.filter(chain=chain).update(hash=previous)


def test_a_chain_forged_with_all_its_hashes_still_parts_from_what_was_published(told: Round) -> None:
    offer = told.offers[0]

    def more(entry: Entry) -> None:
        if "points" in entry.after and entry.verb == "submit":
            entry.after["points"]["1"] = "1.00"

    with forged(), lifted(connection):
        rewrite(offer.chain, more)
        assert "Protokół komisji konkursowej" in first(told)
        assert "opinions[" in first(told)


def test_what_was_announced_before_the_ledger_kept_the_rules_says_so(told: Round) -> None:
    def older(entry: Entry) -> None:
        entry.after.pop("rules", None)

    with forged(), lifted(connection):
        rewrite(told.competition.chain, older)
        with pytest.raises(CommandError, match="zanim księga zaczęła zapisywać zasady oceny") as refused:
            call_command("replay", told.competition.public_id)
        assert refused.value.returncode == 2
        assert all(not row.replayed for row in replayed(told.competition).documents)


def test_a_person_who_is_forgotten_leaves_the_minutes_provable(told: Round) -> None:
    User.objects.filter(pk__in=told.panel.members.values("user")).update(name="")
    assert replayed(told.competition).faults == []


class TestPage:
    def address(self, competition: Competition) -> str:
        return f"/urzad/konkursy/{competition.public_id}/odtworzenie/"

    def test_the_button_plays_the_ledger_and_the_page_shows_each_document(
        self, told: Round, enter: Callable[..., Client], django_assert_max_num_queries: Any
    ) -> None:
        office, address = enter(told.officer), self.address(told.competition)
        assert "jeszcze nie odtwarzano" in office.get(address).content.decode()
        assert office.post(f"{address}przelicz/").status_code == 302
        run(Job.objects.get(name="replay.competition").pk, loud=True)
        kept = Replay.objects.get()
        assert (kept.agrees, len(kept.documents), kept.intact) == (True, 2, 1)
        with django_assert_max_num_queries(10):
            said = office.get(address).content.decode()
        assert "Wszystko się zgadza." in said
        assert said.count("odtworzony z księgi, zgadza się") == 2
        assert Entry.objects.filter(verb="replay", subject_id=told.competition.public_id).count() == 1
        assert replayed(told.competition).faults == []

    def test_a_difference_stands_on_the_page(self, told: Round, enter: Callable[..., Client]) -> None:
        Award.objects.filter(offer=told.offers[2]).update(reason="inny")
        office, address = enter(told.officer), self.address(told.competition)
        office.post(f"{address}przelicz/")
        run(Job.objects.get(name="replay.competition").pk, loud=True)
        assert f"decyzja o ofercie {told.offers[2].public_id}, reason" in office.get(address).content.decode()
