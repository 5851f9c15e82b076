"""How much people and organisations may store."""

from __future__ import annotations

from django.db import transaction

from santong.domains.platform.files.models import Allowance
from santong.kit.access import Viewer
from santong.kit.audit import named

REASON = "the one row of this place or person"


def allow(*, acting: Viewer, path: str, what: str, size: int, person_id: int | None = None) -> Allowance:
    """Allow `size` bytes, in place of what was allowed before."""
    acting.demand("files.allocate", path)
    with transaction.atomic(), named("files.allow"):
        rows = Allowance.objects.unscoped(REASON).select_for_update()
        found = rows.filter(person_id=person_id) if person_id else rows.filter(path=path, what=what, person=None)
        row = found.first() or Allowance(path=path, what=what, person_id=person_id)
        row.path, row.what, row.bytes = path, what, size
        row.save()
    return row


def disallow(*, acting: Viewer, allowance: Allowance) -> None:
    """Go back to what holds further up."""
    row = acting.get(Allowance, allowance.pk, "files.allocate")
    with transaction.atomic(), named("files.disallow"):
        row.delete()
