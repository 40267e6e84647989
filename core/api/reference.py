"""The schema as a page shows it: resources with their operations, and the shapes that go in and out; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a value in words; `model` names the shape it refers to, if any."""

    text: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a field; `place` is where a parameter stands ("query", "path")."""

    name: str
    kind: Kind
    required: bool
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address; `body` is what goes in, `answers` what comes out, by status, when nothing is wrong."""

    method: str
    path: str
    summary: str
    scope: str
    open_to_all: bool
    parameters: tuple[Line, ...]
    body: Kind | None
    answers: tuple[tuple[str, Kind], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one resource."""

    name: str
    about: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A shape with its fields."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    groups: tuple[Group, ...]
    models: tuple[Model, ...]


def reference(schema: Mapping[str, Any]) -> Reference:
    """Everything that an OpenAPI schema of ours says, in its order."""
    shapes = schema["components"]["schemas"]
    operations: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                found = methods[method]
                operations.setdefault(found["tags"][0], []).append(_operation(method, path, found, shapes))
    about = {tag["name"]: tag["description"] for tag in schema["tags"]}
    groups = tuple(Group(name, about[name], tuple(rows)) for name, rows in operations.items())
    models = tuple(
        Model(name, tuple(_fields(shape, shapes)))
        for name, shape in shapes.items()
        if "properties" in shape and not _is_page(shape)
    )
    return Reference(groups, models)


def _operation(method: str, path: str, found: Mapping[str, Any], shapes: Mapping[str, Any]) -> Operation:
    body = found.get("requestBody")
    answers = (
        (status, _content(answer, shapes)) for status, answer in found["responses"].items() if status.startswith("2")
    )
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        scope=found["x-scope"],
        open_to_all={} in found.get("security", []),
        parameters=tuple(
            Line(each["name"], kind(each["schema"], shapes), each.get("required", False), _note(each), each["in"])
            for each in found.get("parameters", [])
        ),
        body=_content(body, shapes) if body else None,
        answers=tuple(answers),
    )


def _content(holder: Mapping[str, Any], shapes: Mapping[str, Any]) -> Kind:
    for media, content in holder.get("content", {}).items():
        return kind(content["schema"], shapes) if media == "application/json" else Kind(media)
    return Kind("–")


def _fields(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[Line]:
    required = shape.get("required", [])
    for name, inner in shape["properties"].items():
        yield Line(name, kind(inner, shapes), name in required, _note(inner))


def _note(holder: Mapping[str, Any]) -> str:
    """The description, without the list of values that the kind says already."""
    note: str = holder.get("description", "")
    return "" if note.startswith("* ") else note.partition("\n\n* ")[0]


def _is_page(shape: Mapping[str, Any]) -> bool:
    return "results" in shape.get("properties", {})


def kind(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> Kind:
    """The type in words: "string, date-time", "draft | submitted", "array: Criterion"."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        shape = shapes[name]
        if _is_page(shape):
            rows = kind(shape["properties"]["results"]["items"], shapes)
            return Kind(f"{{count, next, previous, results: {rows.text}[]}}", rows.model)
        return Kind(name, name) if "properties" in shape else kind(shape, shapes)
    if "allOf" in schema:
        return kind(schema["allOf"][0], shapes)
    if "oneOf" in schema:
        parts = [kind(each, shapes).text for each in schema["oneOf"]]
        return Kind(" | ".join(part for part in parts if part) + _null(schema))
    if "enum" in schema:
        return Kind(" | ".join(str(value) for value in schema["enum"] if value not in ("", None)) + _null(schema))
    if schema.get("type") == "array":
        inner = kind(schema["items"], shapes)
        return Kind(f"{inner.text}[]", inner.model)
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return Kind(f"{{…: {kind(values, shapes).text}}}" if isinstance(values, Mapping) and values else "{…}")
    text = ", ".join(str(schema[part]) for part in ("type", "format") if part in schema)
    return Kind(text + _null(schema))


def _null(schema: Mapping[str, Any]) -> str:
    return " | null" if schema.get("nullable") else ""
