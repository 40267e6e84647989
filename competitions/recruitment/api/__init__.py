"""Recruitment of experts in the API, by subject."""
