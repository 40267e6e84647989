"""Pages of evaluation, split by audience."""
