"""Reading a request: JSON of a bounded size that the databases can keep; pages and order of a list."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import DataAndFiles, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

LARGEST_BODY = 2_000_000


class TooLarge(APIException):
    """The body is longer than the API reads."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("Treść żądania jest za długa.")


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8, at most 2 MB; nesting without end and halves of characters are no JSON that we could keep."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            data = json.loads(body.decode("utf-8"), parse_constant=_no_number)
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise ParseError(_("To nie jest poprawny dokument JSON w UTF-8: %(error)s.") % {"error": error}) from error
        return data


class UploadParser(MultiPartParser):
    """A form with a file, as a browser sends it; more parts than we take, or damaged ones, are no form."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles":
        try:
            return super().parse(stream, media_type, parser_context)
        except RequestDataTooBig as error:
            raise TooLarge from error
        except SuspiciousOperation as error:
            raise ParseError(_("Formularz ma za dużo pól albo plików.")) from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


class Pages(PageNumberPagination):
    """25 rows a page, at most 100: {count, next, previous, results}."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100


class RemarkedPages(Pages):
    """Pages of a list that is searched in words: `remarks` says what was taken otherwise than typed, in sentences."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        self.remarks = [str(remark) for remark in view.asked.remarks]
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        answer = super().get_paginated_response(data)
        answer.data["remarks"] = self.remarks
        return answer

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["required"] = [*described["required"], "remarks"]
        described["properties"]["remarks"] = {"type": "array", "items": {"type": "string"}}
        return described


class Ordering(BaseFilterBackend):
    """`?ordering=name` or `-name`, only by what the resource names in `orderings`; ties always fall in the same order."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        allowed: tuple[str, ...] = getattr(view, "orderings", ())
        if not allowed:
            return queryset
        wanted = request.query_params.get("ordering") or allowed[0]
        if wanted not in _choices(allowed):
            choices = ", ".join(_choices(allowed))
            raise ValidationError({"ordering": [_("Sortować można według: %(choices)s.") % {"choices": choices}]})
        return queryset.order_by(wanted, "pk")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        allowed: tuple[str, ...] = getattr(view, "orderings", ())
        if not allowed:
            return []
        schema = {"type": "string", "enum": _choices(allowed), "default": allowed[0]}
        return [{"name": "ordering", "required": False, "in": "query", "schema": schema}]


def _choices(allowed: tuple[str, ...]) -> list[str]:
    names = [name.removeprefix("-") for name in allowed]
    return [*names, *(f"-{name}" for name in names)]
