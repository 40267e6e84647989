"""Contracts with experts: pay for each score card, the bill of a competition, totals of a year, how an expert works."""
