"""Removing rows so that they can come back."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import ngettext

from santong.kit.access import Viewer
from santong.kit.models import SoftDeletedModel
from santong.kit.undo import CannotUndo, undoable

RESTORE = "kit.restore"


def remove_rows(viewer: Viewer, model: type[SoftDeletedModel], ids: list[int], permission: str) -> int:
    """Mark rows as removed, as far as the viewer may; returns how many."""
    return model.objects.visible_to(viewer, permission).filter(pk__in=ids).remove()


@undoable(RESTORE)
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str:
    model = apps.get_model(payload["model"])
    rows = model.with_removed.visible_to(viewer, payload["permission"]).filter(pk__in=payload["ids"])
    count = rows.restore()
    if not count:
        raise CannotUndo
    return ngettext("Restored %(n)s entry.", "Restored %(n)s entries.", count) % {"n": count}
