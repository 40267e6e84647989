"""The demo year, played once for a whole module of tests and undone after it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from competitions.demo import signins
from competitions.demo.stage import perform

TODAY = date(2026, 11, 25)
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def silence(done: int, of: int, name: str) -> None:
    """No bar."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the played year keeps its files and sign-ins."""
    return tmp_path_factory.mktemp("rok")


@pytest.fixture(scope="module")
def _played(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[None]:
    settings = override_settings(MEDIA_ROOT=folder / "files", VAR_DIR=folder, PASSWORD_HASHERS=HASHERS)
    with django_db_blocker.unblock(), transaction.atomic():
        with settings:
            call_command("load_reference", verbosity=0)
            known = signins.make()
            signins.keep(known)
            perform(TODAY, signins=known, tell=silence)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def year(_played: None, db: None, settings: Any, folder: Path, time_machine: Any) -> date:
    """The day the year is told on; what a test changes is undone."""
    settings.MEDIA_ROOT, settings.VAR_DIR = folder / "files", folder
    time_machine.move_to("2026-11-25T09:00:00Z", tick=False)
    return TODAY
