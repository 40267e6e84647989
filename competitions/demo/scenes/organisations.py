"""Organisations enter the register: a person opens an account and enters theirs, the office confirms it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from competitions.demo import identifiers
from competitions.demo.play import Play
from competitions.demo.scenes.people import account, joined
from competitions.demo.script import script
from core.accounts.actor import Actor
from core.accounts.models import Hat
from law.calendar import add_working_days
from law.organisation import legal_forms
from ngo.registry.actions import people, record
from ngo.registry.hats import EDITOR, SIGNATORY
from ngo.registry.models import Commune, Representation


def register(play: Play) -> None:
    """Every organisation of the cast with the person who signs for it; some also with an editor, whom that person invites."""
    for number, row in enumerate(script("cast")["organisation"], start=1):
        on = add_working_days(date(play.last_year - 1, 3, 9), number // 3)
        person = {"name": row["person"], "email": f"podpis@{row['key']}.example"}
        user = account(play, row["key"], person, on=on)
        organisation = record.register(_values(number, row), actor=Actor(user=user), at=play.at(on, 10, number))
        officer = play.actors["officer"]
        record.confirm(organisation, actor=officer, at=play.at(on, 14, number))
        declared = Representation.objects.get(organisation=organisation, user=user)
        reason = "Dokument o reprezentacji okazany w urzędzie."
        people.decide_request(declared, granted=True, reason=reason, actor=officer, at=play.at(on, 14, number))
        hat = Hat.objects.worn().get(user=user, kind=SIGNATORY.code, key=organisation.public_id)
        play.organisations[row["key"]], play.actors[row["key"]] = organisation, Actor(user=user, hat=hat)
        if "editor" in row:
            editor = {"name": row["editor"], "email": f"redakcja@{row['key']}.example"}
            by = play.actors[row["key"]]
            invitation = people.invite_person(
                organisation, email=editor["email"], kind=EDITOR.code, actor=by, at=play.at(on, 15)
            )
            play.actors[f"{row['key']}-editor"] = joined(play, f"{row['key']}-editor", editor, invitation, on=on)


def _values(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the person types about the organisation."""
    commune = Commune.objects.select_related("county").get(code=row["commune"])
    in_krs = legal_forms()[row["legal_form"]].register.startswith("KRS")
    other = row.get("register", "Krajowy Rejestr Kół Gospodyń Wiejskich")
    return {
        "name": row["name"],
        "legal_form": row["legal_form"],
        "krs": identifiers.krs(number) if in_krs else None,
        "other_register": "" if in_krs else other,
        "other_number": "" if in_krs else f"{number:04d}",
        "nip": identifiers.nip(number),
        "regon": identifiers.regon(number),
        "street": row["street"],
        "postcode": row["postcode"],
        "city": row["city"],
        "commune": commune,
        "county": commune.county,
        "website": f"https://{row['key']}.example",
        "email": f"biuro@{row['key']}.example",
        "phone": f"42 000 00 {number:02d}",
        "bank_account": identifiers.iban(number),
        "representation": f"{row['person']} – {row['post']}",
        "spheres": row["spheres"],
    }
