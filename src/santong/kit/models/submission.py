"""What was sent once, so that sending it twice makes nothing twice."""

from __future__ import annotations

from django.db import models


class Submission(models.Model):
    """A request that made something, by its key, with what answers it when it comes again.

    `key` and `digest` are SHA-256 in hex: of the key that the sender gave, of the address and all that
    was sent. `location` is where the answer led; `body` is that of an answer to a program, as JSON.
    """

    person_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="submission_once")]

    def __str__(self) -> str:
        return self.key[:12]
