"""The base of every resource of the API: who calls and when, the scope that opens it, what may be done with one row."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.timezone import now
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.accounts.actor import VISITOR, Actor
from core.api.scopes import Scope
from core.web.page import May, log_personal_read


class Guarded(APIView):
    """A view of the API that says who may use it: `public` (reading needs no key), `scope`, `write_scope`.

    `about` says in Polish what it gives, for the documentation.
    """

    public: ClassVar[bool] = False
    about: ClassVar[str | Promise] = ""
    scope: ClassVar[Scope | None] = None
    write_scope: ClassVar[Scope | None] = None

    @classmethod
    def opened_to(cls) -> str:
        """Who may open it, in words, as the other routes say it."""
        scopes = [each.code for each in (cls.scope, cls.write_scope) if each]
        return ", ".join(["wszyscy"] * cls.public + [f"klucz: {code}" for code in scopes])

    @classmethod
    def as_view(cls, *args: Any, **initkwargs: Any) -> Any:
        view: Any = super().as_view(*args, **initkwargs)
        view.opens_to = cls.opened_to()
        return view

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """What one caller was shown is kept by no cache for another."""
        made = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(made, ("Authorization", "Cookie"))
        if not self.actor.is_anonymous:
            made["Cache-Control"] = "no-store"
        return made

    @property
    def actor(self) -> Actor:
        """Who calls, in which hat."""
        return getattr(self.request, "actor", VISITOR)

    @cached_property
    def at(self) -> datetime:
        """The moment of the request."""
        return now()


class Resource(Guarded, GenericViewSet):
    """Rows of one kind by their public id; `get_queryset` is the stage's gate, so what is not seen does not exist.

    `orderings` are the fields a list may be sorted by, the first one unless asked; `personal` logs every read of one row.
    """

    lookup_field = "public_id"
    lookup_value_regex = "[A-Za-z0-9_-]{1,16}"
    lookup_url_kwarg = "id"
    orderings: ClassVar[tuple[str, ...]] = ()
    personal: ClassVar[bool] = False

    def row(self, may: May | None = None) -> Any:
        """The row of the address, or 404; with `may`, 403 with its reason when this may not be done."""
        found = self.get_object()
        if may is not None:
            allowed, reason = may(self.actor, found, self.at)
            if not allowed:
                raise PermissionDenied(reason)
        if self.personal:
            log_personal_read(self.actor, f"api:{self.basename}", found, at=self.at)
        return found

    def input(self, serializer: Callable[..., Any], **context: Any) -> Mapping[str, Any]:
        """The body of the request in the shape of a serializer, or 400 with every fault by field."""
        read = serializer(data=self.request.data, context={**self.get_serializer_context(), **context})
        read.is_valid(raise_exception=True)
        values: Mapping[str, Any] = read.validated_data
        return values

    def output(self, serializer: Callable[..., Any], value: Any, *, status: int = 200) -> Response:
        """The answer in the shape of a serializer."""
        return Response(serializer(value, context=self.get_serializer_context()).data, status=status)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the rows that the caller may see."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Detailed(Resource):
    """Rows that are also read one by one; `detail_serializer_class` says more than the list does."""

    detail_serializer_class: ClassVar[Any] = None

    def get_serializer_class(self) -> Any:
        if self.action == "retrieve" and self.detail_serializer_class:
            return self.detail_serializer_class
        return super().get_serializer_class()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row."""
        found: models.Model = self.row()
        return self.output(self.get_serializer_class(), found)


class Unknown(Guarded):
    """Whatever address the API does not have."""

    public = True
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise Http404
