"""The verbs of evaluation, by subject."""
