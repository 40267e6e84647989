"""Verbs over the whole installation: back up, restore, give it an administrator."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import ADMINISTRATOR
from core.accounts.models import User
from core.audit.ledger import record
from core.audit.models import Entry
from core.operations import databases
from core.operations.archive import Manifest, pack, sha256_of, unpack
from core.operations.installation import INSTALLATION
from core.operations.refusals import NotEmpty, Unfit
from core.privacy import erased
from core.privacy.actions import forget_again
from core.signin.actions import invite

FILES = "files"


def back_up(target: Path, *, actor: Actor, at: datetime) -> tuple[Path, Manifest]:
    """Write the archive of everything: `target` is its file, or a folder in which it gets a name with the moment in it.

    Others go on working meanwhile. Raises NotEmpty when the file is there already, Unfit when a tool is missing or fails.
    """
    if target.is_dir():
        target = target / f"pozytek-{localtime(at):%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        raise NotEmpty(_("Plik %(name)s już istnieje; kopii się nie nadpisuje.") % {"name": target})
    if not target.parent.is_dir():
        raise Unfit(_("Nie ma katalogu %(name)s.") % {"name": target.parent})
    with TemporaryDirectory(dir=target.parent) as scratch:
        # The database first: issued files are never changed or deleted, so those it knows are there afterwards too.
        database = databases.dump(Path(scratch))
        manifest = pack(
            target,
            _members(database),
            version=settings.VERSION,
            at=at,
            engine=connection.vendor,
            migrations=sorted(_applied()),
            entries=Entry.objects.count(),
        )
    after = {"file": target.name, "sha256": sha256_of(target), "size": target.stat().st_size}
    with transaction.atomic():
        record(INSTALLATION, "back_up", actor=actor, at=at, after=after)
    return target, manifest


def _members(database: Path) -> Iterator[tuple[str, Path]]:
    yield database.name, database
    # Second factors are encrypted under it; in production it is kept where the environment comes from.
    if settings.SECRET_KEY_FILE.exists():
        yield settings.SECRET_KEY_FILE.name, settings.SECRET_KEY_FILE
    if settings.ERASED_FILE.exists():
        yield settings.ERASED_FILE.name, settings.ERASED_FILE
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield f"{FILES}/{path.relative_to(root).as_posix()}", path


def _applied() -> set[str]:
    loader = MigrationLoader(connection)
    return {f"{app}.{name}" for app, name in loader.applied_migrations}


def restore(archive: Path, *, actor: Actor, at: datetime, overwrite: bool = False) -> Manifest:
    """Put the archive in place of everything here, bring its database up to this version, forget again who was forgotten.

    Every hash is checked before anything is touched. Web and workers must be stopped meanwhile. Raises NotEmpty when
    there are people or files here and `overwrite` was not said, Unfit for an archive that is damaged, of another kind of
    database, or made by a newer version.
    """
    root = Path(settings.MEDIA_ROOT)
    if not overwrite and not _empty(root):
        raise NotEmpty(_("Ta instalacja nie jest pusta: są w niej konta albo pliki. Odtworzenie by je usunęło."))
    root.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root.parent) as scratch:
        folder = Path(scratch)
        manifest = unpack(archive, folder)
        if manifest.engine != connection.vendor:
            raise Unfit(
                _("Archiwum powstało na bazie %(theirs)s, a ta instalacja działa na bazie %(ours)s.")
                % {"theirs": manifest.engine, "ours": connection.vendor}
            )
        if unknown := set(manifest.migrations) - _known():
            raise Unfit(
                _("Archiwum pochodzi z nowszej wersji (%(version)s; nieznana zmiana bazy %(name)s).")
                % {"version": manifest.version, "name": min(unknown)}
            )
        databases.load(next(folder.glob("database.*")))
        (folder / FILES).mkdir(exist_ok=True)
        if root.exists():
            root.rename(folder / "replaced")
        (folder / FILES).rename(root)
        if (key := folder / settings.SECRET_KEY_FILE.name).exists():
            key.chmod(0o600)
            key.rename(settings.SECRET_KEY_FILE)
        if (known := folder / settings.ERASED_FILE.name).exists():
            erased.merge(known)
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    after = {"made_at": manifest.made_at, "sha256": sha256_of(archive)}
    with transaction.atomic():
        record(INSTALLATION, "restore", actor=actor, at=at, after=after)
    forget_again(actor=actor, at=at)
    return manifest


def _empty(root: Path) -> bool:
    people = User._meta.db_table in connection.introspection.table_names() and User.objects.exists()
    return not people and not (root.exists() and any(path.is_file() for path in root.rglob("*")))


def _known() -> set[str]:
    """Migrations that this version knows, also those that squashed ones replaced."""
    loader = MigrationLoader(connection)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for each in loader.disk_migrations.values() for app, name in each.replaces}
    return known


def create_administrator(email: str, *, actor: Actor, at: datetime) -> str:
    """Offer the administrator's hat to an e-mail address; gives the address of the page on which it is taken, once.

    The letter goes out too, but the first administrator may have to set the mail server up first. Asked again, the
    earlier link is no longer good.
    """
    _invitation, path = invite(email, ADMINISTRATOR.code, actor=actor, at=at)
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"
