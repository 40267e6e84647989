"""Taking over a file: rows are matched and written in chunks; each changed record is an entry in the import's chain."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import Change, plain, record_many
from ngo.registry.matching import (
    COMPARED,
    KEYS,
    NUMBERS,
    Compared,
    Contradiction,
    Known,
    Unclear,
    changes,
    earlier,
    index,
    ledgered,
    told,
)
from ngo.registry.models import Import, ImportChange, ImportRejection, Organisation, OrganisationName, Source
from ngo.registry.presentation import Places, differences
from ngo.registry.provenance import note
from ngo.registry.readers.rows import Record, Rejected
from ngo.registry.refusals import Overtaken
from ngo.registry.territory import Territory

COUNTS = ("read", "created", "renamed", "changed", "unchanged", "rejected")


class Intake:
    """One import on its way: what the file held so far, and the writing of the next rows; a context, as `Seen` is."""

    def __init__(self, made: Import, source: Source, actor: Actor, at: datetime) -> None:
        self.made, self.source, self.actor, self.at = made, source, actor, at
        self.territory = Territory.load()
        self.seen = Seen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.seen.close()

    def remember(self, rows: Sequence[Record | Rejected]) -> list[Record]:
        """Note the numbers of rows; gives those without a number of an earlier one. Which of two is right, people must say."""
        self.rejected = [row for row in rows if isinstance(row, Rejected)]
        records = [row for row in rows if isinstance(row, Record)]
        first = []
        for row, before in zip(records, self.seen.repeated(records), strict=True):
            if before is None:
                first.append(row)
                continue
            reason = _("Powtórzenie: ten sam numer KRS, NIP albo REGON stoi już w wierszu %(row)s.") % {"row": before}
            self.rejected.append(Rejected(row.row, reason, row.raw, row.cells))
        return first

    def take(self, rows: Sequence[Record | Rejected]) -> None:
        """Match some rows and write what they change, in one transaction: a look-up and a bulk write of each kind for all.

        Raises Overtaken when the import has been ended or gone on with by somebody else.
        """
        records = self.remember(rows)
        with self._turn(len(rows)):
            self.created: list[tuple[Organisation, Record]] = []
            self.changed: list[tuple[Compared, dict[str, Any], Record]] = []
            self.contradicted: dict[int, str] = {}
            known = _mentioned(records)
            for row in records:
                try:
                    self._match(row, known)
                except Unclear as unclear:
                    if isinstance(unclear, Contradiction):
                        self.contradicted[unclear.pk] = str(unclear)[:500]
                    self.rejected.append(Rejected(row.row, str(unclear), row.raw, row.cells))
            renamed = sum("name" in each[1] for each in self.changed)
            self.made.read += len(rows)
            self.made.created += len(self.created)
            self.made.renamed += renamed
            self.made.changed += len(self.changed) - renamed
            self.made.unchanged += len(rows) - len(self.created) - len(self.changed) - len(self.rejected)
            self.made.rejected += len(self.rejected)
            self._write()

    @contextmanager
    def _turn(self, count: int) -> Iterator[None]:
        """The transaction in which some rows go in: only from where this import stands in the database, and not after its end."""
        with transaction.atomic():
            mine = Import.objects.filter(pk=self.made.pk, read=self.made.read, finished_at=None)
            if not mine.update(read=F("read") + count):
                raise Overtaken
            yield
            self.made.save(update_fields=COUNTS)

    def _match(self, row: Record, known: Known) -> None:
        organisation = known.of(row)
        place = self.territory.of(row)
        if organisation is None:
            made = Organisation(**row.told, **place, source=self.source, source_on=row.on)
            self.created.append((made, row))
            return
        new = changes(organisation, row, self.source)
        for field, value in place.items():
            before = getattr(organisation, field)
            if before != value and (before is None or self.source == Source.KRS):
                new[field] = value
        if new:
            if row.on and self.source == Source.KRS:
                new["source_on"] = row.on
            self.changed.append((organisation, new, row))

    def _write(self) -> None:
        rejections = [
            ImportRejection(
                source_import=self.made, row=row.row, reason=row.reason[:1000], raw=row.raw, cells=list(row.cells)
            )
            for row in self.rejected
        ]
        ImportRejection.objects.bulk_create(rejections)
        for pk, words in self.contradicted.items():
            Organisation.objects.filter(pk=pk).update(refresh_note=words)
        record_many(self.made.chain, [*self._create(), *self._change()], actor=self.actor, at=self.at)

    def _note(self, organisation: Organisation, fields: Iterable[str], row: Record) -> None:
        """What the file tells comes from its source; the KRS register answers for what it tells."""
        on = row.on or localdate(self.at)
        note(organisation, fields, self.source, on=on, verified=self.source == Source.KRS)

    def _create(self) -> list[Change]:
        for each, told_by in self.created:
            fields = [*told_by.told, *self.territory.of(told_by)]
            self._note(each, fields, told_by)
            index(each, ())
        Organisation.objects.bulk_create(each for each, __ in self.created)
        ImportChange.objects.bulk_create(
            ImportChange(
                source_import=self.made, organisation=each, kind=ImportChange.Kind.CREATED, row=row.row, name=each.name
            )
            for each, row in self.created
        )
        return [Change(each, "import_new", after=ledgered(told(each))) for each, __ in self.created]

    def _change(self) -> list[Change]:
        """Write the changes of known organisations; a name that is replaced is kept as an earlier one."""
        if not self.changed:
            return []
        whole = Organisation.objects.select_for_update().in_bulk([each[0].pk for each in self.changed])
        kept, names, entries = [], [], []
        for pk, new, row in [(each.pk, new, row) for each, new, row in self.changed]:
            each = whole[pk]
            before = {field: getattr(each, field) for field in new}
            fields = new.keys() - {"source", "source_on"}
            origins = {field: each.origins.get(field.removesuffix("_id")) for field in sorted(fields)}
            self._note(each, fields, row)
            renamed = "name" in new
            if renamed:
                names.append(earlier(each, each.name, until=self.at))
            for field, value in new.items():
                setattr(each, field, value)
            kind = ImportChange.Kind.RENAMED if renamed else ImportChange.Kind.CHANGED
            kept.append(
                ImportChange(
                    source_import=self.made,
                    organisation=each,
                    kind=kind,
                    row=row.row,
                    name=each.name,
                    before=plain(before),
                    after=plain(new),
                    origins=origins,
                )
            )
            verb = "import_rename" if renamed else "import_change"
            entries.append(Change(each, verb, before=ledgered(before), after=ledgered(new)))
        OrganisationName.objects.bulk_create(names)
        ImportChange.objects.bulk_create(kept)
        store(whole.values(), {field for each in self.changed for field in each[1]})
        rename_hats(name.organisation for name in names)
        return entries


class Trial(Intake):
    """A dry run: the same counts, and the first rows rejected and changed to look at; nothing is written."""

    SHOWN = 20

    def __init__(
        self,
        made: Import,
        source: Source,
        actor: Actor,
        at: datetime,
        rejected: Callable[[Import, Sequence[Rejected]], None] | None = None,
    ) -> None:
        super().__init__(made, source, actor, at)
        self.tell_rejected = rejected
        self.samples: list[dict[str, Any]] = []
        self.reasons: list[dict[str, Any]] = []

    @contextmanager
    def _turn(self, count: int) -> Iterator[None]:
        yield

    def _write(self) -> None:
        if self.tell_rejected:
            self.tell_rejected(self.made, sorted(self.rejected, key=lambda row: row.row))
        self.reasons += [
            {"row": row.row, "reason": row.reason, "raw": row.raw}
            for row in self.rejected[: self.SHOWN - len(self.reasons)]
        ]
        room = self.changed[: self.SHOWN - len(self.samples)]
        places = Places.load() if room else Places()
        for each, new, row in room:
            before = plain({field: getattr(each, field) for field in new})
            sample = {"row": row.row, "name": each.name, "id": each.public_id, "renamed": "name" in new}
            self.samples.append({**sample, "differences": differences(before, plain(new), places)})

    def told(self) -> dict[str, Any]:
        """What the dry run found, as plain values: counts, `samples` of changes, `reasons` of rejected rows."""
        return {**{name: getattr(self.made, name) for name in COUNTS}, "samples": self.samples, "reasons": self.reasons}


class Seen:
    """The numbers of the rows of a file so far → their rows, beside the memory: a file may have millions.

    They stand in a temporary database of their own, which the disk holds when it grows, until `close()`.
    """

    def __init__(self) -> None:
        self.table = sqlite3.connect("", isolation_level=None)
        self.table.execute("PRAGMA journal_mode = OFF")
        self.table.execute("CREATE TABLE seen (number INTEGER PRIMARY KEY, row INTEGER NOT NULL)")

    def close(self) -> None:
        self.table.close()

    def repeated(self, records: Sequence[Record]) -> list[int | None]:
        """For each record the row that had one of its numbers before, or None: then its own are noted."""
        # A number behind the place of its kind in NUMBERS ("1" and "0000000001"), as one integer.
        numbers = [
            [int(f"{kind}{each.values[field]}") for kind, field in enumerate(NUMBERS, 1) if field in each.values]
            for each in records
        ]
        asked = json.dumps([number for each in numbers for number in each])
        known = dict(
            self.table.execute("SELECT number, row FROM seen WHERE number IN (SELECT value FROM json_each(?))", [asked])
        )
        found, new = [], []
        for each, own in zip(records, numbers, strict=True):
            before = next((known[number] for number in own if number in known), None)
            if before is None:
                known.update(dict.fromkeys(own, each.row))
                new += [(number, each.row) for number in own]
            found.append(before)
        self.table.executemany("INSERT INTO seen VALUES (?, ?)", new)
        return found


def store(organisations: Iterable[Organisation], fields: Iterable[str]) -> None:
    """Write fields of many organisations, with the keys by which they are found and the origins of their fields."""
    rows = list(organisations)
    names = _earlier_names(rows)
    for each in rows:
        index(each, names.get(each.pk, ()))
    if rows:
        written = {*fields, *KEYS, "origins"}
        Organisation.objects.bulk_update(rows, sorted(written), batch_size=200)


def rename_hats(organisations: Iterable[Organisation]) -> None:
    """Those who act for renamed organisations act under the new names."""
    names = {each.public_id: each.name for each in organisations}
    hats = list(Hat.objects.worn().filter(key__in=names))
    for hat in hats:
        hat.title = names[hat.key]
    Hat.objects.bulk_update(hats, ["title"])


def _mentioned(records: Iterable[Record]) -> Known:
    """The known organisations that have a number of one of the rows."""
    wanted = {
        f"{field}__in": numbers
        for field in NUMBERS
        if (numbers := [row.values[field] for row in records if field in row.values])
    }
    if not wanted:
        return Known([], {})
    rows = Organisation.objects.order_by().values_list(*COMPARED, named=True)
    found = list(rows.filter(Q(*wanted.items(), _connector=Q.OR)))
    absorbing = {row.merged_into_id for row in found} - {None}
    return Known(found, {row.pk: row for row in rows.filter(pk__in=absorbing)} if absorbing else {})


def _earlier_names(organisations: Iterable[Organisation]) -> dict[int, list[str]]:
    """The earlier names of organisations, by primary key."""
    found: dict[int, list[str]] = {}
    rows = OrganisationName.objects.filter(organisation__in=[each.pk for each in organisations])
    for pk, name in rows.values_list("organisation_id", "name"):
        found.setdefault(pk, []).append(name)
    return found
