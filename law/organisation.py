"""Who may apply: legal forms under UDPP art. 3 ust. 2–4."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from law.verdict import Breach

# The form under which a person is kept who is no organisation, so that the record is never shown.
NATURAL_PERSON = "natural_person"


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form: Polish name, the article that lets it in or keeps it out, its register, eligibility for Division II."""

    code: str
    name: str
    basis: str
    register: str
    eligible: bool
    valid_from: date = date.min
    valid_to: date = date.max


@cache
def legal_forms() -> dict[str, LegalForm]:
    """Code → legal form."""
    rows = tomllib.loads((Path(__file__).parent / "legal_forms.toml").read_text())["form"]
    return {
        row["code"]: LegalForm(
            row["code"],
            row["name"],
            row["basis"],
            row["register"],
            row["eligible"],
            row.get("from", date.min),
            row.get("to", date.max),
        )
        for row in rows
    }


def eligibility_breaches(code: str, *, in_liquidation: bool, deleted_on: date | None, on: date) -> list[Breach]:
    """Why an organisation of a legal form may not apply on a day; an unknown form is refused too.

    `deleted_on` is the day on which the register deleted it: from that day there is nobody who could apply.
    """
    if deleted_on and deleted_on <= on:
        return [Breach("organisation.deleted", "art. 3 ust. 2–3", {"on": deleted_on})]
    form = legal_forms().get(code)
    if form is None:
        return [Breach("organisation.form_unknown", "art. 3 ust. 2–3")]
    breaches = []
    if not form.eligible or not form.valid_from <= on <= form.valid_to:
        breaches.append(Breach("organisation.not_eligible", form.basis, {"form": form.name}))
    if in_liquidation:
        breaches.append(Breach("organisation.in_liquidation", "art. 15 ust. 1 pkt 1"))
    return breaches
