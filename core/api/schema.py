"""The API's own description: OpenAPI 3 made from the resources, with scopes and problem documents at every operation."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from core.api.authentication import KeyAuthentication, SessionAuthentication
from core.api.problems import KINDS, MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "code", "sentences", "basis", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "sentences": {"type": "array", "items": {"type": "string"}},
        "basis": {"type": "array", "items": {"type": "string"}},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
ALWAYS = (400, 401, 403, 404, 406, 429)
WRITING = (409, 413, 415)


class Described(AutoSchema):
    """An operation with its scope in the description and as `x-scope`, and open to all where it is."""

    def get_summary(self) -> str | None:
        """What it does, in Polish; an operation beyond these two says its own."""
        summaries = {"list": _("Lista"), "retrieve": _("Jedna pozycja")}
        return summaries.get(getattr(self.view, "action", ""))

    def get_description(self) -> str:  # type: ignore[override]
        """Docstrings are for those who read the code; the page speaks by summaries."""
        return ""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        view: Any = self.view
        scope = view.scope if self.method == "GET" else view.write_scope
        if operation is None or scope is None:
            return operation
        operation["x-about"] = str(view.about)
        open_to_all = view.public and self.method == "GET"
        said = _("Zakres klucza: `%(scope)s`.") % {"scope": scope.code}
        if open_to_all:
            said = _("Bez klucza pokazuje to, co publiczne. Zakres klucza: `%(scope)s`.") % {"scope": scope.code}
            operation["security"] = [*operation.get("security", []), {}]
        operation["description"] = "\n\n".join(part for part in (operation.get("description"), said) if part)
        operation["x-scope"] = scope.code
        return operation


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every operation may answer with a problem document; every resource says what it is."""
    about: dict[str, str] = {}
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    titles = {kind.status: str(kind.title) for kind in reversed(KINDS.values())}
    for path in result["paths"].values():
        for method, operation in path.items():
            about[operation["tags"][0]] = operation.pop("x-about")
            for status in ALWAYS if method == "get" else (*ALWAYS, *WRITING):
                operation["responses"].setdefault(
                    str(status),
                    {
                        "description": titles[status],
                        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                    },
                )
    result["tags"] = [{"name": name, "description": text} for name, text in about.items()]
    return result


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": _("Klucz API utworzony w koncie: „Klucze API”.")}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": _("Zalogowana przeglądarka.")}
