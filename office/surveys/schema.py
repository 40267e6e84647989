"""Surveyed services as reviewed data: a TOML file each with its questions, read whole or refused by name."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

# From the worst to the best, as a person reads them.
SCALE = ((1, "1 – bardzo źle"), (2, "2 – źle"), (3, "3 – przeciętnie"), (4, "4 – dobrze"), (5, "5 – bardzo dobrze"))
CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
KEYS = {"title", "unit", "questions"}
QUESTIONS_MAX = 8
TEXT_MAX = 200


class SurveyFault(ValueError):
    """A file that is no survey: which, and what is wrong."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the office that is asked about: its code, name, unit, and questions (code, words)."""

    code: str
    title: str
    unit: str
    questions: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """What tells one set of questions from another: answers to different words are never counted together."""
        return sha256(repr(self.questions).encode()).hexdigest()[:16]


def services() -> dict[str, Service]:
    """All services by code, by title. Raises SurveyFault."""
    return _in_folder(Path(settings.SURVEYS_DIR))


@cache
def _in_folder(folder: Path) -> dict[str, Service]:
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    return {each.code: each for each in sorted(found, key=lambda each: each.title)}


def read(path: Path) -> Service:
    """The service of a file. Raises SurveyFault."""
    if not CODE.fullmatch(path.stem):
        raise SurveyFault(path, "nazwa pliku to małe litery, cyfry i łączniki")
    try:
        said = tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise SurveyFault(path, str(error)) from error
    if said.keys() != KEYS:
        raise SurveyFault(path, f"potrzebne są dokładnie: {', '.join(sorted(KEYS))}")
    questions = tuple(_question(path, each) for each in said["questions"])
    if not 1 <= len(questions) <= QUESTIONS_MAX or len(dict(questions)) != len(questions):
        raise SurveyFault(path, f"pytań jest od 1 do {QUESTIONS_MAX}, każde z innym kodem")
    return Service(path.stem, _words(path, said["title"]), _words(path, said["unit"]), questions)


def _question(path: Path, said: Any) -> tuple[str, str]:
    if not isinstance(said, dict) or said.keys() != {"code", "text"} or not CODE.fullmatch(str(said["code"])):
        raise SurveyFault(path, f"pytanie ma kod i treść (code, text): {said}")
    return said["code"], _words(path, said["text"])


def _words(path: Path, value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= TEXT_MAX:
        raise SurveyFault(path, f"to nie jest tekst do {TEXT_MAX} znaków: {value!r}")
    return value.strip()
