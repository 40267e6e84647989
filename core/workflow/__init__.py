"""Life cycles: a table of moves and one function that makes them."""
