"""The stage in which an announced competition changes: extended, corrected, suspended, resumed, called off, cancelled."""
