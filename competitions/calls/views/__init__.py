"""Pages of competitions, split by audience."""
