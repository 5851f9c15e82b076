"""One row for each change of a published object."""

from __future__ import annotations

from django.db import models

from santong.kit.models import PathField


class Change(models.Model):
    """That an object was created, changed or removed, and where; written in the transaction that did it.

    `position` is the place in the feed: given when somebody reads, to rows that are committed by
    then, so that no change ever appears behind a position already read (see docs/adr). `resource`
    and `object_id` name the object as the API does, `path` is its organisation's, `former_path`
    the one it came from when the change moved it. No column tells anything about a person.
    """

    class Kind(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        REMOVED = "removed"

    position = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=7, choices=Kind)
    resource = models.CharField(max_length=24)
    object_id = models.BigIntegerField()
    path = PathField()
    # Not a path field: it tells where something was, and must not follow when the tree changes.
    former_path = models.CharField(max_length=48, blank=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(position=None), name="change_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.resource} {self.object_id}"
