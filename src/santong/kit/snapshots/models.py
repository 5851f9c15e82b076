"""Figures of places, and as of when they hold."""

from __future__ import annotations

from django.db import models

from santong.kit.models import PathField


class Figures(models.Model):
    """What a snapshot counted at one place. Derived from rows that are audited themselves, so it isn't."""

    snapshot = models.CharField(max_length=24)
    path = PathField()
    numbers = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "path"], name="snapshot_figures_once")]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.path}"


class Moment(models.Model):
    """As of when a snapshot holds: `position` is the end of the change feed that it has taken in."""

    snapshot = models.CharField(max_length=24, primary_key=True)
    as_of = models.DateTimeField()
    position = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.snapshot} {self.as_of:%F %T}"
