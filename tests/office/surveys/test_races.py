"""Answers that come at once are all counted, each form once."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from office.surveys import actions
from office.surveys.models import QuestionSet, Tally
from office.surveys.schema import services
from tests.races import real_file, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database(tmp_path: Path) -> Iterator[None]:
    yield from real_file(tmp_path)


def test_answers_sent_at_once_are_all_counted_and_a_form_once(at: datetime) -> None:
    service = services()["sekretariat"]
    scores = {code: 4 for code, _text in service.questions}
    tokens = ["a", "b", "c", "d", "d", "d", "e", "f"]
    acts = [lambda token=token: actions.reply(service, scores, token=token, at=at) for token in tokens]
    assert sorted(together(*acts)) == [False, False, *[True] * 6]
    assert QuestionSet.objects.count() == 1
    assert set(Tally.objects.values_list("count", flat=True)) == {6}
