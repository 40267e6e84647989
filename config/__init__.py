"""Wiring: settings, addresses, desks, clock."""
