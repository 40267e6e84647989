"""One organisation entered twice: likely pairs with their reasons, merging with undo."""
