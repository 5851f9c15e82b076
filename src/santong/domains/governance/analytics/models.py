"""Which files the lake consists of, and the figures that pages show.

The lake's folder holds only data; what counts as its content stands here, so that files, the
watermark and the figures change together with one transaction.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation


class Lake(models.Model):
    """The state of the lake: one row, with the key 1.

    `version` rises with every change; a writer whose version is no longer the present one has been
    overtaken and begins again. Statements up to `watermark` (their moment of storing in
    microseconds) are exported. Figures of days from `stale_since` on wait to be worked out.
    """

    version = models.BigIntegerField(default=0)
    watermark = models.BigIntegerField(default=0)
    exported_at = models.DateTimeField(null=True)
    stale_since = models.DateField(null=True)
    summarised_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"version {self.version}"


class LakeFile(models.Model):
    """One Parquet file. `name` is its path below the folder of the lake, `size` in bytes."""

    name = models.CharField(max_length=200, unique=True)
    month = models.CharField(max_length=7)
    county = models.BigIntegerField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    rows = models.BigIntegerField()
    size = models.BigIntegerField()
    first_day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["month", "county"], name="lakefile_partition")]

    def __str__(self) -> str:
        return self.name


class Erasure(models.Model):
    """In the lake, actor `old` still has to become `new`, who is nobody."""

    old = models.BigIntegerField()
    new = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.pk)


class ActivityDay(models.Model):
    """A day at a school, county or city: people who did something, and statements about them.

    `cells` narrow that down, see `queries/cells.py`.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation"))
    day = models.DateField(_("day"))
    people = models.PositiveIntegerField(_("number of people"))
    records = models.PositiveIntegerField(_("records"))
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="activity_day_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day}"


class Retention(models.Model):
    """Of the people first active in the week that begins on `week`: how many came back after 0 to 4 weeks."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    week = models.DateField()
    people = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "week"], name="retention_week_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.week}"
