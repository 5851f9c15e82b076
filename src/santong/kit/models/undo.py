"""Steps that can be taken back for a while."""

from __future__ import annotations

import uuid

from django.db import models


class UndoStep(models.Model):
    """What to call with what payload to take an action back; valid once, until `expires_at`.

    See `santong.kit.undo` for how steps are offered and used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField()
    handler = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.handler} {self.id}"
