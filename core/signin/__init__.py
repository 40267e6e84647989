"""Signing in, invitations and the hats people are given."""
