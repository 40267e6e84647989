"""Pages of recruitment by audience: everyone, the candidate, the office."""
