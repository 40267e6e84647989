"""Merging what several people or tabs type into one offer: by field, in tables by row and cell; pure.

Of each place there are three texts: where the writer began (the base), what is stored, what the writer typed. One that only
one side changed is taken from that side; one that both changed is a conflict: what is stored stays, and both are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from law.forms import ROWS_LIMIT, Field, Form, clean

KEY = "key"
Row = dict[str, str]
Rows = dict[str, Row]


@dataclass(frozen=True, slots=True)
class Change:
    """What a writer made of one field, as texts or, in a table, as rows with their keys.

    `tried` is an earlier text of the same writer whose saving got no answer: it may be stored, and is then no stranger's.
    """

    value: Any
    base: Any
    tried: Any = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed. `row` is the key of a table's row, `column` empty for a whole row.

    `stored` and `typed` are the texts; None for a row that this side does not have.
    """

    code: str
    row: str
    column: str
    stored: str | None
    typed: str | None


@dataclass(slots=True)
class Merged:
    """The content as it is to be stored, the keys of the rows of its tables, and what could not be merged."""

    content: dict[str, Any]
    keys: dict[str, list[str]]
    conflicts: list[Conflict] = field(default_factory=list)
    changed: bool = False


def keyed(content: Mapping[str, Any], keys: Mapping[str, Sequence[str]], code: str) -> Rows:
    """The rows of a stored table by their keys; a table that was stored without keys has them by place."""
    rows = content.get(code) or []
    names = keys.get(code) or []
    if len(names) != len(rows):
        names = [str(place) for place in range(len(rows))]
    return dict(zip(names, rows, strict=True))


def with_keys(content: Mapping[str, Any], keys: Mapping[str, Sequence[str]], form: Form) -> dict[str, Any]:
    """The content with every field of the form, each row of a table carrying its key: what a page takes along as its base."""
    whole: dict[str, Any] = {}
    for each in form.fields():
        if each.type == "table":
            whole[each.code] = [{**row, KEY: key} for key, row in keyed(content, keys, each.code).items()]
        elif each.type != "auto":
            whole[each.code] = content.get(each.code, "")
    return whole


def kept_keys(
    content: Mapping[str, Any], keys: Mapping[str, Sequence[str]], after: Mapping[str, Any], fresh: Iterable[str]
) -> dict[str, list[str]]:
    """Keys of the tables of a content that replaced another whole: a row that is still there keeps its key, others get new."""
    found: dict[str, list[str]] = {}
    names = iter(fresh)
    for code, rows in after.items():
        if isinstance(rows, list):
            before = list(keyed(content, keys, code).items())
            found[code] = [_taken(before, row) or next(names) for row in rows]
    return found


def replacing(form: Form, base: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Change]:
    """Changes of a program that sends whole fields, and rows of tables without keys; `base` has its rows with theirs.

    A row that is still there keeps its key, another takes the place of one that is gone: nothing stays beside what was sent.
    """
    changes = {}
    for code, value in content.items():
        if isinstance(value, list):
            rows: list[Row] = clean(form, {code: value}).get(code) or []
            before = [
                (row[KEY], {name: text for name, text in row.items() if name != KEY}) for row in base.get(code) or []
            ]
            kept = [_taken(before, row) for row in rows]
            free = (key for key, _row in before)
            value = [{**row, KEY: key or next(free, "")} for row, key in zip(rows, kept, strict=True)]
        changes[code] = Change(value, base.get(code, ""))
    return changes


def _taken(before: list[tuple[str, Row]], row: Row) -> str:
    place = next((number for number, (_key, other) in enumerate(before) if other == row), None)
    return "" if place is None else before.pop(place)[0]


def merged(
    form: Form,
    content: Mapping[str, Any],
    keys: Mapping[str, Sequence[str]],
    changes: Mapping[str, Change],
    *,
    fresh: Iterable[str],
) -> Merged:
    """What is stored with the changes of one writer merged in. `fresh` gives keys for rows that came without one."""
    result = Merged(dict(content), {code: list(names) for code, names in keys.items()})
    names = iter(fresh)
    for each in form.fields():
        change = changes.get(each.code)
        if change is None or each.type == "auto":
            continue
        if each.type == "table":
            table = _Table(form, each, keyed(content, keys, each.code), change, names)
            rows, conflicts = table.merged()
            result.content[each.code], result.keys[each.code] = list(rows.values()), list(rows)
            result.conflicts += conflicts
        else:
            stored = str(content.get(each.code, ""))
            typed, base, tried = (
                _plain(form, each, value) for value in (change.value, change.base, change.tried or change.base)
            )
            text, clash = _one(stored, typed, base, tried)
            result.content[each.code] = text
            if clash:
                result.conflicts.append(Conflict(each.code, "", "", stored, typed))
    result.changed = result.content != content
    return result


def _plain(form: Form, each: Field, value: Any) -> str:
    return str(clean(form, {each.code: value}).get(each.code, ""))


def _one(stored: str, typed: str, base: str, tried: str) -> tuple[str, bool]:
    """One text of three, and whether both sides changed it."""
    if typed in (stored, base):
        return stored, False
    return (typed, False) if stored in (base, tried) else (stored, True)


class _Table:
    """The rows of one table: the base, those stored, those typed, by their keys."""

    def __init__(self, form: Form, each: Field, stored: Rows, change: Change, fresh: Iterable[str]) -> None:
        self.form, self.field, self.stored = form, each, stored
        names = iter(fresh)
        self.typed = self._rows(change.value, lambda: next(names))
        self.base = self._rows(change.base, lambda: "")
        self.tried = self._rows(change.tried, lambda: "")
        self.conflicts: list[Conflict] = []

    def _rows(self, raw: Any, name: Any) -> Rows:
        """Rows as they would be stored, by key; those with nothing in them are none."""
        found: Rows = {}
        for row in raw if isinstance(raw, list) else []:
            kept = clean(self.form, {self.field.code: [row]}).get(self.field.code)
            if kept:
                key = str(row.get(KEY) or "")
                key = key if key.isascii() and key.isalnum() and len(key) <= 12 and key not in found else name()
                if key:
                    found[key] = kept[0]
        return found

    def merged(self) -> tuple[Rows, list[Conflict]]:
        result: Rows = {}
        room = ROWS_LIMIT - len(self.stored)
        for key in self._order():
            row = self._row(key)
            if row is None or not any(row.values()):
                continue
            if key not in self.stored and not room:
                self._clash(key)
                continue
            room -= key not in self.stored
            result[key] = row
        return result, self.conflicts

    def _order(self) -> list[str]:
        """Every key on either side: in the writer's order when the writer moved rows, else in the stored one."""
        common = [key for key in self.typed if key in self.base]
        moved = common != [key for key in self.base if key in self.typed]
        first, second = (self.typed, self.stored) if moved else (self.stored, self.typed)
        order, before = list(first), ""
        for key in second:
            if key not in first:
                order.insert(order.index(before) + 1 if before else 0, key)
            before = key
        return order

    def _row(self, key: str) -> Row | None:
        """One row of three; None when it is to be gone."""
        base, stored, typed = (rows.get(key) for rows in (self.base, self.stored, self.typed))
        if stored is None and typed is not None:
            if base is None:
                return typed
            if typed != base:
                self._clash(key)
            return None
        if typed is None and stored is not None:
            if base is None and key not in self.tried:
                return stored
            if stored in (base, self.tried.get(key)):
                return None
            self._clash(key)
            return stored
        if stored is None or typed is None:
            return None
        return self._cells(key, base or {}, stored, typed)

    def _cells(self, key: str, base: Row, stored: Row, typed: Row) -> Row:
        row: Row = {}
        tried = self.tried.get(key, base)
        for column in typed:
            here = stored.get(column, "")
            row[column], clash = _one(here, typed[column], base.get(column, ""), tried.get(column, ""))
            if clash:
                self.conflicts.append(Conflict(self.field.code, key, column, here, typed[column]))
        return row

    def _clash(self, key: str) -> None:
        stored, typed = (
            None if rows.get(key) is None else " · ".join(filter(None, rows[key].values()))
            for rows in (self.stored, self.typed)
        )
        self.conflicts.append(Conflict(self.field.code, key, "", stored, typed))


def resolved(form: Form, merged: Merged, changes: Mapping[str, Change]) -> dict[str, Any]:
    """The content as the writer's page shows it after conflicts: what is stored, and in places of conflict what they typed.

    A row that somebody deleted while the writer changed it is there again, to be kept or deleted; one that the writer deleted
    while somebody changed it is there too.
    """
    shown = with_keys(merged.content, merged.keys, form)
    for conflict in merged.conflicts:
        if not conflict.row:
            shown[conflict.code] = conflict.typed
            continue
        rows: list[Row] = shown[conflict.code]
        row = next((each for each in rows if each[KEY] == conflict.row), None)
        if row is not None and conflict.column:
            row[conflict.column] = conflict.typed or ""
        elif row is None and conflict.typed is not None:
            raw = changes[conflict.code].value
            rows += [{**each} for each in raw if str(each.get(KEY)) == conflict.row]
    return shown
