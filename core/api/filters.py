"""Filters of the API: what django-filter has no safe form of, and a resource that knows what it was asked."""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request


class Filters(DjangoFilterBackend):
    """Narrows a list by the filters of its resource, which then has them as `asked`."""

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        view.asked = super().get_filterset(request, queryset, view)
        return view.asked


class MomentField(IsoDateTimeField):
    """A moment in ISO 8601, in UTC: databases do not know every offset that Python and the standard do (+23:19)."""

    def clean(self, value: Any) -> datetime | None:
        moment = super().clean(value)
        if moment is None:
            return None
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(_("To nie jest data i godzina z naszego kalendarza.")) from error


class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField
