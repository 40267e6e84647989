"""The one correction of an offer in the formal check: named fields unlocked for a term, a new version, what it changed."""
