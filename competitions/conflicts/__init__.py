"""Links between people and organisations: what is declared, what the records tell, the paths from an expert to an offer."""
