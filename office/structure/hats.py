"""Hats of the office: an officer or a head of a unit (the key is the unit's code), the director of all of them."""

from core.accounts.hats import WHOLE_OFFICE, HatKind

UNITS = "office.structure.queries.units_to_give"
OFFICER = HatKind("officer", "pracownik", "officer-desk", given_for=UNITS)
HEAD = HatKind("head", "kierownik", "officer-desk", given_for=UNITS)
DIRECTOR = HatKind("director", "dyrektor", "officer-desk", given_for=WHOLE_OFFICE)
STAFF = (OFFICER.code, HEAD.code)
