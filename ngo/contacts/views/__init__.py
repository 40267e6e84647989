"""Pages of the other databases: for everyone, for staff."""
