"""Agreements on grants and the payments made under them (UDPP art. 16, ufp art. 221 ust. 3)."""
