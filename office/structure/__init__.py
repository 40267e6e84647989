"""Units, posts and the mandate."""
