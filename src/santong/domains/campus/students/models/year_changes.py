"""The school years that schools have begun, with what taking one back needs."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel


class YearChange(ScopedModel):
    """A school has changed the year: `begins` is the calendar year in which the new one began.

    `undo` holds keys only, no names; `kept` are what taking it back had to leave as it is:
    `[kind, key, reason]` each, see `school_year/taking_back.py`.
    """

    audit_ignored = frozenset({"undo", "kept"})

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    begins = models.PositiveSmallIntegerField(_("school year"))
    day = models.DateField(_("last day of the old school year"))
    made_at = models.DateTimeField(_("time"), auto_now_add=True)
    made_by_id = models.BigIntegerField(null=True, editable=False)
    promoted = models.PositiveIntegerField(_("moved up"), default=0)
    graduated = models.PositiveIntegerField(_("graduated"), default=0)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    undo: models.JSONField[Any, Any] = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    kept: models.JSONField[Any, Any] = models.JSONField(default=list, editable=False)

    scope = Scope(view="school_year.run")

    class Meta:
        verbose_name = _("change of the school year")
        verbose_name_plural = _("changes of the school year")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "begins"], condition=Q(taken_back_at=None), name="year_begins_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.begins}"
