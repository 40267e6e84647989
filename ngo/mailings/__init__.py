"""Mailings: one letter to everyone a contact list leads to, each address once, with a way out in every letter."""
