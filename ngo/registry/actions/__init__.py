"""The verbs of the register, by subject."""
