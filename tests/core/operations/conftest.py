"""An installation with people, a document and a secret of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest

from core.accounts.actor import Actor
from core.documents.issue import issue
from core.documents.models import Document
from core.documents.sheet import Sheet


@dataclass(frozen=True)
class Note(Sheet):
    """The smallest document."""

    KIND: ClassVar[str] = "test.note"
    TEMPLATE: ClassVar[str] = "documents/base.html"
    text: str

    @property
    def title(self) -> str:
        return f"Notatka: {self.text}"

    @classmethod
    def examples(cls) -> list[Self]:
        return [cls("zażółć gęślą jaźń")]


@pytest.fixture(autouse=True)
def secret_key_file(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "secret-key"
    path.write_text("sekret-tej-instalacji")
    settings.SECRET_KEY_FILE = path
    return path


@pytest.fixture
def note(people: Any, at: datetime) -> Callable[[str], Document]:
    """Issue a document about a person's account."""

    def issued(text: str) -> Document:
        actor: Actor = people("administrator")
        assert actor.user is not None
        return issue(Note(text), actor.user, actor=actor, at=at)

    return issued
