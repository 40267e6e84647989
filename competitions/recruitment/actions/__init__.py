"""Verbs of recruitment by subject: the call, the candidacy, its check, the list."""
