"""Slow work of the register: trying a file, importing it, taking an import back, asking registers about organisations."""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.accounts.actor import Actor, system
from core.jobs.handlers import handler
from core.jobs.runner import Run
from ngo.registry.actions import files
from ngo.registry.actions.registers import begin_refresh, end_refresh, refresh, take_answer
from ngo.registry.freshness import longest_unasked, question
from ngo.registry.models import Import, Organisation, Source
from ngo.registry.readers.rows import Rejected, UnreadableFile
from ngo.registry.refusals import Overtaken
from ngo.registry.registers.configured import open_register, switched_on
from ngo.registry.registers.register import Answer, Register, RegisterFault

# After so many faults in a row the register is taken for dead.
FAULTS_MAX = 5

# The progress of a job in parts of the file.
PARTS = 1000


def _telling(run: Run) -> Callable[[int, float], None]:
    """Tells how far it is by the place in the file that was reached."""

    def tell(count: int, share: float) -> None:
        label = ngettext("%(count)s wiersz", "%(count)s wierszy", count) % {"count": count}
        run.progress(round(share * PARTS), PARTS, label)

    return tell


@handler("registry.try_import", label="Próba wczytania pliku")
def try_upload(run: Run, import_pk: int, layout: str) -> dict[str, Any]:
    """Find out what an upload would change; a file that was ordered in, or dropped, meanwhile needs no dry run."""
    made = Import.objects.select_related("imported_by").filter(pk=import_pk).first()
    if made is None or not made.is_waiting:
        return {}
    actor = Actor(user=made.imported_by)
    try:
        with made.upload.open("rb") as file:
            told = files.try_file(cast(BinaryIO, file), made, actor=actor, at=run.at, progress=_telling(run))
    except UnreadableFile as refusal:
        told = {"refusal": str(refusal)}
    files.keep_trial(made, told, layout=layout, actor=actor, at=run.at)
    return {"link": reverse("import-preview", args=[made.public_id])}


@handler("registry.import", label="Wczytywanie organizacji z pliku")
def import_upload(run: Run, import_pk: int) -> dict[str, Any]:
    """Import the file of an upload, once; an attempt goes on where the one before was cut off."""
    asked = Import.objects.select_related("imported_by").get(pk=import_pk)
    if asked.finished_at is None:
        actor, at, name = Actor(user=asked.imported_by), run.at, asked.file_name
        try:
            with asked.upload.open("rb") as file:
                upload = cast(BinaryIO, file)
                files.import_file(upload, name=name, actor=actor, at=at, asked=asked, progress=_telling(run))
        except Overtaken:
            # Ended meanwhile, to be taken back: nothing is left to do.
            if Import.objects.get(pk=import_pk).finished_at is None:
                raise
        except UnreadableFile as refusal:
            files.refuse_import(Import.objects.get(pk=import_pk), refusal=refusal, actor=actor, at=at)
            raise
    return {"link": reverse("import-page", args=[asked.public_id])}


@handler("registry.refresh_one", label="Pobieranie danych organizacji z rejestru")
def refresh_one(run: Run, organisation_pk: int) -> dict[str, Any]:
    """Ask a register about one organisation and take over its answer. Raises RegisterFault, which the job's page shows."""
    organisation = Organisation.objects.get(pk=organisation_pk)
    asked = question(organisation)
    if asked is None:
        raise RegisterFault(_("Żaden włączony rejestr nie odpowiada za numery tej organizacji."))
    with closing(open_register(asked.source, patient=True)) as register:
        answer = register.fetch(asked.number, asked.field)
    refresh(organisation, answer, source=asked.source, actor=Actor(user=run.job.asked_by), at=run.at)
    return {"link": reverse("organisation-page", args=[organisation.public_id])}


@handler("registry.refresh", label="Nocne odświeżanie danych z rejestrów")
def refresh_oldest(run: Run) -> dict[str, Any]:
    """Ask every register that is switched on about the organisations longest unasked; killed, it goes on where it was.

    It ends well before the limit of a job's time. Raises RegisterFault for registers taken for dead, when all were asked.
    """
    until = time.monotonic() + settings.JOB_LIMIT_SECONDS * 2 / 3
    runs = [_Night(run, Source(source), until) for source in switched_on()]
    for each in runs:
        each.work()
    if dead := [each.made.stopped for each in runs if each.dead]:
        raise RegisterFault(" ".join(dead))
    return {"asked": sum(each.made.read for each in runs)}


class _Night:
    """One register's part of a night."""

    def __init__(self, run: Run, source: Source, until: float) -> None:
        self.run, self.source, self.until = run, source, until
        self.actor = system("zegar")
        self.made = begin_refresh(source, actor=self.actor, at=run.at)
        self.faults = 0
        self.dead = False

    def work(self) -> None:
        """Ask until the batch is done, the time is over, or the register asks for a pause or is taken for dead."""
        try:
            with closing(open_register(self.source, patient=True)) as register:
                stopped = self._ask_all(register)
        except RegisterFault as fault:
            self.dead, stopped = not fault.busy, str(fault)
        end_refresh(self.made, stopped=stopped, actor=self.actor, at=self.run.at)

    def _ask_all(self, register: Register) -> str:
        """Why it stopped before the end of the batch, or nothing. Raises RegisterFault."""
        due = longest_unasked(self.source, max(settings.REGISTER_BATCH - self.made.read, 0))
        total = self.made.read + len(due)
        for each in due:
            if time.monotonic() > self.until:
                return _("Skończył się czas przeznaczony na tę noc; reszta następnej nocy.")
            take_answer(each, self._ask(register, each), made=self.made, actor=self.actor, at=self.run.at)
            self.run.progress(self.made.read, total, _("zapytano: %(read)s") % {"read": self.made.read})
            if self.faults == FAULTS_MAX:
                words = _("%(register)s: %(count)s zapytań z rzędu bez odpowiedzi, przerwano do następnej nocy.")
                raise RegisterFault(words % {"register": self.source.label, "count": FAULTS_MAX})
        return ""

    def _ask(self, register: Register, organisation: Organisation) -> Answer | None:
        """The answer; a fault is one too, so that a record that always fails does not stand first every night."""
        asked = question(organisation)
        assert asked is not None
        try:
            answer = register.fetch(asked.number, asked.field)
        except RegisterFault as fault:
            if fault.busy:
                raise
            self.faults += 1
            return Rejected(0, str(fault), asked.number)
        self.faults = 0
        return answer


@handler("registry.undo_import", label="Cofanie wczytania pliku")
def undo(run: Run, import_pk: int) -> dict[str, Any]:
    """Take an import back, once; an attempt goes on where the one before was cut off."""
    made = Import.objects.select_related("undo_asked_by").get(pk=import_pk)
    actor = Actor(user=made.undo_asked_by)
    files.undo_import(made, reason=made.undo_reason, actor=actor, at=run.at, progress=_telling(run))
    return {"link": reverse("import-page", args=[made.public_id])}
