"""The stage in which a competition is prepared, approved, announced and closed (UDPP art. 13)."""
