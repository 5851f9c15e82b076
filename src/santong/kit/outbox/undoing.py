"""Taking back that something refused was put away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from santong.kit.access import Viewer
from santong.kit.outbox.arriving import put_away
from santong.kit.outbox.models import Delivery
from santong.kit.undo import CannotUndo, undoable

BACK = "outbox.put_away"


@undoable(BACK)
def _take_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = Delivery.objects.of_person(viewer).filter(pk=payload["id"], content__isnull=False).first()
    if row is None:
        raise CannotUndo
    put_away(viewer, row, back=True)
    return _("It is there again.")
