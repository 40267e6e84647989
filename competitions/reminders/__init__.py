"""Reminders: what an organisation is about to miss, once for each step, on the desk and, as each person chose, by e-mail."""
