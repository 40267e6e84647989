"""Pages of the calendar, by what they are about."""
