"""The generated pages of docs/: read from the running code, so that they cannot disagree with it."""
