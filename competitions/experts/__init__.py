"""Experts who give opinions on offers (UDPP art. 15 ust. 2e–2ea)."""
