"""Hats of an organisation's people; the key is the organisation's public id."""

from core.accounts.hats import HatKind

VIEWER = HatKind("organisation_viewer", "podgląd organizacji", "organisation-desk", second_factor=False)
EDITOR = HatKind("organisation_editor", "redaktor organizacji", "organisation-desk", second_factor=False)
SIGNATORY = HatKind("organisation_signatory", "osoba podpisująca", "organisation-desk", second_factor=False)
# Who reads an organisation's cases, and who of them writes.
ORGANISATION = (VIEWER.code, EDITOR.code, SIGNATORY.code)
WRITERS = (EDITOR.code, SIGNATORY.code)
