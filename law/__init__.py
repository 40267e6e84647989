"""The statute as functions of plain values; no Django."""
