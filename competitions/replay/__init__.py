"""The decision ledger played again: ranking, minutes and result lists recomputed from its entries and compared with what was published."""
