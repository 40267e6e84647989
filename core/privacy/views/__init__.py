"""Pages of privacy: a person's own data; the administrator's queue and retention."""
