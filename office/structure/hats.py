"""Hats of the office: an officer or a head of a unit; the key is the unit's code."""

from core.accounts.hats import HatKind

UNITS = "office.structure.queries.units_to_serve"
OFFICER = HatKind("officer", "pracownik", "officer-desk", given_for=UNITS)
HEAD = HatKind("head", "kierownik", "officer-desk", given_for=UNITS)
STAFF = (OFFICER.code, HEAD.code)
