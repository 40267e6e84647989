"""Trips and delegations: planned, approved, held, reported, settled; with their people, programme, costs and files (R26)."""
