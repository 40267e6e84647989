"""Resolutions of the Board and the assembly, which programmes, competitions and awards cite."""
