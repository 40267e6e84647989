"""Where each field of a record comes from, of which day, and when the office last verified it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ngo.registry.models import Organisation, Source


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of one field: its source, the day of which the source speaks, the day of the office's verification."""

    source: Source
    on: date
    verified_on: date | None


def note(organisation: Organisation, fields: Iterable[str], source: str, *, on: date, verified: bool = False) -> None:
    """Keep that `source` told these fields on a day; `verified` when who tells it also answers for it.

    Fields are named as in the model; a foreign key may be named by its column ("county_id").
    """
    origin = {"source": str(source), "on": on.isoformat(), "verified_on": on.isoformat() if verified else None}
    organisation.origins = {**organisation.origins, **{field.removesuffix("_id"): origin for field in fields}}


def verify(organisation: Organisation, *, on: date) -> None:
    """Keep that the office verified all that the record tells on a day."""
    organisation.origins = {
        field: {**origin, "verified_on": on.isoformat()} for field, origin in organisation.origins.items()
    }


def origins(organisation: Organisation) -> dict[str, Origin]:
    """Field → its origin, for the fields that were ever told."""
    return {
        field: Origin(
            Source(kept["source"]),
            date.fromisoformat(kept["on"]),
            date.fromisoformat(kept["verified_on"]) if kept["verified_on"] else None,
        )
        for field, kept in organisation.origins.items()
    }
