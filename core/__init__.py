"""The kernel: people, ledger, life cycles, documents, notices, pages. It speaks no domain."""
