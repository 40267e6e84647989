"""The auditor's pages: the ledger with filters, one chain, reads of personal data. They only read."""
