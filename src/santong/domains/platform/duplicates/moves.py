"""Places that move between a merger and its taking back: the paths that its journal keeps move with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.apps import apps

from santong.domains.platform.duplicates.snapshots import Change, Values
from santong.domains.platform.organisations.public import Organisation
from santong.kit.models import PathField

BATCH = 500


def places_in(changes: Iterable[Change], receipts: Any) -> dict[str, int]:
    """The places at whose paths the rows of a journal lie: their keys by path."""
    paths = sorted({*_texts(receipts), *(path for change in changes for path in _paths(change))})
    every = Organisation.with_removed.numbers_only()
    return {
        path: pk
        for start in range(0, len(paths), BATCH)
        for path, pk in every.filter(path__in=paths[start : start + BATCH]).values_list("path", "pk")
    }


def moves_since(places: Mapping[str, int]) -> dict[str, str]:
    """For the paths of places that have moved, where these stand now."""
    keys = sorted(places.values())
    now = {
        pk: path
        for start in range(0, len(keys), BATCH)
        for pk, path in Organisation.with_removed.noted(keys[start : start + BATCH]).values_list("pk", "path")
    }
    return {path: now[pk] for path, pk in places.items() if now.get(pk, path) != path}


def moved(change: Change, moves: Mapping[str, str]) -> Change:
    """A change with its paths as they are now."""
    return replace(change, before=_values(change, change.before, moves), after=_values(change, change.after, moves))


def moved_receipt(value: Any, moves: Mapping[str, str]) -> Any:
    """What a rule remembered, as JSON, with its paths as they are now."""
    if isinstance(value, dict):
        return {key: moved_receipt(each, moves) for key, each in value.items()}
    if isinstance(value, list):
        return [moved_receipt(each, moves) for each in value]
    return moves.get(value, value) if isinstance(value, str) else value


def _columns(change: Change) -> frozenset[str]:
    fields = apps.get_model(change.model)._meta.concrete_fields
    return frozenset(field.attname for field in fields if isinstance(field, PathField))


def _paths(change: Change) -> Iterator[str]:
    for name in _columns(change):
        yield from (str(values[name]) for values in (change.before, change.after) if values and values.get(name))


def _values(change: Change, values: Values | None, moves: Mapping[str, str]) -> Values | None:
    if values is None:
        return None
    paths = {name: moves.get(values[name], values[name]) for name in _columns(change) & values.keys()}
    return {**values, **paths}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
