"""Every field of a record knows its source, the day of the source, and the day on which it was verified."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from ngo.registry.actions.files import import_file
from ngo.registry.actions.record import confirm, register, revise
from ngo.registry.models import Organisation, Source
from ngo.registry.provenance import Origin, origins

pytestmark = pytest.mark.django_db
KROSNO = Path(__file__).parents[2] / "data" / "registry" / "krs" / "0000155746.json"
DECLARED = {"name": "Koło Gospodyń Wiejskich w Parzęczewie", "nip": "7251801126", "email": "kolo@example.org"}


def test_what_an_organisation_declares_is_verified_by_the_office(people: Callable[..., Actor], at: datetime) -> None:
    person, officer = people("", name="Anna Nowak"), people("officer", key="KMIII")
    organisation = register(DECLARED, actor=person, at=at)
    assert origins(organisation)["nip"] == Origin(Source.DECLARED, localdate(at), None)
    assert "street" not in origins(organisation)
    later = at + timedelta(days=3)
    confirm(organisation, actor=officer, at=later)
    known = origins(Organisation.objects.get())
    assert known["nip"] == Origin(Source.DECLARED, localdate(at), localdate(later))
    revise(organisation, {"email": "nowy@example.org"}, actor=person, at=later + timedelta(days=1))
    known = origins(Organisation.objects.get())
    assert known["email"] == Origin(Source.DECLARED, localdate(later + timedelta(days=1)), None)
    assert known["nip"].verified_on == localdate(later)


def test_the_register_answers_for_its_fields_and_leaves_the_others(clock: Actor, at: datetime) -> None:
    def take(**entity: Any) -> Organisation:
        content = json.loads(KROSNO.read_text(encoding="utf-8"))
        content["odpis"]["dane"]["dzial1"]["danePodmiotu"].update(entity)
        import_file(io.BytesIO(json.dumps(content).encode()), name="krs.json", actor=clock, at=at)
        return Organisation.objects.get()

    first = take()
    day = date(2025, 8, 12)
    assert origins(first)["name"] == Origin(Source.KRS, day, day)
    revise(first, {"phone": "600 100 200"}, actor=clock, at=at)
    renamed = take(nazwa="STOWARZYSZENIE POD NOWĄ NAZWĄ")
    assert origins(renamed)["phone"].source == Source.STAFF
    assert origins(renamed)["name"] == Origin(Source.KRS, day, day)
