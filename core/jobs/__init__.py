"""Jobs: slow work as rows with a lease, progress and a result; the broker only wakes the worker."""
