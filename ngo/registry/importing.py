"""Taking over a file: rows are matched and written in chunks; each changed record is an entry in the import's chain."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
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
from ngo.registry.territory import Territory

COUNTS = ("read", "created", "renamed", "changed", "unchanged", "rejected")


class Intake:
    """One import on its way: what the file held so far, and the writing of the next rows.

    Of the rows before it holds only their numbers (some 230 bytes for a row with three), so that a repeated one is found
    wherever it stands.
    """

    def __init__(self, made: Import, source: Source, actor: Actor, at: datetime) -> None:
        self.made, self.source, self.actor, self.at = made, source, actor, at
        self.territory = Territory.load()
        # A number behind the place of its kind in NUMBERS ("1" and "0000000001"), as one int: the least that tells it → row.
        self.seen: dict[int, int] = {}

    def take(self, rows: Sequence[Record | Rejected]) -> None:
        """Match some rows and write what they change: a look-up and a bulk write of each kind for all of them."""
        self.rejected = [row for row in rows if isinstance(row, Rejected)]
        self.created: list[tuple[Organisation, Record]] = []
        self.changed: list[tuple[Compared, dict[str, Any], Record]] = []
        records = [row for row in rows if isinstance(row, Record) and not self._repeated(row)]
        known = _mentioned(records)
        for row in records:
            try:
                self._match(row, known)
            except Unclear as unclear:
                self.rejected.append(Rejected(row.row, str(unclear), row.raw, row.cells))
        renamed = sum("name" in each[1] for each in self.changed)
        self.made.read += len(rows)
        self.made.created += len(self.created)
        self.made.renamed += renamed
        self.made.changed += len(self.changed) - renamed
        self.made.unchanged += len(rows) - len(self.created) - len(self.changed) - len(self.rejected)
        self.made.rejected += len(self.rejected)
        self._write()

    def _repeated(self, row: Record) -> bool:
        """Whether an earlier row has one of its numbers: which of the two is right, people must say."""
        numbers = [int(f"{kind}{row.values[field]}") for kind, field in enumerate(NUMBERS, 1) if field in row.values]
        before = next((self.seen[number] for number in numbers if number in self.seen), None)
        if before is not None:
            reason = _("Powtórzenie: ten sam numer KRS, NIP albo REGON stoi już w wierszu %(row)s.") % {"row": before}
            self.rejected.append(Rejected(row.row, reason, row.raw, row.cells))
            return True
        self.seen.update(dict.fromkeys(numbers, row.row))
        return False

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

    def __init__(self, made: Import, source: Source, actor: Actor, at: datetime) -> None:
        super().__init__(made, source, actor, at)
        self.samples: list[dict[str, Any]] = []
        self.reasons: list[dict[str, Any]] = []

    def _write(self) -> None:
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
