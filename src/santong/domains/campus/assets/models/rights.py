"""The permissions of the register, and what all rows of a school have in common."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope, Upward
from santong.kit.models import PathField, ScopedModel

VIEW, CHANGE, APPROVE, COUNT = "assets.view", "assets.change", "assets.approve", "assets.count"


class OfSchool(ScopedModel):
    """Something of a school; `path` is the school's. All staff of the school see it."""

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        abstract = True
