"""Lists: Polish order, filters, pages, exports."""
