"""Verbs over items of an agenda: submit, accept, return, resubmit, withdraw, move, order, decide."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.files.keeping import keep
from core.tables.folding import fold
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import insist
from law import board as law
from office.board import refusals
from office.board.actions.resolutions import annul, enact
from office.board.models import BoardFile, BoardItem, BoardMember, BoardVote, Choice, Function, Sitting
from office.board.states import FITTING, MOVABLE, TO_COME, VOTED, ItemState, State
from office.structure.models import Unit

# How an item ends at a sitting → the verb.
OUTCOMES = {
    ItemState.ADOPTED: "adopt",
    ItemState.REJECTED: "reject",
    ItemState.DEFERRED: "defer",
    ItemState.NOTED: "take_note",
}


def _folder(sitting: Sitting) -> str:
    return f"board/{sitting.public_id}"


def _insist_collecting(sitting: Sitting) -> None:
    hold(sitting)
    if sitting.state != State.PLANNED:
        raise refusals.agenda_closed()


def submit_item(
    sitting: Sitting,
    *,
    unit: Unit,
    kind: str,
    title: str,
    reporter: str,
    file: UploadedFile,
    once: str = "",
    actor: Actor,
    at: datetime,
) -> BoardItem:
    """Send an item of a unit with its draft to a sitting that collects items; the same `once` again returns the first.

    Raises RefusedFile, and NotAtSitting when the agenda is closed or the term for items has passed.
    """
    kept = keep(file, folder=_folder(sitting))
    with transaction.atomic():
        hold(sitting)
        if once and (first := BoardItem.objects.filter(once=once).first()):
            return first
        _insist_collecting(sitting)
        if localdate(at) > sitting.items_due:
            raise refusals.too_late(sitting)
        item = BoardItem.objects.create(
            sitting=sitting,
            unit=unit,
            kind=kind,
            title=title,
            search_key=fold(f"{title} {unit.code} {unit.name}")[:800],
            reporter=reporter,
            submitted_at=at,
            once=once or None,
        )
        BoardFile.objects.create(item=item, version=1, added_at=at, **kept)
        after = {"sitting": sitting, "unit": unit.code, "kind": kind, "title": title, "sha256": kept["sha256"]}
        record(item, "submit_item", actor=actor, at=at, after=after)
    return item


@transaction.atomic
def accept_item(item: BoardItem, *, actor: Actor, at: datetime) -> BoardItem:
    """Put an item on the agenda, in the last place. Raises NotAtSitting when the agenda is closed."""
    _insist_collecting(item.sitting)
    hold(item)
    if not made(item, "accept_item"):
        advance(item, "accept_item", actor=actor, at=at, place=_last_place(item.sitting) + 1)
    return item


def _last_place(sitting: Sitting) -> int:
    return sitting.items.aggregate(last=Max("place"))["last"] or 0


@transaction.atomic
def return_item(item: BoardItem, reason: str, *, actor: Actor, at: datetime) -> BoardItem:
    """Send an item back to its unit with the reason. Raises NotAtSitting when the agenda is closed."""
    _insist_collecting(item.sitting)
    hold(item)
    if not made(item, "return_item", return_reason=reason):
        advance(item, "return_item", actor=actor, at=at, reason=reason, return_reason=reason, place=None)
    return item


def resubmit_item(
    item: BoardItem, *, title: str, reporter: str, file: UploadedFile, actor: Actor, at: datetime
) -> BoardItem:
    """Send a mended item with the next version of its draft. Raises RefusedFile, NotAtSitting."""
    kept = keep(file, folder=_folder(item.sitting))
    with transaction.atomic():
        _insist_collecting(item.sitting)
        hold(item)
        last = item.files.latest("version")
        if made(item, "resubmit_item", title=title, reporter=reporter) and last.sha256 == kept["sha256"]:
            return item
        advance(
            item,
            "resubmit_item",
            actor=actor,
            at=at,
            title=title,
            reporter=reporter,
            search_key=fold(f"{title} {item.unit.code} {item.unit.name}")[:800],
            submitted_at=at,
            note={"sha256": kept["sha256"], "version": last.version + 1},
        )
        BoardFile.objects.create(item=item, version=last.version + 1, added_at=at, **kept)
    return item


@transaction.atomic
def withdraw_item(item: BoardItem, reason: str, *, actor: Actor, at: datetime) -> BoardItem:
    """Take an item back before its sitting. Raises NotAtSitting once the sitting has begun."""
    hold(item.sitting)
    hold(item)
    if made(item, "withdraw_item"):
        return item
    if item.sitting.state not in (*TO_COME, State.CANCELLED):
        raise refusals.not_movable()
    advance(item, "withdraw_item", actor=actor, at=at, reason=reason, place=None)
    return item


@transaction.atomic
def order_item(item: BoardItem, *, up: bool, actor: Actor, at: datetime) -> BoardItem:
    """Move an item one place up or down its agenda; at the end it stays. Raises NotAtSitting when the agenda is closed."""
    _insist_collecting(item.sitting)
    hold(item)
    if item.place is None:
        return item
    others = item.sitting.items.exclude(place=None)
    neighbour = (
        others.filter(place__lt=item.place).order_by("-place").first()
        if up
        else others.filter(place__gt=item.place).order_by("place").first()
    )
    if neighbour is None or neighbour.place is None:
        return item
    before = item.place
    BoardItem.objects.filter(pk=neighbour.pk).update(place=before)
    BoardItem.objects.filter(pk=item.pk).update(place=neighbour.place)
    item.place = neighbour.place
    record(item, "order_item", actor=actor, at=at, before={"place": before}, after={"place": item.place})
    return item


@transaction.atomic
def move_item(item: BoardItem, sitting: Sitting, *, actor: Actor, at: datetime) -> BoardItem:
    """Bring an item that was not decided before another sitting; a deferred one stays, and its follower is put there.

    Raises NotAtSitting for a decided or withdrawn item and for a sitting that collects no items.
    """
    hold(item)
    if item.state == ItemState.DEFERRED:
        return _follow(item, sitting, actor=actor, at=at)
    if item.sitting_id == sitting.pk:
        return item
    _insist_collecting(sitting)
    if item.state not in MOVABLE or item.sitting.state not in (*TO_COME, State.CANCELLED):
        raise refusals.not_movable()
    before = {"sitting": item.sitting}
    place = _last_place(sitting) + 1 if item.state == ItemState.ACCEPTED else None
    BoardItem.objects.filter(pk=item.pk).update(sitting=sitting, place=place)
    item.sitting, item.place = sitting, place
    record(item, "move_item", actor=actor, at=at, before=before, after={"sitting": sitting})
    return item


def _follow(item: BoardItem, sitting: Sitting, *, actor: Actor, at: datetime) -> BoardItem:
    following = BoardItem.objects.filter(follows=item).first()
    if following and following.sitting_id == sitting.pk:
        return following
    if following:
        raise refusals.followed_already()
    _insist_collecting(sitting)
    following = BoardItem.objects.create(
        sitting=sitting,
        unit=item.unit,
        kind=item.kind,
        title=item.title,
        search_key=item.search_key,
        reporter=item.reporter,
        place=_last_place(sitting) + 1,
        state=ItemState.ACCEPTED,
        submitted_at=at,
        follows=item,
    )
    draft = item.files.latest("version")
    kept = {name: getattr(draft, name) for name in ("name", "mime", "size", "sha256", "file")}
    BoardFile.objects.create(item=following, version=1, added_at=at, **kept)
    record(following, "move_item", actor=actor, at=at, after={"sitting": sitting, "follows": item})
    return following


@transaction.atomic
def decide(
    item: BoardItem,
    *,
    outcome: str,
    votes: Mapping[BoardMember, str],
    settled: str = "",
    actor: Actor,
    at: datetime,
) -> BoardItem:
    """Record what the Board decided; a resolution that was adopted gets its number of the year at once.

    Raises Refused without a quorum or when the votes say the opposite (USW art. 31 ust. 4–5), NotAtSitting outside an open
    sitting, for an outcome of another kind of item, and for a vote of somebody who is not there. A number that was given before the record
    was taken back stays with the resolution; when there turns out to be none it is annulled, unless something cites it (NotAtSitting).
    """
    sitting = item.sitting
    hold(sitting)
    hold(item)
    verb = OUTCOMES[ItemState(outcome)]
    chosen = {member: choice for member, choice in votes.items() if choice}
    if made(item, verb, settled=settled) and _choices(item) == {member.pk: choice for member, choice in chosen.items()}:
        return item
    if sitting.state != State.OPEN:
        raise refusals.not_open()
    if outcome not in FITTING[item.kind]:
        raise refusals.wrong_outcome()
    there = set(sitting.presences.values_list("member", flat=True))
    if {member.pk for member in chosen} - there:
        raise refusals.not_there()
    day = localdate(at)
    if outcome in VOTED:
        insist(law.ballot_breaches(_ballot(chosen), adopted=outcome == ItemState.ADOPTED, on=day))
    else:
        insist(law.quorum_breaches(len(there), on=day))
    told = {"votes": {member.public_id: choice for member, choice in chosen.items()}}
    given = item.resolution
    resolution = given if outcome == ItemState.ADOPTED else None
    if outcome == ItemState.ADOPTED and not given:
        resolution = enact(item.title, adopted_on=day, unit=item.unit, actor=actor, at=at)
    advance(item, verb, actor=actor, at=at, note=told, settled=settled, decided_at=at, resolution=resolution)
    BoardVote.objects.bulk_create(
        BoardVote(item=item, member=member, choice=choice) for member, choice in chosen.items()
    )
    if given and resolution is None:
        annul(given, _("Uchwały nie podjęto, zapis był pomyłką."), actor=actor, at=at)
    return item


@transaction.atomic
def take_back_decision(item: BoardItem, reason: str, *, actor: Actor, at: datetime) -> BoardItem:
    """Open a wrongly typed decision to be recorded again while the sitting goes on; its votes stay in the ledger.

    A resolution keeps its number. Raises NotAtSitting when the sitting is over, or the deferred item already stands on another agenda.
    """
    hold(item.sitting)
    hold(item)
    if made(item, "take_back_decision"):
        return item
    if item.sitting.state != State.OPEN:
        raise refusals.not_open()
    if BoardItem.objects.filter(follows=item).exists():
        raise refusals.followed_already()
    told = {"votes": dict(item.votes.values_list("member__public_id", "choice"))}
    item.votes.all().delete()
    changes = {"settled": "", "decided_at": None}
    advance(item, "take_back_decision", actor=actor, at=at, reason=reason, note=told, **changes)
    return item


def _choices(item: BoardItem) -> dict[int, str]:
    return dict(item.votes.values_list("member", "choice"))


def _ballot(chosen: Mapping[BoardMember, str]) -> law.Ballot:
    said = list(chosen.values())
    marshal = next((choice for member, choice in chosen.items() if member.function == Function.MARSHAL), "")
    return law.Ballot(said.count(Choice.FOR), said.count(Choice.AGAINST), said.count(Choice.ABSTAINED), str(marshal))
