"""Recruitment of experts: the announcement, candidacies with proofs, conditions, points, the list and the reserve list."""
