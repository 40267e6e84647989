"""The annual report on the cooperation programme: figures tied to their rows (UDPP art. 5a ust. 3)."""
