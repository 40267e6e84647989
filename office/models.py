"""Gathers the tables of the stages for Django."""
