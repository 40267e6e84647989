"""Verbs over trips: plan, revise, approve, hold, report, write costs, settle, cancel; add and remove files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.files.check import check
from core.files.kinds import ODS, TEXTS, XLSX
from core.jobs.actions import enqueue
from core.tables.folding import fold
from core.web.templatetags.polish import data
from core.workflow.advance import advance, hold, made
from law.calendar import add_days
from office.registers.models import Series
from office.structure.models import Unit
from office.trips.costs import MOST, PLN, in_pln, total
from office.trips.models import Cost, Kind, Side, Trip, TripFile
from office.trips.refusals import (
    ClosedPlan,
    CostsClosed,
    EndedTrip,
    LateApproval,
    NoActualCosts,
    NotOver,
    StaleTrip,
    WrongPlan,
)
from office.trips.states import State

KINDS = (*TEXTS, XLSX, ODS)
SERIES = "wyjazdy"
PREFIX = "W"
FIELDS = ("kind", "purpose", "country", "place", "starts_on", "ends_on")
COSTED = (State.APPROVED, State.HELD, State.REPORTED)
ENDED = (State.SETTLED, State.CANCELLED)
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form says of a trip: its own fields, and the rows of people, points and planned costs."""

    values: Mapping[str, Any]
    people: Rows
    points: Rows = ()
    costs: Rows = ()


@transaction.atomic
def plan(said: Plan, *, unit: Unit, once: str = "", actor: Actor, at: datetime) -> Trip:
    """Plan a trip under the next number of the year. The same `once` again returns the first trip. Raises WrongPlan."""
    day = localdate(at)
    Series.objects.get_or_create(register=SERIES, year=day.year)
    series = Series.objects.select_for_update().get(register=SERIES, year=day.year)
    if once and (first := Trip.objects.filter(once=once).first()):
        return first
    number = series.last + 1
    trip = Trip(
        unit=unit,
        year=day.year,
        number=number,
        sign=f"{PREFIX}/{number}/{day.year}",
        once=once or None,
        planned_at=at,
    )
    _write(trip, said, on=day)
    Series.objects.filter(pk=series.pk).update(last=number)
    record(trip, "plan_trip", actor=actor, at=at, after=_told(trip))
    return trip


@transaction.atomic
def revise(trip: Trip, said: Plan, *, revision: int, actor: Actor, at: datetime) -> Trip:
    """Change a plan that was read at a revision, before it is approved. Raises WrongPlan, StaleTrip, ClosedPlan."""
    hold(trip)
    if trip.state != State.PLANNED:
        raise ClosedPlan
    if trip.revision != revision:
        raise StaleTrip
    before = _told(trip)
    trip.revision += 1
    _write(trip, said, on=localdate(at))
    record(trip, "revise", actor=actor, at=at, before=before, after=_told(trip))
    return trip


def _write(trip: Trip, said: Plan, *, on: date) -> None:
    """Put a plan into its tables. Raises WrongPlan."""
    costs = [_cost(row, Side.PLANNED) for row in said.costs]
    if found := [*_faults(said), *_cost_faults(costs, on=on)]:
        raise WrongPlan(found)
    for name in FIELDS:
        setattr(trip, name, said.values[name])
    if trip.kind == Kind.DOMESTIC:
        trip.country = ""
    days = settings.OFFICE["trips"]
    trip.report_due_on = add_days(trip.ends_on, days["report_days"])
    trip.settle_due_on = add_days(trip.ends_on, days["settle_days"])
    trip.people = [_person(row) for row in said.people]
    trip.points = sorted(map(_point, said.points), key=lambda each: (each["day"], each["time"]))
    trip.planned_pln = total(each.pln for each in costs)
    trip.search_text = f"{trip.sign.lower()} {fold(f'{trip.purpose} {trip.where}')}"[:1000]
    trip.save()
    trip.costs.filter(side=Side.PLANNED).delete()
    _keep(trip, costs)


def _person(row: Mapping[str, Any]) -> dict[str, str]:
    """A person in a post travels under the name and post of that day."""
    post = row.get("appointment")
    name, role = (post.name, post.title) if post else (row["name"], "")
    return {"name": name, "role": (row.get("role") or role)[:200], "post": post.public_id if post else ""}


def _point(row: Mapping[str, Any]) -> dict[str, str]:
    time = row.get("time")
    return {"day": row["day"].isoformat(), "time": f"{time:%H:%M}" if time else "", "text": row["text"]}


def _cost(row: Mapping[str, Any], side: str) -> Cost:
    currency = row.get("currency") or PLN
    foreign = currency != PLN
    rate = (row.get("rate") or Decimal(0)) if foreign else Decimal(1)
    return Cost(
        side=side,
        kind=row["kind"],
        note=row.get("note") or "",
        amount=row["amount"],
        currency=currency,
        rate=rate,
        rate_on=row.get("rate_on") if foreign else None,
        pln=in_pln(row["amount"], rate),
    )


def _keep(trip: Trip, costs: Iterable[Cost]) -> None:
    for each in costs:
        each.trip = trip
    Cost.objects.bulk_create(costs)


def _faults(said: Plan) -> Iterator[tuple[str, str]]:
    """What does not hold together in a plan: (field, sentence)."""
    values = said.values
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        yield (
            "ends_on",
            _("Ostatni dzień (%(last)s) wypada przed pierwszym (%(first)s). Popraw jedną z dat.")
            % {
                "last": data(last),
                "first": data(first),
            },
        )
    if values["kind"] == Kind.FOREIGN and not values["country"]:
        yield "country", _("Podaj kraj wyjazdu zagranicznego.")
    if not said.people:
        yield "", _("Wpisz co najmniej jednego uczestnika: z listy stanowisk albo z imienia i nazwiska.")
    outside = sorted({row["day"] for row in said.points if not first <= row["day"] <= last})
    if outside and first <= last:
        yield (
            "",
            _("Program ma dni poza wyjazdem: %(days)s Popraw je albo dni wyjazdu.")
            % {"days": ", ".join(map(data, outside))},
        )


def _cost_faults(costs: Sequence[Cost], *, on: date) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(costs, start=1):
        if each.currency != PLN and not (each.rate and each.rate_on):
            yield (
                "",
                _("Koszt %(number)s jest w walucie %(currency)s: podaj kurs jednej jednostki i dzień kursu.")
                % {
                    "number": number,
                    "currency": each.currency,
                },
            )
        elif each.rate_on and each.rate_on > on:
            yield (
                "",
                _("Koszt %(number)s ma kurs z przyszłości (%(day)s). Podaj kurs z dnia, który już był.")
                % {
                    "number": number,
                    "day": data(each.rate_on),
                },
            )
    if total(each.pln for each in costs) > MOST:
        yield "", _("Suma kosztów jest większa niż 9 999 999 999,99 zł. Sprawdź kwoty i kursy.")


def _told(trip: Trip) -> dict[str, Any]:
    """A plan as the ledger keeps it: without names, its purpose sealed."""
    said = {name: getattr(trip, name) for name in FIELDS if name != "purpose"}
    count = {"participants": len(trip.people), "points": len(trip.points)}
    return {"sign": trip.sign, **said, "purpose": sealed(trip.purpose), **count, "planned_pln": trip.planned_pln}


@transaction.atomic
def approve(trip: Trip, *, reason: str = "", actor: Actor, at: datetime) -> Trip:
    """Approve a plan; after the first day only with the reason why so late. Its sheet is issued. Raises LateApproval."""
    if made(trip, "approve"):
        return trip
    hold(trip)
    if trip.state == State.PLANNED and localdate(at) > trip.starts_on and not reason:
        raise LateApproval(trip.starts_on)
    advance(trip, "approve", actor=actor, at=at, reason=reason)
    enqueue("trips.sheet", trip.pk)
    return trip


@transaction.atomic
def send_back(trip: Trip, *, reason: str, actor: Actor, at: datetime) -> Trip:
    """Open an approved plan for changes; it is approved anew after them."""
    advance(trip, "send_back", actor=actor, at=at, reason=reason)
    return trip


@transaction.atomic
def hold_trip(trip: Trip, *, actor: Actor, at: datetime) -> Trip:
    """Note that the trip took place, on its last day or later. Raises NotOver."""
    if made(trip, "hold_trip"):
        return trip
    hold(trip)
    if trip.state == State.APPROVED and localdate(at) < trip.ends_on:
        raise NotOver(trip.ends_on)
    advance(trip, "hold_trip", actor=actor, at=at)
    return trip


@transaction.atomic
def report(trip: Trip, text: str, *, actor: Actor, at: datetime) -> Trip:
    """File the report of a trip that took place."""
    if not made(trip, "report", report_text=text):
        advance(trip, "report", actor=actor, at=at, report_text=text, reported_on=localdate(at))
    return trip


@transaction.atomic
def return_report(trip: Trip, *, reason: str, actor: Actor, at: datetime) -> Trip:
    """Give a report back to be completed; its text stays."""
    advance(trip, "return_report", actor=actor, at=at, reason=reason, reported_on=None)
    return trip


@transaction.atomic
def write_costs(trip: Trip, rows: Rows, *, revision: int, actor: Actor, at: datetime) -> Trip:
    """Put down what the trip cost, all rows anew. Raises CostsClosed, StaleTrip, WrongPlan."""
    hold(trip)
    if trip.state not in COSTED:
        raise CostsClosed
    if trip.revision != revision:
        raise StaleTrip
    costs = [_cost(row, Side.ACTUAL) for row in rows]
    if found := list(_cost_faults(costs, on=localdate(at))):
        raise WrongPlan(found)
    before = trip.actual_pln
    trip.costs.filter(side=Side.ACTUAL).delete()
    _keep(trip, costs)
    trip.actual_pln = total(each.pln for each in costs)
    trip.revision += 1
    trip.save(update_fields=["actual_pln", "revision"])
    after = {"actual_pln": trip.actual_pln, "rows": len(costs)}
    record(trip, "write_trip_costs", actor=actor, at=at, before={"actual_pln": before}, after=after)
    return trip


@transaction.atomic
def settle(trip: Trip, *, actor: Actor, at: datetime) -> Trip:
    """Settle a reported trip by its actual costs; its sheet is issued anew. Raises NoActualCosts."""
    if made(trip, "settle"):
        return trip
    hold(trip)
    if trip.state == State.REPORTED and not trip.costs.filter(side=Side.ACTUAL).exists():
        raise NoActualCosts
    advance(trip, "settle", actor=actor, at=at, ended_on=localdate(at))
    enqueue("trips.sheet", trip.pk)
    return trip


@transaction.atomic
def cancel(trip: Trip, *, reason: str, actor: Actor, at: datetime) -> Trip:
    """Call a trip off before it takes place; its number stays."""
    if not made(trip, "cancel", reason=reason):
        advance(trip, "cancel", actor=actor, at=at, reason=reason, ended_on=localdate(at))
    return trip


def attach(trip: Trip, *, kind: str, title: str, file: UploadedFile, actor: Actor, at: datetime) -> TripFile:
    """Keep a file of a trip; the same file again gives the one kept. Raises RefusedFile, EndedTrip.

    The file is checked before the transaction begins: a scanner may take seconds, and no other writer waits for it.
    """
    found = check(cast(BinaryIO, file.file), file.name or "", kinds=KINDS, max_mb=settings.UPLOAD_MAX_MB)
    with transaction.atomic():
        hold(trip)
        if trip.state in ENDED:
            raise EndedTrip
        if same := trip.files.filter(sha256=found.sha256, removed_at=None).first():
            return same
        row = TripFile(
            trip=trip,
            kind=kind,
            title=title or found.name,
            name=found.name,
            mime=found.kind.mime,
            size=found.size,
            sha256=found.sha256,
            added_at=at,
        )
        row.file = default_storage.save(f"trips/{trip.public_id}/{row.public_id}{found.kind.suffix}", file)
        row.save(force_insert=True)
        record(trip, "add_trip_file", actor=actor, at=at, after={"file": row.public_id, "sha256": row.sha256})
    return row


@transaction.atomic
def remove_file(file: TripFile, *, actor: Actor, at: datetime) -> TripFile:
    """Remove a file of a trip with its bytes; removing it again changes nothing. Raises EndedTrip."""
    trip = file.trip
    hold(trip)
    if trip.state in ENDED:
        raise EndedTrip
    if TripFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at, name=file.public_id, title=""):
        path = file.file
        transaction.on_commit(lambda: default_storage.delete(path))
        record(trip, "remove_trip_file", actor=actor, at=at, after={"file": file.public_id, "sha256": file.sha256})
    return file
