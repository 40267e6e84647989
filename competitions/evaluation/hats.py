"""Hats of a panel; the key is the competition's public id."""

from core.accounts.hats import HatKind

CHAIR = HatKind("panel_chair", "przewodniczący komisji", "panel-desk")
SECRETARY = HatKind("panel_secretary", "sekretarz komisji", "panel-desk")
MEMBER = HatKind("panel_member", "członek komisji", "panel-desk")
PANEL = (CHAIR.code, SECRETARY.code, MEMBER.code)
