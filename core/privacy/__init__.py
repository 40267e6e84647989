"""People and their data: a copy of them, who read them, erasure, and what is anonymised when its time is over."""
