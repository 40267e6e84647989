"""In what two records of one organisation differ, and which value to take."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from core.audit.ledger import plain
from core.web.templatetags.polish import data, iban_masked
from law.organisation import legal_forms
from ngo.registry.matching import KEYS, label
from ngo.registry.models import Organisation

# What nobody chooses: keys, what the system keeps of a record, and the number that always comes along.
NOT_CHOSEN = {
    *KEYS, "id", "public_id", "origins", "merged_into", "source", "source_on", "verified_at", "verified_by", "krs",
    "county", "commune",
}  # fmt: skip
# On what source a record stands: taken with a register's number, and no reason against taking records apart.
STANDING = ("source", "source_on")
# County and commune go with the postcode.
WITH = {"postcode": ("county", "commune")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One field in which two records differ: what each says, in words, and whose value is proposed."""

    field: str
    label: str
    kept: str
    absorbed: str
    take: bool


def chosen_fields() -> list[str]:
    """The fields of an organisation of which a person may choose the value."""
    fields = [each for each in Organisation._meta.concrete_fields if isinstance(each, Field)]
    return [each.name for each in fields if each.name not in NOT_CHOSEN]


def choices(kept: Organisation, absorbed: Organisation) -> list[Choice]:
    """The fields in which two records differ; a gap of the record that stays is proposed to be filled."""
    found = []
    for name in chosen_fields():
        mine, theirs = getattr(kept, name), getattr(absorbed, name)
        if mine != theirs:
            take = mine in (None, "", [], False)
            found.append(Choice(name, label(name), shown(name, mine), shown(name, theirs), take))
    return found


def followers(kept: Organisation, absorbed: Organisation, take: Collection[str]) -> set[str]:
    """The fields to take: those chosen, what goes with them, and a county and commune that only the absorbed has."""
    fields = set(take)
    for name, others in WITH.items():
        same = getattr(kept, name) == getattr(absorbed, name)
        for other in others:
            attname = f"{other}_id"
            gap = same and getattr(kept, attname) is None and getattr(absorbed, attname) is not None
            if name in fields or gap:
                fields.add(other)
    return fields


def shown(field: str, value: Any) -> str:
    """A value as people read it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    if isinstance(value, date):
        return str(data(value))
    if field == "legal_form":
        return legal_forms()[value].name if value in legal_forms() else str(value)
    if field == "bank_account":
        return str(iban_masked(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def attname(field: str) -> str:
    """The attribute that holds a field's plain value: "county_id" for "county"."""
    return str(Organisation._meta.get_field(field).attname)  # type: ignore[union-attr]


def kept_value(organisation: Organisation, field: str) -> Any:
    """The value of a field as JSON keeps it."""
    return plain(getattr(organisation, attname(field)))
