"""The expert's hat; its key is the expert's public id."""

from core.accounts.hats import HatKind

EXPERT = HatKind("expert", "ekspert", "expert-desk")
