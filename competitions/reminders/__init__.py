"""Reminders of what an organisation is about to miss, and alerts of new calls that a person asked for; each given once."""
