"""Registers of the office as data: one engine for every register that a reviewed YAML file describes."""
