"""Papers that the marshal and the Board sign: sent by units, checked by the secretariat, signed or returned (mandate II.8)."""
