"""Reports on the realisation of tasks and their acceptance (UDPP art. 18)."""
