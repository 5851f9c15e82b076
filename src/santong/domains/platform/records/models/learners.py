"""People as the records know them, and the platform's own events on their way to becoming statements."""

from __future__ import annotations

import uuid

from django.db import models

from santong.kit.models import PathField


def opaque_name() -> str:
    """A name that says nothing about its bearer."""
    return uuid.uuid4().hex


class Learner(models.Model):
    """The opaque account name under which a person appears in statements."""

    person_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=32, unique=True, default=opaque_name)

    def __str__(self) -> str:
        return self.name


class OutboxEntry(models.Model):
    """Something that happened, written in the transaction in which it happened.

    `id` becomes the statement's id, so that draining an entry twice stores it once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    path = PathField(blank=True)
    statement = models.JSONField()

    def __str__(self) -> str:
        return str(self.id)
