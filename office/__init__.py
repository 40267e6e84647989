"""The institution: units, case signs, Board, registers of every unit."""
