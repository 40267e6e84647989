"""Pairs of records that may be one organisation, computed by the database from equal keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core.workflow.words import subjects, word
from ngo.duplicates import moving
from ngo.duplicates.choosing import STANDING, chosen_fields, kept_value, shown
from ngo.duplicates.models import Candidate, Dismissal, Merge
from ngo.registry.matching import label
from ngo.registry.models import Organisation
from ngo.registry.resemblance import LIVE, RULES, alike, like, like_sql, reasons

# The surest pairs that a search keeps: more than people settle before the next one.
MOST = 10_000


def search() -> list[tuple[int, int, int]]:
    """The surest pairs (pk, pk, bits) that may be one organisation, by looking through the whole register.

    It takes seconds where there are hundreds of thousands of records: the joins cost, not what comes of them.
    """
    pairs = alike(LIVE, "a.id < b.id", RULES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT one, other, SUM(bit) AS bits FROM ({pairs}) pair WHERE NOT EXISTS"
            " (SELECT 1 FROM ngo_dismissal d WHERE d.first_id = one AND d.second_id = other)"
            f" GROUP BY one, other ORDER BY bits DESC, one, other LIMIT {MOST}"
        )
        return list(cursor.fetchall())


def candidates() -> "QuerySet[Candidate, tuple[int, int, int]]":
    """Pairs of the last search, the surest first, without what was merged, removed or dismissed since."""
    live = Organisation.objects.filter(merged_into=None)
    rows = Candidate.objects.filter(
        Exists(live.filter(pk=OuterRef("one"))),
        Exists(live.filter(pk=OuterRef("other"))),
        ~Exists(Dismissal.objects.filter(first=OuterRef("one"), second=OuterRef("other"))),
    )
    return rows.values_list("one", "other", "bits")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records and the reasons to take them for one, in words."""

    one: Organisation
    other: Organisation
    reasons: list[str]


def told(pairs: Iterable[tuple[int, int, int]]) -> list[Likeness]:
    """The records of pairs with their reasons: one statement for all."""
    pairs = list(pairs)
    wanted = {pk for one, other, _bits in pairs for pk in (one, other)}
    rows = Organisation.objects.select_related("county", "commune").in_bulk(wanted)
    return [Likeness(rows[one], rows[other], reasons(bits)) for one, other, bits in pairs]


@dataclass(frozen=True, slots=True)
class Hint:
    """Another record that may be an organisation, with its reasons; or, without reasons, one that became part of it.

    `public_id` is of the record that may be the same, or of the merge.
    """

    public_id: str
    name: str
    krs: str | None
    city: str
    reasons: list[str]


def hints(organisation: Organisation) -> list[Hint]:
    """What an organisation's page tells staff of its duplicates: one statement. Dismissed pairs are left out."""
    sql, values = like_sql(organisation, public=False)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.public_id, o.name, o.krs, o.city, found.bits FROM ({sql}) found"
            " JOIN ngo_organisation o ON o.id = found.other WHERE NOT EXISTS (SELECT 1 FROM ngo_dismissal d"
            " WHERE d.first_id = %s AND d.second_id = o.id OR d.second_id = %s AND d.first_id = o.id)"
            " UNION ALL SELECT m.public_id, o.name, o.krs, o.city, 0 FROM ngo_merge m"
            " JOIN ngo_organisation o ON o.id = m.absorbed_id WHERE m.kept_id = %s AND m.undone_at IS NULL"
            " ORDER BY 5 DESC, 2 LIMIT 20",
            [*values, *[organisation.pk] * 3],
        )
        return [
            Hint(public_id, name, krs, city, reasons(bits)) for public_id, name, krs, city, bits in cursor.fetchall()
        ]


def why(one: Organisation, other: Organisation) -> list[str]:
    """The reasons to take two records for one organisation, in words."""
    return reasons(like(one, public=False).get(other.pk, 0))


def newest(merges: "QuerySet[Merge]", most: int) -> "QuerySet[Merge]":
    """The last of some merges, with their records.

    Their keys come first: of a table without rows SQLite knows no size, and would look for merges of each organisation.
    """
    return merges.filter(pk__in=merges.select_related(None).values("pk")[:most])


def changed_values(made: Merge) -> list[tuple[str, str, str]]:
    """What a merge changed in the record that stayed: the field, before, after, in words; without keys of rows."""
    told_fields = {"krs", *chosen_fields()}
    before, after = made.values["before"], made.values["after"]
    return [
        (label(name), shown(name, before[name]), shown(name, after[name])) for name in before if name in told_fields
    ]


def moved_counts(made: Merge) -> list[tuple[str, int]]:
    """How many rows of each kind moved, by what one is called; people and invitations too."""
    counts = [(subjects().get(name.rpartition(".")[0], name), len(keys)) for name, keys in made.moved["rows"].items()]
    people = len(made.moved["hats"]) + len(made.moved["withdrawn"])
    return [
        each for each in (*counts, (_("osoby"), people), (_("zaproszenia"), len(made.moved["invitations"]))) if each[1]
    ]


def obstacles(made: Merge) -> list[str]:
    """What happened since a merge that cannot be split, in words; nothing when it can be undone."""
    kept, absorbed = made.kept, made.absorbed
    if kept.merged_into_id or absorbed.merged_into_id != kept.pk:
        return [
            _("Wpis „%(name)s” został potem scalony z innym. Najpierw cofnij tamto scalenie.") % {"name": kept.name}
        ]
    found = []
    after = made.values["after"].items()
    changed = [name for name, value in after if name not in STANDING and kept_value(kept, name) != value]
    if changed:
        labels = ", ".join(label(name) for name in changed)
        found.append(
            _("Od scalenia zmieniono pola: %(labels)s. Przywróć im wartości ze scalenia, a potem je cofnij.")
            % {"labels": labels}
        )
    if tables := moving.strayed(made.moved["rows"], kept):
        found.append(
            _("Część przeniesionych zapisów jest już gdzie indziej: %(tables)s.") % {"tables": ", ".join(tables)}
        )
    since = moving.entries_since(made.moved["rows"], kept, made.last_entry)
    if verbs := sorted({word(entry) for entry in since}):
        found.append(
            _("W sprawach przeniesionych z „%(name)s” działo się już coś w imieniu „%(kept)s”: %(verbs)s.")
            % {"name": absorbed.name, "kept": kept.name, "verbs": "; ".join(verbs)}
        )
    return found


def dismissed(one: Organisation, other: Organisation) -> Dismissal | None:
    """What staff said of two that look alike, if they did."""
    first, second = sorted((one.pk, other.pk))
    return Dismissal.objects.filter(first=first, second=second).select_related("dismissed_by").first()
