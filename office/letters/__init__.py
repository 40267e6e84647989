"""Occasional letters (wishes, congratulations, condolences, invitations) to a list of people, and press communiqués (KM I.10, I.14, I.18)."""
