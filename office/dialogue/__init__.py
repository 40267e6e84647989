"""Service of the voivodeship council of social dialogue: members by side, sittings, positions and opinions (mandate II.13)."""
