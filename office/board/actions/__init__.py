"""Verbs of the Board: resolutions, its members, sittings, items of their agendas."""
