"""What people say about a page: remarks, and requests for accessibility that the office must answer in time (UDC art. 18)."""
