"""Hats of an organisation's people; the key is the organisation's public id."""

from core.accounts.hats import HatKind

EDITOR = HatKind("organisation_editor", "redaktor organizacji", "organisation-desk", second_factor=False)
SIGNATORY = HatKind("organisation_signatory", "osoba podpisująca", "organisation-desk", second_factor=False)
ORGANISATION = (EDITOR.code, SIGNATORY.code)
