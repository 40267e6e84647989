"""Pages of signing in: the person's own, and the administrator's over accounts."""
