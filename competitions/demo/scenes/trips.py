"""The assistants of the marshal prepare trips: one settled, one whose report is late, one approved, one planned, one called off."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from competitions.demo.play import Play
from competitions.demo.timeline import ago
from office.structure.models import Unit
from office.trips import actions
from office.trips.models import Trip

MATERIAL = Path(__file__).parents[1] / "data" / "wyciag.pdf"
MARSHAL = {"name": "Bogumił Świętosławski", "role": "marszałek (postać zmyślona)"}


def travel(play: Play) -> None:
    """Six weeks of trips, told on the morning of today."""
    head, today = play.actors["assistant_head"], play.today
    settled = _plan(
        play, "Sieradz", planned=ago(today, 40), starts=ago(today, 30), purpose="Otwarcie drogi wojewódzkiej"
    )
    actions.approve(settled, actor=head, at=play.at(ago(today, 38)))
    _hold(play, settled, ago(today, 29))
    _report(play, settled, "Drogę otwarto. Starosta prosi o chodnik przy szkole; odpowie wydział dróg.", ago(today, 25))
    costs = [{"kind": "transport", "amount": Decimal("186.40"), "note": "samochód służbowy"}]
    actions.write_costs(settled, costs, revision=1, actor=play.actors["assistant"], at=play.at(ago(today, 25), 12))
    actions.settle(settled, actor=head, at=play.at(ago(today, 22)))
    late = _plan(play, "Brno", planned=ago(today, 39), starts=ago(today, 26), days=2, country="Czechy", euro="142.50")
    actions.approve(late, actor=head, at=play.at(ago(today, 36)))
    _hold(play, late, ago(today, 20))
    _attach(play, late, "Prezentacja rady kraju", ago(today, 20))
    ahead = _plan(
        play,
        "Bruksela",
        planned=ago(today, 6),
        starts=today + timedelta(days=9),
        days=3,
        country="Belgia",
        euro="615.00",
    )
    actions.approve(ahead, actor=head, at=play.at(ago(today, 3)))
    _plan(play, "Skierniewice", planned=ago(today, 2), starts=today + timedelta(days=20), purpose="Święto kwiatów")
    off = _plan(play, "Poznań", planned=ago(today, 18), starts=ago(today, 8), purpose="Targi samorządowe")
    actions.cancel(off, reason="Organizator odwołał targi.", actor=play.actors["assistant"], at=play.at(ago(today, 12)))
    play.jobs(play.at(ago(today, 1)))


def _plan(
    play: Play,
    place: str,
    *,
    planned: date,
    starts: date,
    days: int = 1,
    country: str = "",
    purpose: str = "Rozmowy o wymianie młodzieży",
    euro: str = "",
) -> Trip:
    ends = starts + timedelta(days=days - 1)
    values = {
        "kind": "foreign" if country else "domestic",
        "purpose": purpose,
        "country": country,
        "place": place,
        "starts_on": starts,
        "ends_on": ends,
    }
    people: Sequence[Mapping[str, Any]] = [MARSHAL, {"name": "Kalina Drążkiewicz", "role": "asystentka"}]
    points = [{"day": starts, "text": "Przejazd"}, {"day": ends, "text": "Spotkanie i podsumowanie"}]
    costs: list[Mapping[str, Any]] = [{"kind": "transport", "amount": Decimal("210.00"), "note": "samochód służbowy"}]
    if euro:
        rate = {"currency": "EUR", "rate": Decimal("4.2615"), "rate_on": planned}
        costs.append({"kind": "lodging", "amount": Decimal(euro), **rate})
    return actions.plan(
        actions.Plan(values, people, points, costs),
        unit=Unit.objects.get(code="KMV"),
        actor=play.actors["assistant"],
        at=play.at(planned),
    )


def _hold(play: Play, trip: Trip, on: date) -> None:
    actions.hold_trip(trip, actor=play.actors["assistant"], at=play.at(on))


def _report(play: Play, trip: Trip, text: str, on: date) -> None:
    actions.report(trip, text, actor=play.actors["assistant"], at=play.at(on))


def _attach(play: Play, trip: Trip, title: str, on: date) -> None:
    file = SimpleUploadedFile(f"{title}.pdf", MATERIAL.read_bytes())
    actions.attach(trip, kind="material", title=title, file=file, actor=play.actors["assistant"], at=play.at(on))
