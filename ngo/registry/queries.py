"""Reads of the register: search by any part of a name or by a number, the rows of a history."""

import re

from django.db.models import QuerySet

from core.tables.folding import fold
from ngo.registry.models import Organisation

# "PL 725-18-01-126", "KRS 0000037904": a number as people copy it, with or without what it is called.
NUMBER = re.compile(r"\s*(?:pl|krs|nip|regon)?[\s:.]*((?:[0-9][\s-]*){4,14})", re.IGNORECASE)


def found(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Those whose names (now or before), numbers or place hold every word typed, or the number typed."""
    number = NUMBER.fullmatch(text)
    words = [re.sub(r"\D", "", number[1])] if number else fold(text).split()
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows
