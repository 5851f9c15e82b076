"""From what is written anywhere to the screens on which it shows: they are made anew when their panels ask next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache, partial
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from santong.domains.campus.screens.models import Screen
from santong.domains.platform.organisations.public import common_path
from santong.kit.access import NOTHING, ancestor_paths, below
from santong.kit.models.audit import READ, on_record
from santong.kit.registry import registry
from santong.kit.screens import Follows, ScreenBlock

OWN = (
    Follows("screens.Screen"),
    Follows("screens.ScreenRules"),
    Follows("screens.Alarm"),
    Follows("organisations.Organisation"),
)
MOST_PATHS = 50
"""Of more paths than these at once all screens below what they have in common are made anew."""


def follow_writes() -> None:
    """Hear of every write of an audited model."""
    on_record(note)


@cache
def followed() -> dict[str, list[Follows]]:
    """What is followed, by the label of the model."""
    found: dict[str, list[Follows]] = {}
    for each in (*OWN, *(each for block in registry.of(ScreenBlock) for each in block.follows)):
        found.setdefault(each.model.lower(), []).append(each)
    return found


def note(kind: str, rows: Sequence[models.Model], changes: Sequence[dict[str, Any]]) -> None:
    """Once the writing is committed, let the screens concerned be made anew.

    A process that dies between the two is made up for by `content.AT_LEAST_EVERY`.
    """
    if not rows or kind == READ:
        return
    what = followed().get(rows[0]._meta.concrete_model._meta.label_lower, ())  # type: ignore[union-attr]
    paths = {path for each in what for row in rows if (path := each.at(row)) is not None}
    if paths:
        transaction.on_commit(partial(touch, paths), robust=True)


def touch(paths: Collection[str]) -> int:
    """Make the screens at some paths anew, those of places around them and those of places below; how many."""
    concerned = NOTHING
    for path in paths if len(paths) <= MOST_PATHS else [common_path(*paths)]:
        concerned |= below("path", path) | Q(path__in=ancestor_paths(path))
    return Screen.objects.numbers_only().filter(concerned).update_quietly(revision=F("revision") + 1)
