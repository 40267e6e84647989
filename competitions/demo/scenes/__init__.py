"""The scenes of the demo year, a file per stage, in the order in which they are played."""
