"""The expert's hat; its key is the expert's public id."""

from core.accounts.hats import HatKind

EXPERT = HatKind("expert", "ekspert", "expert-desk")
# What an expert has in hand, as those who keep it call it (core/signin/holdings.py).
OPEN_CARDS = "score_cards"
