"""Which classes were taught with resources of the library, counted without anybody reporting it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Resource
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel

PERMISSION = "coverage.view"


class ClassUse(ScopedModel):
    """On a day a teacher used a resource of a subject that they teach in a class.

    `path` is the class's. `person_id` only tells teachers apart when they are counted; no page
    names them.
    """

    day = models.DateField(_("day"))
    school_class = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("class"))
    path = PathField(editable=False)
    person_id = models.BigIntegerField(editable=False)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+", verbose_name=_("resource"))
    subject = models.CharField(_("subject"), max_length=20)
    uses = models.PositiveIntegerField(_("uses"), default=0)

    scope = Scope(view=PERMISSION)

    class Meta:
        verbose_name = _("use in a class")
        verbose_name_plural = _("uses in classes")
        indexes = [models.Index(fields=["path", "day"], name="class_use_path_day")]
        constraints = [
            models.UniqueConstraint(fields=["day", "school_class", "person_id", "resource"], name="class_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.path} {self.resource_id}"
