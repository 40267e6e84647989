"""Case signs, classes of the file plan and gap-free counters."""
