"""Documents: a sheet of plain values, a template, one issued PDF that is never rendered again."""
