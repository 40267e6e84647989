"""Writing and reading the ledger: record an entry, seal a personal value, verify chains, take a checkpoint."""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, models, transaction

from core.accounts.actor import Actor
from core.audit.models import Checkpoint, Entry, Head, Verification


class Subject(Protocol):
    """What an entry is about: a saved row that names the chain (case file) it belongs to."""

    pk: Any

    @property
    def chain(self) -> str: ...


def plain(value: Any) -> Any:
    """The value as JSON holds it for ever: amounts as strings "1234.50", dates in ISO 8601, models by their public id."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(tz=None).isoformat() if value.tzinfo is None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(getattr(value, "public_id", value.pk))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, (set, frozenset)) else items
    return str(value)


def canonical(value: Any) -> bytes:
    """Canonical JSON: UTF-8, sorted keys, no spaces."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sealed(value: str) -> str:
    """A salted hash of a personal value: equality can be proved later, the value cannot be read."""
    return hmac.new(settings.SECRET_KEY.encode(), b"ledger:" + value.encode(), hashlib.sha256).hexdigest()[:32]


def said(entry: Entry) -> dict[str, Any]:
    """Everything that an entry says, with the hash before it: what its own hash is made of."""
    return {
        "chain": entry.chain,
        "seq": entry.seq,
        "at": round(entry.at.timestamp() * 1_000_000),
        "user": entry.user_id,
        "system": entry.system,
        "hat": [entry.hat_kind, entry.hat_key],
        "verb": entry.verb,
        "subject": [entry.subject_kind, entry.subject_id],
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "previous": entry.previous_hash,
    }


def digest(entry: Entry) -> str:
    """The hash an entry must carry, from everything it says and the hash before it."""
    return hashlib.sha256(canonical(said(entry))).hexdigest()


def subject_of(obj: Subject) -> tuple[str, str]:
    """The kind and id under which the ledger knows a row: ("competitions.offer", "k7Qm…")."""
    label = obj._meta.label_lower if isinstance(obj, models.Model) else type(obj).__name__.lower()
    return label, str(getattr(obj, "public_id", obj.pk))


def record(
    subject: Subject,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Append one entry to the subject's chain, inside the caller's transaction.

    Raises RuntimeError outside a transaction: an entry without the change it tells of, or the reverse, must not exist.
    """
    change = Change(subject, verb, before or {}, after or {}, reason)
    return record_many(subject.chain, [change], actor=actor, at=at)[0]


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry says: the row, what was done to it, what stood there before and after, and why."""

    subject: Subject
    verb: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def record_many(chain: str, changes: Iterable[Change], *, actor: Actor, at: datetime) -> list[Entry]:
    """Append entries to one chain in order, inside the caller's transaction: one look at its head, rows written in bulk.

    For an import: each changed record is an entry in the chain of the import, found again by the record's own history.
    Raises RuntimeError outside a transaction: an entry without the change it tells of, or the reverse, must not exist.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry is written only inside the transaction of the change it records")
    head = Head.objects.select_for_update().filter(chain=chain).first()
    if head is None:
        Head.objects.get_or_create(chain=chain)
        head = Head.objects.select_for_update().get(chain=chain)
    entries = []
    for change in changes:
        kind, identifier = subject_of(change.subject)
        entry = Entry(
            chain=chain,
            seq=head.seq + 1,
            at=at,
            user=actor.user,
            system=actor.system,
            hat_kind=actor.kind,
            hat_key=actor.key,
            verb=change.verb,
            subject_kind=kind,
            subject_id=identifier,
            before=plain(change.before),
            after=plain(change.after),
            reason=change.reason,
            previous_hash=head.hash,
        )
        head.seq, head.hash = entry.seq, digest(entry)
        entry.hash = head.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    Head.objects.filter(pk=head.pk).update(seq=head.seq, hash=head.hash)
    return entries


def history(subject: Subject) -> "models.QuerySet[Entry]":
    """What happened to this one row, oldest first, in its own chain and in those of imports."""
    kind, identifier = subject_of(subject)
    return Entry.objects.filter(subject_kind=kind, subject_id=identifier).select_related("user").order_by("at", "pk")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong in a chain."""

    chain: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}: {self.what}"


def faults(chains: Collection[str] | None = None) -> Iterator[Fault]:
    """Walk every chain, or these, and every checkpoint; yield the first fault of each broken one."""
    own = {} if chains is None else {"chain__in": chains}
    heads = {head.chain: head for head in Head.objects.filter(**own).iterator()}
    last: dict[str, tuple[int, str]] = {}
    broken: set[str] = set()
    marks = {key: value for key, value in _marks().items() if chains is None or key[0] in chains}
    for entry in Entry.objects.filter(**own).order_by("chain", "seq").iterator(chunk_size=2000):
        if entry.chain in broken:
            continue
        seq, previous = last.get(entry.chain, (0, ""))
        if entry.seq != seq + 1:
            fault = Fault(entry.chain, seq + 1, "brak wpisu")
        elif entry.previous_hash != previous:
            fault = Fault(entry.chain, entry.seq, "wpis nie wiąże się z poprzednim")
        elif digest(entry) != entry.hash:
            fault = Fault(entry.chain, entry.seq, "treść wpisu nie zgadza się z jego skrótem")
        elif marks.get((entry.chain, entry.seq), entry.hash) != entry.hash:
            fault = Fault(entry.chain, entry.seq, "skrót nie zgadza się z punktem kontrolnym")
        else:
            last[entry.chain] = (entry.seq, entry.hash)
            continue
        broken.add(entry.chain)
        yield fault
    for chain, head in heads.items():
        if chain not in broken and last.get(chain, (0, "")) != (head.seq, head.hash):
            yield Fault(chain, head.seq, "koniec łańcucha nie zgadza się z ostatnim wpisem")
            broken.add(chain)
    for chain in last.keys() - heads.keys():
        yield Fault(chain, last[chain][0], "łańcuch nie ma zapisanego końca")
    for chain, seq in marks:
        if chain not in broken and last.get(chain, (0, ""))[0] < seq:
            broken.add(chain)
            yield Fault(chain, seq, "wpisu z punktu kontrolnego już nie ma")
    yield from _checkpoint_faults()


@transaction.atomic
def verify(*, at: datetime) -> Verification:
    """Walk the whole ledger and keep what was found."""
    found = [str(fault) for fault in faults()]
    return Verification.objects.create(at=at, entries=Entry.objects.count(), chains=Head.objects.count(), faults=found)


def _marks() -> dict[tuple[str, int], str]:
    """(chain, seq) → hash as every checkpoint saw it."""
    return {
        (chain, seq): value
        for checkpoint in Checkpoint.objects.iterator()
        for chain, (seq, value) in checkpoint.heads.items()
    }


def _checkpoint_faults() -> Iterator[Fault]:
    previous = ""
    for checkpoint in Checkpoint.objects.order_by("pk").iterator():
        if checkpoint.previous_hash != previous or _checkpoint_digest(checkpoint) != checkpoint.hash:
            yield Fault("checkpoint", checkpoint.pk, "punkt kontrolny został zmieniony")
            return
        previous = checkpoint.hash


def _checkpoint_digest(checkpoint: Checkpoint) -> str:
    moment = round(checkpoint.at.timestamp() * 1_000_000)
    content = [moment, checkpoint.entries, checkpoint.heads, checkpoint.previous_hash]
    return hashlib.sha256(canonical(content)).hexdigest()


@transaction.atomic
def take_checkpoint(*, at: datetime) -> Checkpoint:
    """Seal the heads that moved since the last checkpoint."""
    previous = Checkpoint.objects.order_by("-pk").first()
    known = dict(sorted(_marks()))
    heads = {
        head.chain: [head.seq, head.hash]
        for head in Head.objects.order_by("chain")
        if known.get(head.chain) != head.seq
    }
    checkpoint = Checkpoint(
        at=at,
        entries=Entry.objects.count(),
        heads=heads,
        previous_hash=previous.hash if previous else "",
    )
    checkpoint.hash = _checkpoint_digest(checkpoint)
    checkpoint.save()
    return checkpoint
