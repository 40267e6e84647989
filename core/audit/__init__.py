"""The ledger: append-only, hash-chained, one chain per case file."""
