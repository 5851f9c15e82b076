"""Every address of the product and every operation of the API, to be filled with keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.utils.regex_helper import normalize

from santong.kit.imports.targets import ImportTarget
from santong.kit.registry import registry
from tests.guards.leaks.told import WORDS

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
LEFT_OUT = ("demo", "styleguide", "health", "account/logout", "i18n", "static", "xAPI", "xapi")
"""What ends the session, or shows nothing of anybody; the record store has credentials of its own."""


@dataclass(frozen=True)
class Address:
    """An address; `parameters` are its converters by name."""

    route: str
    name: str
    parameters: tuple[tuple[str, Any], ...]

    @property
    def has_object(self) -> bool:
        """Whether it names an object."""
        return any(isinstance(c, IntConverter | UUIDConverter) for _n, c in self.parameters)

    def filled(self, key: int, words: Mapping[str, str]) -> str:
        """The address of the object with a key."""
        given = {name: _text(converter, key, words.get(name, "x")) for name, converter in self.parameters}
        return "/" + PARAMETER.sub(lambda found: given[found[1]], self.route)

    def variants(self) -> Sequence[Mapping[str, str]]:
        """Values for its words: what a target, a kind, a step may be called."""
        words = {"name": [target.name for target in registry.of(ImportTarget)], **WORDS}
        names = {name for name, _converter in self.parameters} & words.keys()
        return [{name: word} for name in names for word in words[name]] or [{}]


def _text(converter: Any, key: int, word: str) -> str:
    if isinstance(converter, IntConverter):
        return str(key)
    return str(UUID(int=key)) if isinstance(converter, UUIDConverter) else word


def addresses(api: bool = False) -> list[Address]:
    """The pages, or the API's operations."""
    found = sorted(set(_walk(get_resolver().url_patterns, "", ())), key=lambda a: a.route)
    return [a for a in found if a.route.startswith("api/v1/") is api and not a.route.startswith(LEFT_OUT)]


def _walk(patterns: list[Any], prefix: str, held: tuple[tuple[str, Any], ...]) -> Iterator[Address]:
    for pattern in patterns:
        route = pattern.pattern
        text = str(route._route) if hasattr(route, "_route") else normalize(route._regex)[0][0] if route._regex else ""
        parameters = (*held, *route.converters.items())
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + text, parameters)
        elif isinstance(pattern, URLPattern) and "%(" not in text:
            yield Address(prefix + text, pattern.name or "", tuple(sorted(parameters, key=lambda p: p[0])))
