"""Offers in the API, by subject."""
