"""What was counted, place by place, and when."""

from __future__ import annotations

from django.db import models

from santong.kit.models import PastPathField


class Grain(models.TextChoices):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"


class Figure(models.Model):
    """What a measure counted at one place in one period: at the place itself, without what lies below it.

    `day` is the first of the period. `path` is where the place stood then; `place` is its key, which stays when it
    moves. Places above others have a row of their own, if only with zeros, so that it is known where they stood. With
    `by`, the figure is of one `value` of that aspect alone. Derived from rows that are audited themselves, so it isn't.
    """

    measure = models.CharField(max_length=40)
    grain = models.CharField(max_length=5, choices=Grain)
    day = models.DateField()
    place = models.BigIntegerField()
    path = PastPathField()
    by = models.CharField(max_length=20, blank=True, default="")
    value = models.CharField(max_length=40, blank=True, default="")
    numerator = models.BigIntegerField(default=0)
    denominator = models.BigIntegerField(default=0)
    unknown = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["place", "measure", "grain", "day"], name="figure_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "grain", "by", "day", "path", "value"],
                name="figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.day} {self.path}"


class Counted(models.Model):
    """That a measure was counted for a period, and as of when that holds.

    `position` is the end of the change feed that the counting has taken in.
    """

    measure = models.CharField(max_length=40)
    grain = models.CharField(max_length=5, choices=Grain)
    day = models.DateField()
    as_of = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "grain", "day"], name="counted_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.day} {self.as_of}"
