"""The annual cooperation programme: aims, priority tasks, planned funds, adoption (UDPP art. 5a)."""
