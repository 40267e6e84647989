"""The demo year: a story of invented organisations, played through the same actions that people use."""
