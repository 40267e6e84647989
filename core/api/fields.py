"""Fields of what a program sends: text holds nothing but text, as in the forms of the pages; a row is named by its id."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.web.forms import many_lines, one_line


class LineField(serializers.CharField):
    """Text of one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(one_line)


class TextField(serializers.CharField):
    """Text of many lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(many_lines)


class MomentField(serializers.DateTimeField):
    """A moment that stays in our calendar in every zone, some years off both its ends."""

    def enforce_timezone(self, value: datetime) -> datetime:
        moment = super().enforce_timezone(value)
        if not 1 < moment.year < 9999:
            raise serializers.ValidationError(_("To nie jest data i godzina z naszego kalendarza."))
        # Databases do not know every offset that Python and the standard do (+23:19).
        return moment.astimezone(UTC)


def chosen(rows: Any, public_id: str, field: str, fault: str) -> Any:
    """The row among those the caller sees that the body names in a field, or 400 with the fault at that field."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise serializers.ValidationError({field: [fault]})
    return found
