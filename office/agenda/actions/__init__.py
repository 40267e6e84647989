"""Verbs over the calendar, by subject."""
