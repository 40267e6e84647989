"""Organisations enter the register, and their people take their hats."""

from datetime import date

from competitions.demo import identifiers
from competitions.demo.play import Play
from competitions.demo.scenes.people import invited
from competitions.demo.script import script
from core.tables.collation import sort_key
from law.organisation import legal_forms
from ngo.registry.hats import EDITOR, SIGNATORY
from ngo.registry.models import Commune, Organisation, Source


def register(play: Play) -> None:
    """Every organisation of the cast with the person who signs for it; two of them also with an editor."""
    on = date(play.last_year - 1, 3, 9)
    for number, row in enumerate(script("cast")["organisation"], start=1):
        play.organisations[row["key"]] = organisation = _organisation(number, row)
        hats = [(row["key"], SIGNATORY, {"name": row["person"], "email": f"podpis@{row['key']}.example"})]
        if "editor" in row:
            editor = {"name": row["editor"], "email": f"redakcja@{row['key']}.example"}
            hats.append((f"{row['key']}-editor", EDITOR, editor))
        for key, kind, person in hats:
            play.actors[key] = invited(
                play,
                key,
                person,
                hat=kind.code,
                key=organisation.public_id,
                title=organisation.name,
                by=play.actors["officer"],
                on=on,
            )


def _organisation(number: int, row: dict[str, str]) -> Organisation:
    commune = Commune.objects.select_related("county").get(code=row["commune"])
    in_krs = legal_forms()[row["legal_form"]].register.startswith("KRS")
    organisation = Organisation(
        name=row["name"],
        sort_key=sort_key(row["name"]),
        legal_form=row["legal_form"],
        krs=identifiers.krs(number) if in_krs else None,
        other_register="" if in_krs else row.get("register", "Krajowy Rejestr Kół Gospodyń Wiejskich"),
        other_number="" if in_krs else f"{number:04d}",
        nip=identifiers.nip(number),
        regon=identifiers.regon(number),
        street=row["street"],
        postcode=row["postcode"],
        city=row["city"],
        commune=commune,
        county=commune.county,
        website=f"https://{row['key']}.example",
        email=f"biuro@{row['key']}.example",
        phone=f"42 000 00 {number:02d}",
        bank_account=identifiers.iban(number),
        representation=f"{row['person']} – {row['post']}",
        source=Source.DECLARED,
    )
    organisation.save()
    return organisation
