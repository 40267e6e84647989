"""Verbs over duplicates: merge two records, undo it, say that two that look alike are two."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job
from core.signin.actions import withdraw_hat
from core.signin.models import Invitation
from ngo.duplicates import moving
from ngo.duplicates.choosing import STANDING, attname, choices, followers, kept_value
from ngo.duplicates.models import Candidate, Dismissal, Merge
from ngo.duplicates.queries import obstacles, search
from ngo.duplicates.refusals import CannotSplit, NotTwo, OtherNumbers, SettledMeanwhile
from ngo.registry.matching import earlier, index, ledgered
from ngo.registry.models import Organisation


@transaction.atomic
def merge(
    kept: Organisation, absorbed: Organisation, *, take: Collection[str], reason: str, actor: Actor, at: datetime
) -> Merge:
    """Make two records of one organisation one: `kept` stays, with the fields of `take` as the absorbed one has them.

    Whatever points to the absorbed record moves, its people act for the one that stays, its name becomes an earlier one;
    the record itself vanishes at the gate. What offers and documents froze stays as it was. The number of the KRS always
    comes along. Everything is kept for `undo`. Raises NotTwo, OtherNumbers, SettledMeanwhile.
    """
    if kept.pk == absorbed.pk:
        raise NotTwo(_("To jeden wpis. Wybierz drugi, z którym ma się połączyć."))
    locked = Organisation.objects.select_for_update().filter(pk__in=(kept.pk, absorbed.pk)).order_by("pk")
    rows = {row.pk: row for row in locked}
    kept, absorbed = rows[kept.pk], rows[absorbed.pk]
    if kept.merged_into_id or absorbed.merged_into_id:
        raise SettledMeanwhile
    if kept.krs and absorbed.krs and kept.krs != absorbed.krs:
        raise OtherNumbers(kept, absorbed)
    # One of two who act at once changes this row; the other finds it changed.
    if not Organisation.objects.filter(pk=absorbed.pk, merged_into=None).update(merged_into=kept, krs=None):
        raise SettledMeanwhile
    made = Merge(kept=kept, absorbed=absorbed, reason=reason, merged_at=at, merged_by=actor.user)
    moved, left = moving.move(absorbed, kept)
    names = (kept.name, absorbed.name)
    made.values = _take(kept, absorbed, take)
    now_earlier = [earlier(kept, name, until=at) for name in names if name != kept.name]
    now_earlier = [row for row in now_earlier if not kept.names.filter(name=row.name).exists()]
    for row in now_earlier:
        row.save(force_insert=True)
    hats, withdrawn = _move_hats(absorbed, kept, actor=actor, at=at)
    waiting = list(Invitation.objects.pending().filter(key=absorbed.public_id).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=waiting).update(key=kept.public_id)
    _save(kept)
    made.moved = {
        "rows": moved,
        "left": left,
        "hats": hats,
        "withdrawn": withdrawn,
        "invitations": waiting,
        "names": [row.pk for row in now_earlier],
    }
    before, after = _told(made.values["before"]), _told(made.values["after"])
    counted = {"absorbed": absorbed.public_id, **{name: len(keys) for name, keys in moved.items()}, "hats": len(hats)}
    record(kept, "merge", actor=actor, at=at, before=before, after={**after, **counted}, reason=reason)
    entry = record(absorbed, "absorb", actor=actor, at=at, after={"kept": kept.public_id}, reason=reason)
    made.last_entry = entry.pk
    made.save(force_insert=True)
    return made


def _take(kept: Organisation, absorbed: Organisation, take: Collection[str]) -> dict[str, Any]:
    """Set the chosen values on the record that stays; gives what was and what is, as Merge keeps it."""
    known = {choice.field for choice in choices(kept, absorbed)}
    if unknown := sorted(set(take) - known):
        raise NotTwo(_("Tych pól nie da się wybrać: %(fields)s.") % {"fields": ", ".join(unknown)})
    fields = followers(kept, absorbed, take)
    if absorbed.krs and not kept.krs:
        fields.add("krs")
    if absorbed.is_from_register and not kept.is_from_register:
        fields.update(STANDING)
    order = sorted(fields)
    before = {name: kept_value(kept, name) for name in order}
    origins = {name: kept.origins.get(name) for name in order}
    for name in order:
        setattr(kept, attname(name), getattr(absorbed, attname(name)))
    told = {name: absorbed.origins[name] for name in order if name in absorbed.origins}
    kept.origins = {**{name: each for name, each in kept.origins.items() if name not in fields}, **told}
    after = {name: kept_value(kept, name) for name in order}
    return {"before": before, "after": after, "absorbed": {"krs": absorbed.krs}, "origins": origins}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the ledger tells them, without keys of rows."""
    return ledgered({name: value for name, value in values.items() if name not in ("county", "commune")})


def _save(kept: Organisation) -> None:
    """Write the record with its keys; those who act for it act under its name."""
    index(kept, kept.names.values_list("name", flat=True))
    kept.save()
    Hat.objects.worn().filter(key=kept.public_id).update(title=kept.name)
    Invitation.objects.pending().filter(key=kept.public_id).update(title=kept.name)


def _move_hats(
    absorbed: Organisation, kept: Organisation, *, actor: Actor, at: datetime
) -> tuple[list[int], list[int]]:
    """Let the people of one record act for the other; a hat that its person wears there already is taken off."""
    have = set(Hat.objects.worn().filter(key=kept.public_id).values_list("user_id", "kind"))
    moved: list[int] = []
    withdrawn: list[int] = []
    for hat in Hat.objects.worn().filter(key=absorbed.public_id).select_related("user").order_by("pk"):
        if (hat.user_id, hat.kind) in have:
            withdraw_hat(hat, actor=actor, at=at, reason=str(_("scalono wpisy organizacji")))
            withdrawn.append(hat.pk)
            continue
        hat.key = kept.public_id
        hat.save(update_fields=["key"])
        before, after = {"key": absorbed.public_id}, {"key": kept.public_id}
        record(hat, "move_hat", actor=actor, at=at, before=before, after=after)
        moved.append(hat.pk)
    return moved, withdrawn


@transaction.atomic
def undo(made: Merge, *, reason: str, actor: Actor, at: datetime) -> Merge:
    """Take two records apart again, each with the values, rows, people and invitations it had.

    What came to the record that stayed after the merge stays with it. Raises CannotSplit, saying what, when something
    happened that belongs to neither alone (and then nothing is changed), SettledMeanwhile when it was undone before.
    """
    if not Merge.objects.filter(pk=made.pk, undone_at=None).update(
        undone_at=at, undone_by=actor.user, undone_reason=reason
    ):
        raise SettledMeanwhile
    made = Merge.objects.select_related("kept", "absorbed").get(pk=made.pk)
    locked = Organisation.objects.select_for_update().filter(pk__in=(made.kept_id, made.absorbed_id)).order_by("pk")
    rows = {row.pk: row for row in locked}
    made.kept, made.absorbed = kept, absorbed = rows[made.kept_id], rows[made.absorbed_id]
    if reasons := obstacles(made):
        raise CannotSplit(reasons)
    moving.move_back(made.moved["rows"], absorbed)
    kept.names.filter(pk__in=made.moved["names"]).delete()
    values = made.values
    for name, value in values["before"].items():
        if name in STANDING and kept_value(kept, name) != values["after"][name]:
            continue
        field = Organisation._meta.get_field(name)
        setattr(kept, attname(name), field.to_python(value))  # type: ignore[union-attr]
    back = {name: each for name, each in values["origins"].items() if each is not None}
    kept.origins = {**{name: each for name, each in kept.origins.items() if name not in values["origins"]}, **back}
    _save(kept)
    absorbed.merged_into, absorbed.krs = None, values["absorbed"]["krs"]
    _return_people(made, kept, absorbed, actor=actor, at=at)
    _save(absorbed)
    before, after = _told(values["after"]), {**_told(values["before"]), "absorbed": absorbed.public_id}
    record(kept, "undo_merge", actor=actor, at=at, before=before, after=after, reason=reason)
    record(absorbed, "restore_record", actor=actor, at=at, after={"kept": kept.public_id}, reason=reason)
    return made


def _return_people(made: Merge, kept: Organisation, absorbed: Organisation, *, actor: Actor, at: datetime) -> None:
    """The absorbed record's people act for it again, those who did not leave meanwhile; its invitations lead to it."""
    for hat in Hat.objects.filter(pk__in=made.moved["hats"], key=kept.public_id).select_related("user").order_by("pk"):
        hat.key = absorbed.public_id
        hat.save(update_fields=["key"])
        before, after = {"key": kept.public_id}, {"key": absorbed.public_id}
        record(hat, "move_hat", actor=actor, at=at, before=before, after=after)
    worn = set(Hat.objects.worn().filter(key=kept.public_id).values_list("user_id", "kind"))
    for hat in Hat.objects.filter(pk__in=made.moved["withdrawn"]).select_related("user").order_by("pk"):
        if (hat.user_id, hat.kind) in worn:
            hat.withdrawn_at = hat.withdrawn_by = None
            hat.save(update_fields=["withdrawn_at", "withdrawn_by"])
            record(hat, "return_hat", actor=actor, at=at, after={"kind": hat.kind, "key": hat.key})
    Invitation.objects.filter(pk__in=made.moved["invitations"], key=kept.public_id).update(key=absorbed.public_id)


@transaction.atomic
def dismiss(one: Organisation, other: Organisation, *, reason: str, actor: Actor, at: datetime) -> Dismissal:
    """Say that two organisations that look alike are two; saying it again keeps the first reason."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    if first.pk == second.pk:
        raise NotTwo(_("To jeden wpis. Wybierz drugi, z którym ma się połączyć."))
    values = {"reason": reason, "dismissed_at": at, "dismissed_by": actor.user}
    said, created = Dismissal.objects.get_or_create(first=first, second=second, defaults=values)
    if created:
        for each, another in ((first, second), (second, first)):
            record(each, "dismiss_duplicate", actor=actor, at=at, after={"other": another.public_id}, reason=reason)
    return said


def find_candidates() -> int:
    """Look for pairs that may be one organisation and keep them in place of those of the last search; how many there are.

    The search itself is outside the transaction, so nobody waits for it.
    """
    found = search()
    with transaction.atomic():
        Candidate.objects.all().delete()
        Candidate.objects.bulk_create(Candidate(one=one, other=other, bits=bits) for one, other, bits in found)
    return len(found)


@transaction.atomic
def ask_for_search(*, actor: Actor, at: datetime) -> Job:
    """Ask for a search now, by a job; asking again while it runs returns the same job."""
    return enqueue("duplicates.search", key="all", actor=actor)
