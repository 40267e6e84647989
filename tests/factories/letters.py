"""What a secretary types of a letter."""

from datetime import date
from typing import Any

RECEIVED = date(2026, 11, 20)


def said(**more: Any) -> dict[str, Any]:
    return {
        "received_on": RECEIVED,
        "channel": "paper",
        "sender": "Żaneta Próbna",
        "sender_contact": "ul. Długa 1, 95-100 Zgierz",
        "matter": "Remont drogi w Łęczycy",
        "addressee": "marszalek",
        "kind": "letter",
        **more,
    }
