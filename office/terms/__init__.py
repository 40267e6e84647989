"""Terms of the whole office on one page: own, of the unit, of those one stands in for; absences, escalation, a digest by e-mail."""
