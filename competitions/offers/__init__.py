"""Offers on the official form: written, submitted, frozen, confirmed (UDPP art. 14)."""
