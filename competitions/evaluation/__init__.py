"""Formal check, score cards of experts, the panel and its minutes (UDPP art. 15)."""
