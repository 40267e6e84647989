"""The book of controls: who controlled the office, what they recommended, and whether it was done (mandate II.6)."""
