"""The yearly cycle of money, stage by stage."""
