"""Code tables with the days between which each code holds."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.catalogue import TABLES
from santong.kit.access import Anywhere
from santong.kit.models import ScopedModel, ScopedQuerySet


class CodeTable(ScopedModel):
    """A table that is loaded; what it is called and its standard stand in `tables.TABLES`.

    `digest` marks the shipped file that was loaded last; an `imported` table was replaced by
    somebody here, and is not touched by later releases.
    """

    name = models.CharField(_("code table"), max_length=24, unique=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    imported = models.BooleanField(_("replaced here"), default=False)
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    scope = Anywhere(view="codes.view")
    public = "the tables of the standards are published"

    class Meta:
        verbose_name = _("code table")
        verbose_name_plural = _("code tables")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str | Promise:
        """What people call the table."""
        return TABLES[self.name].label

    @property
    def standard(self) -> str:
        """The standard that the table comes from."""
        return TABLES[self.name].standard


class CodeQuerySet(ScopedQuerySet):
    def on(self, day: date) -> CodeQuerySet:
        """The codes that hold on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_until=None) | Q(valid_until__gte=day))


class Code(ScopedModel):
    """A code and its name from one day until another (both included; None: not known or open).

    `parent` is the code above it in the same table; `successor` the one that took its place.
    """

    table = models.ForeignKey(CodeTable, models.CASCADE, related_name="codes", verbose_name=_("code table"))
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name of the code"), max_length=80)
    parent = models.CharField(_("above"), max_length=12, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    successor = models.CharField(_("replaced by"), max_length=12, blank=True)

    objects = CodeQuerySet.as_manager()
    scope = Anywhere(view="codes.view")
    public = "the tables of the standards are published"

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["table", "code", "id"]
        indexes = [models.Index(fields=["table", "code"], name="code_table_code")]
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], condition=Q(valid_until=None), name="code_open_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="code_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
