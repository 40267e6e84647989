"""Taking over a file: rows are matched and written in chunks; each changed record is an entry in the import's chain."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import Change, record_many
from ngo.registry.matching import KEYS, NUMBERS, Known, Unclear, changes, earlier, index, ledgered, told
from ngo.registry.models import Import, ImportRejection, Organisation, OrganisationName, Source
from ngo.registry.provenance import note
from ngo.registry.readers.rows import Record, Rejected
from ngo.registry.territory import Territory


class Intake:
    """One import on its way: what the file held so far, and the writing of the next rows."""

    def __init__(self, made: Import, source: Source, actor: Actor, at: datetime) -> None:
        self.made, self.source, self.actor, self.at = made, source, actor, at
        self.territory = Territory.load()
        self.seen: dict[tuple[str, str], int] = {}

    def take(self, rows: list[Record | Rejected]) -> None:
        """Match some rows and write what they change: a look-up and a bulk write of each kind for all of them."""
        self.rejected = [row for row in rows if isinstance(row, Rejected)]
        self.created: list[Organisation] = []
        self.changed: list[tuple[Organisation, dict[str, Any]]] = []
        records = [row for row in rows if isinstance(row, Record) and not self._repeated(row)]
        known = Known(_mentioned(records))
        for row in records:
            try:
                self._match(row, known)
            except Unclear as unclear:
                self.rejected.append(Rejected(row.row, str(unclear), row.raw))
        self._write()
        self.made.read += len(rows)
        self.made.rejected += len(self.rejected)

    def _repeated(self, row: Record) -> bool:
        """Whether an earlier row has one of its numbers: which of the two is right, people must say."""
        numbers = [(field, row.values[field]) for field in NUMBERS if field in row.values]
        earlier = next((self.seen[number] for number in numbers if number in self.seen), None)
        if earlier is not None:
            reason = _("Powtórzenie: ten sam numer KRS, NIP albo REGON stoi już w wierszu %(row)s.") % {"row": earlier}
            self.rejected.append(Rejected(row.row, reason, row.raw))
            return True
        self.seen.update(dict.fromkeys(numbers, row.row))
        return False

    def _match(self, row: Record, known: Known) -> None:
        organisation = known.of(row)
        place = self.territory.of(row)
        if organisation is None:
            made = Organisation(**row.values, **row.flags, **place, source=self.source, source_on=row.on)
            self._note(made, {**row.values, **row.flags, **place}, row)
            index(made, ())
            self.created.append(made)
            return
        new = changes(organisation, row, self.source)
        for field, value in place.items():
            before = getattr(organisation, field)
            if before != value and (before is None or self.source == Source.KRS):
                new[field] = value
        if new:
            self._note(organisation, set(new) - {"source"}, row)
            if row.on and self.source == Source.KRS:
                new["source_on"] = row.on
            self.changed.append((organisation, new))
        else:
            self.made.unchanged += 1

    def _note(self, organisation: Organisation, fields: Iterable[str], row: Record) -> None:
        """What the file tells comes from its source; the KRS register answers for what it tells."""
        on = row.on or localdate(self.at)
        note(organisation, fields, self.source, on=on, verified=self.source == Source.KRS)

    def _write(self) -> None:
        entries = [Change(each, "import_new", after=ledgered(told(each))) for each in self.created]
        Organisation.objects.bulk_create(self.created)
        self.made.created += len(self.created)
        entries += self._apply()
        ImportRejection.objects.bulk_create(
            ImportRejection(source_import=self.made, row=row.row, reason=row.reason[:1000], raw=row.raw)
            for row in self.rejected
        )
        record_many(self.made.chain, entries, actor=self.actor, at=self.at)

    def _apply(self) -> list[Change]:
        """Write the changes of known organisations; a name that is replaced is kept as an earlier one."""
        replaced = [earlier(each, each.name, until=self.at) for each, new in self.changed if "name" in new]
        renamed = {each.organisation_id for each in replaced}
        entries = []
        for each, new in self.changed:
            before = {field: getattr(each, field) for field in new}
            for field, value in new.items():
                setattr(each, field, value)
            verb = "import_rename" if each.pk in renamed else "import_change"
            entries.append(Change(each, verb, before=ledgered(before), after=ledgered(new)))
        OrganisationName.objects.bulk_create(replaced)
        names = _earlier_names(each for each, __ in self.changed)
        for each, __ in self.changed:
            index(each, names.get(each.pk, ()))
        fields = {field for __, new in self.changed for field in new} | {*KEYS, "origins"}
        if self.changed:
            Organisation.objects.bulk_update((each for each, __ in self.changed), sorted(fields), batch_size=200)
        if renamed:
            _rename_hats([each for each, __ in self.changed if each.pk in renamed])
        self.made.renamed += len(renamed)
        self.made.changed += len(self.changed) - len(renamed)
        return entries


def _rename_hats(organisations: Iterable[Organisation]) -> None:
    """Those who act for renamed organisations act under the new names."""
    names = {each.public_id: each.name for each in organisations}
    hats = list(Hat.objects.worn().filter(key__in=names))
    for hat in hats:
        hat.title = names[hat.key]
    Hat.objects.bulk_update(hats, ["title"])


def _mentioned(records: Iterable[Record]) -> Iterable[Organisation]:
    """The known organisations that have a number of one of the rows."""
    wanted = {
        f"{field}__in": numbers
        for field in NUMBERS
        if (numbers := [row.values[field] for row in records if field in row.values])
    }
    if not wanted:
        return []
    return Organisation.objects.filter(Q(*wanted.items(), _connector=Q.OR)).select_related("merged_into")


def _earlier_names(organisations: Iterable[Organisation]) -> dict[int, list[str]]:
    """The earlier names of organisations, by primary key."""
    found: dict[int, list[str]] = {}
    rows = OrganisationName.objects.filter(organisation__in=[each.pk for each in organisations])
    for pk, name in rows.values_list("organisation_id", "name"):
        found.setdefault(pk, []).append(name)
    return found
