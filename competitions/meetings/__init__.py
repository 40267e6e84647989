"""Meetings of the panel: agenda, attendance, recusals, votes; the minutes follow from what was recorded."""
