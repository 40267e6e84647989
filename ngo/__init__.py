"""The partners and the dialogue with them."""
