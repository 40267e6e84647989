"""Persons whom organisations indicate for panels (UDPP art. 15 ust. 2d): members of a panel, never experts."""
