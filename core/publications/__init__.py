"""Publications: what was published where, when and by whom, with proof."""
