"""Asking public registers over the network: KRS (open API) and REGON (BIR1), both behind one interface."""
