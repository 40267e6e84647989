"""The Board's decision: amounts, refusals with reasons, three result lists (UDPP art. 15 ust. 2g–2j)."""
