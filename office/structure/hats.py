"""Hats of the office: an officer or a head of a unit; the key is the unit's code."""

from core.accounts.hats import HatKind

OFFICER = HatKind("officer", "pracownik", "officer-desk")
HEAD = HatKind("head", "kierownik", "officer-desk")
STAFF = (OFFICER.code, HEAD.code)
