"""Backup, restore and verification: what was wiped in between is back, byte for byte; what is damaged is named."""

import json
import shutil
import tarfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from core.accounts.models import User
from core.audit.models import Entry, Head
from core.audit.triggers import lifted
from core.documents.models import Document
from core.operations.installation import INSTALLATION, last
from core.operations.verify import faults
from core.privacy import erased

pytestmark = pytest.mark.django_db(transaction=True)


def contents() -> dict[str, list[Any]]:
    """Every row of every table, but the installation's own chain, which tells of the backup itself."""
    rows: dict[str, list[Any]] = {}
    for model in apps.get_models(include_auto_created=True):
        found = model._default_manager.order_by("pk")
        if model in (Entry, Head):
            found = found.exclude(chain=INSTALLATION.chain)
        rows[model._meta.label] = list(found.values())
    return rows


def files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def wipe() -> None:
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT)
    settings.SECRET_KEY_FILE.write_text("inny sekret")


def repack(archive: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with some of its members changed or, for None, left out."""
    copy = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(copy, "w:gz") as new:
        for info in old:
            member = old.extractfile(info)
            assert member is not None
            content = change(info.name, member.read())
            if content is not None:
                info.size = len(content)
                new.addfile(info, BytesIO(content))
    return copy


@pytest.fixture
def archive(note: Any, tmp_path: Path) -> Path:
    note("pierwsza")
    note("druga")
    folder = tmp_path / "backups"
    folder.mkdir()
    call_command("backup", str(folder))
    (made,) = folder.iterdir()
    return made


def test_wiped_in_between_everything_is_back(
    archive: Path, secret_key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, stored = contents(), files()
    assert len(stored) == 2
    assert archive.stat().st_mode & 0o777 == 0o600, "it holds personal data"
    entry = last("back_up")
    assert entry is not None
    assert entry.after["file"] == archive.name

    wipe()
    assert not User.objects.exists()
    call_command("restore", str(archive))
    assert contents() == before
    assert files() == stored
    assert secret_key_file.read_text() == "sekret-tej-instalacji"
    assert secret_key_file.stat().st_mode & 0o777 == 0o600
    call_command("verify")
    assert "Instalacja jest cała" in capsys.readouterr().out
    told = last("restore")
    assert told is not None
    assert told.system == "manage.py restore"
    with pytest.raises(Exception, match="append-only"):
        Entry.objects.all().delete()


def test_what_is_there_is_not_overwritten_unasked(archive: Path, people: Any) -> None:
    later = people(name="Późniejsza Osoba").user
    with pytest.raises(CommandError, match=r"nie jest pusta.*\n.*--overwrite"):
        call_command("restore", str(archive))
    assert User.objects.filter(pk=later.pk).exists()
    call_command("restore", str(archive), overwrite=True)
    assert not User.objects.filter(pk=later.pk).exists()
    assert len(files()) == 2
    with pytest.raises(CommandError, match="już istnieje"):
        call_command("backup", str(archive))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda name, content: content[:-1] + b"x" if name.startswith("files/") else content, "nie zgadza się"),
        (lambda name, content: None if name.startswith("files/") else content, "nie zgadza się"),
        (lambda name, content: None if name == "manifest.json" else content, "nie ma w nim manifestu"),
        (
            lambda name, content: (
                content.replace(b'"core.0001_initial"', b'"core.9999_later"') if name == "manifest.json" else content
            ),
            "nowszej wersji",
        ),
        (
            lambda name, content: (
                json.dumps({**json.loads(content), "engine": "oracle"}).encode() if name == "manifest.json" else content
            ),
            "na bazie oracle",
        ),
    ],
    ids=["altered", "incomplete", "foreign", "newer", "other database"],
)
def test_unfit_archive_changes_nothing(archive: Path, change: Any, says: str) -> None:
    before, stored = contents(), files()
    with pytest.raises(CommandError, match=says):
        call_command("restore", str(repack(archive, change)), overwrite=True)
    assert (contents(), files()) == (before, stored)


def test_damaged_and_dangerous_archives(archive: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.tar.gz"
    half.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with pytest.raises(CommandError, match="jest uszkodzone"):
        call_command("restore", str(half), overwrite=True)
    outside = tmp_path / "outside.tar.gz"
    with tarfile.open(outside, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("files/../../../outside"))
    with pytest.raises(CommandError, match="niedozwolony wpis"):
        call_command("restore", str(outside), overwrite=True)


def test_verify_names_the_row(note: Any, at: datetime) -> None:
    kept, changed, lost = note("cała"), note("zmieniona"), note("zgubiona")
    assert list(faults()) == []
    with default_storage.open(changed.file, "r+b") as file:
        file.seek(1)
        file.write(b"X")
    default_storage.delete(lost.file)
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    with lifted(connection):
        Entry.objects.filter(pk=entry.pk).update(verb="something_else")
    found = list(faults())
    assert len(found) == 3
    assert f"Księga: {entry.chain} #{entry.seq}: treść wpisu" in found[0]
    assert changed.public_id in found[1]
    assert "ma inną treść" in found[1]
    assert lost.public_id in found[2]
    assert "nie istnieje" in found[2]
    assert kept.public_id not in "".join(found)
    with pytest.raises(CommandError, match="3\u00a0usterki"):
        call_command("verify")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL does not let such a row in")
def test_verify_finds_a_row_that_points_to_nothing(people: Any) -> None:
    user = people().user
    with connection.constraint_checks_disabled():
        User.objects.filter(pk=user.pk)._raw_delete("default")
        Document.objects.create(
            kind="x", title="x", chain="x", subject_kind="x", subject_id="x", version=1, issued_at=now(),
            issued_by_id=user.pk, data={}, data_sha256="", file="x", sha256="", size=0,
        )  # fmt: skip
    assert any("core_document, wiersz" in fault and "core_user" in fault for fault in faults())


def test_who_was_forgotten_after_the_backup_is_forgotten_again(secret_key_file: Path, tmp_path: Path) -> None:
    user = User.objects.create_user("anna@dom.example", name="Anna Lipa")
    folder = tmp_path / "backups"
    folder.mkdir()
    call_command("backup", str(folder))
    (made,) = folder.iterdir()
    erased.add([user.public_id], day="2026-11-23")
    call_command("restore", str(made), overwrite=True)
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("osoba usunięta", False)
    assert list(faults()) == []
