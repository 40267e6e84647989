"""Every route of the API says who may open it; the schema is valid and says the same."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver

from core.api.resource import Guarded
from core.api.scopes import Scope, known, scope


def patterns(found: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in found:
        path = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield path, each
        else:
            yield from patterns(each.url_patterns, path)


ROUTES = [(path, each) for path, each in patterns(get_resolver().url_patterns) if path.startswith("api/v1/")]


@pytest.mark.parametrize(("path", "route"), ROUTES, ids=[path for path, _route in ROUTES])
def test_every_route_has_a_scope_or_is_public(path: str, route: URLPattern) -> None:
    callback: Any = route.callback
    cls = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    assert callback.opens_to, path
    if cls is None:
        assert callback.opens_to == "wszyscy"
        return
    assert issubclass(cls, Guarded)
    assert cls.public or isinstance(cls.scope, Scope)
    writes = set(getattr(callback, "actions", {})) - {"get", "head", "options"}
    assert not writes or isinstance(cls.write_scope, Scope), path


def test_there_are_routes_to_walk() -> None:
    assert len(ROUTES) > 15


def test_a_scope_is_named_once() -> None:
    with pytest.raises(ValueError, match="already"):
        scope(next(iter(known())), "drugi raz")


def test_the_schema_has_no_warning(db: None) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_the_schema_names_scopes_and_problems(client: Client, db: None) -> None:
    schema = client.get("/api/v1/schemat/").json()
    assert schema["openapi"].startswith("3.")
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["x-scope"] in known(), (path, method)
            assert "429" in operation["responses"]
    units = schema["paths"]["/api/v1/units/"]["get"]
    assert {} in units["security"]
    assert {"key": []} in units["security"]
