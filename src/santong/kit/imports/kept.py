"""The rows that an undo left alone: whose they are, and what holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from santong.kit.imports.models import ImportRun
from santong.kit.imports.running import kept_of
from santong.kit.imports.written import CHANGED, IN_USE, Kept


@dataclass(frozen=True)
class ShownKept:
    """One row, with the reason in words."""

    name: str
    kind: str
    reason: str


def kept_in_words(run: ImportRun, *, by_name: bool) -> list[ShownKept]:
    """What an undo left alone; `by_name`: whether the reader may see whose rows these are."""
    kept = kept_of(run)
    names = _names(run, kept) if by_name else {}
    return [
        ShownKept(
            names.get((each.model, each.pk)) or each.name or str(each.pk),
            str(apps.get_model(each.model)._meta.verbose_name),
            _reason(each),
        )
        for each in kept
    ]


def _reason(kept: Kept) -> str:
    if kept.reason == IN_USE and kept.held_by:
        return _("In use by: %(what)s.") % {"what": _(", ").join(map(_kind, kept.held_by))}
    if kept.reason == IN_USE:
        return _("Something else refers to it by now.")
    if kept.reason == CHANGED and kept.fields:
        return _("Changed since: %(what)s.") % {"what": _(", ").join(_field(kept.model, each) for each in kept.fields)}
    return _("It was changed since.") if kept.reason == CHANGED else _("It was deleted since.")


def _kind(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name)


def _field(label: str, name: str) -> str:
    return str(apps.get_model(label)._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column


def _names(run: ImportRun, kept: Iterable[Kept]) -> dict[tuple[str, Any], str]:
    """How people call the rows: by the path that the target declares, else as they call themselves."""
    keys: dict[str, list[Any]] = defaultdict(list)
    for each in kept:
        keys[each.model].append(each.pk)
    found: dict[tuple[str, Any], str] = {}
    for label, pks in keys.items():
        rows = apps.get_model(label)._base_manager.filter(pk__in=pks)
        path = run.target.called.get(label)
        pairs = rows.values_list("pk", path) if path else ((row.pk, str(row)) for row in rows)
        found |= {(label, pk): str(name) for pk, name in pairs}
    return found
