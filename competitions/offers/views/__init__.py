"""Pages of offers, split by audience."""
