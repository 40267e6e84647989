"""The consolidated card: what the evaluation says of one offer, for the organisation that wrote it, and of nobody else."""
