"""The API's reference as a page, made from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Field:
    """A parameter, or a property of what is sent or answered."""

    name: str
    type: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it."""

    anchor: str
    method: str
    path: str
    title: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]


@dataclass(frozen=True)
class Group:
    """Operations that belong together."""

    title: str
    operations: list[Operation]


def groups_of(document: dict[str, Any]) -> list[Group]:
    """All operations in their groups, in the reader's language."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return [Group(gettext(tag), operations) for tag, operations in found.items()]


def _operation(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        title=gettext(operation["summary"]),
        parameters=[
            Field(each["name"], _type(document, each["schema"]), each.get("required", False), _text(each))
            for each in operation.get("parameters", ())
        ],
        body=list(_properties(document, _content(operation.get("requestBody", {})))),
        answer=list(_properties(document, _content(_success(operation)))),
    )


def _success(operation: dict[str, Any]) -> dict[str, Any]:
    return next((a for status, a in operation["responses"].items() if 200 <= int(status) < 300), {})


def _content(holder: dict[str, Any]) -> dict[str, Any]:
    return next((each["schema"] for each in holder.get("content", {}).values()), {})


def _properties(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    """The properties of an object, those of its items after it."""
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        yield from _properties(document, schema["items"])
        return
    for name, each in schema.get("properties", {}).items():
        yield Field(name, _type(document, each), name in schema.get("required", ()), _text(each))
        inner = _resolved(document, each)
        if inner.get("type") == "array" and "properties" in _resolved(document, inner["items"]):
            for part in _properties(document, inner["items"]):
                yield Field(f"{name}[].{part.name}", part.type, part.required, part.text)


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]  # type: ignore[no-any-return]


def _text(each: dict[str, Any]) -> str:
    return gettext(each["description"]) if each.get("description") else ""


def _type(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """A type in a word or two: “integer”, “string (date) | null”, “enrolled | left”."""
    schema = _resolved(document, schema)
    if "anyOf" in schema:
        return " | ".join(_type(document, each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    kind = str(schema.get("type", "object"))
    if kind == "array":
        return f"{_type(document, schema['items'])}[]"
    return f"{kind} ({schema['format']})" if "format" in schema else kind
