"""Making a move: check the table, compare-and-swap, write the ledger."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import models

from core.accounts.actor import Actor
from core.audit.ledger import history, record
from core.audit.models import Entry
from core.workflow.machine import Machine
from core.workflow.refusal import Conflict, NotPossible


class Living(Protocol):
    """A row with a life cycle: `state`, the `MACHINE` that governs it, and the ledger chain of its case."""

    MACHINE: ClassVar[Machine]
    _meta: ClassVar[Any]
    pk: Any
    state: Any

    @property
    def chain(self) -> str: ...


def hold(obj: Living) -> None:
    """Lock the row until the transaction ends and read it again, so that what is decided next is decided on what is true."""
    row: Any = obj
    row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())


def made(obj: Living, verb: str, *, reason: str | None = None, **content: Any) -> bool:
    """Whether the row's last move was this verb, with this very content and reason: a second click, which gets the first receipt.

    The state alone does not tell: a letter that was never closed stands where reopening leads.
    """
    targets = {move.target for move in obj.MACHINE.by_verb[verb]}
    if str(obj.state) not in targets or any(getattr(obj, name) != value for name, value in content.items()):
        return False
    last = history(obj).filter(verb__in=obj.MACHINE.by_verb).order_by("pk").last()
    return last is not None and last.verb == verb and reason in (None, last.reason)


def advance(
    obj: Living, verb: str, *, actor: Actor, at: datetime, reason: str = "", note: Any = None, **changes: Any
) -> Entry:
    """Move `obj` by `verb`, set `changes` with it, write the ledger entry; inside the caller's transaction.

    `note` is what the entry should say beside the changed fields (a mapping of plain values).
    Raises NotPossible when the table has no such move from the object's state, and Conflict when another got there first.
    """
    old = str(obj.state)
    move = obj.MACHINE.find(verb, old)
    if move is None:
        raise NotPossible(obj.MACHINE, verb, old)
    model: Any = obj._meta.model
    previous = {name: getattr(obj, name) for name in changes}
    if not model._base_manager.filter(pk=obj.pk, state=old).update(state=move.target, **changes):
        raise Conflict(obj.MACHINE, verb, old)
    obj.state = obj.MACHINE.states(move.target)
    for name, value in changes.items():
        setattr(obj, name, value)
    return record(
        obj,
        verb,
        actor=actor,
        at=at,
        before={"state": old, **_loggable(obj, previous)},
        after={"state": move.target, **_loggable(obj, changes), **(note or {})},
        reason=reason,
    )


def _loggable(obj: Living, values: dict[str, Any]) -> dict[str, Any]:
    """Values that belong in the ledger; fields a model names in PERSONAL_FIELDS, and long JSON, do not."""
    hidden = set(getattr(obj, "PERSONAL_FIELDS", ()))
    return {
        name: value
        for name, value in values.items()
        if name not in hidden and not isinstance(obj._meta.get_field(name), models.JSONField)
    }
