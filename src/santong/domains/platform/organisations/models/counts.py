"""How many people belong to an organisation, kept by the modules that know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models.tree import Organisation
from santong.kit.models import PathField


class OrganisationCount(models.Model):
    """A number of people directly in an organisation; sums over a subtree are one range of the index.

    Derived from rows that are audited themselves, so it isn't. Only the organisation to which
    the people belong has a row: one that also counted for its ancestors would make every
    enrolment in a city wait for the same row.
    """

    class What(models.TextChoices):
        PUPILS = "pupils", _("Pupils")
        STAFF = "staff", _("Staff")
        TEACHERS = "teachers", _("Full-time teachers")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="counts")
    what = models.CharField(max_length=10, choices=What)
    path = PathField()
    number = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("number of people")
        constraints = [models.UniqueConstraint(fields=["organisation", "what"], name="organisation_count_once")]
        indexes = [models.Index(fields=["what", "path", "number"], name="organisation_count_path")]

    def __str__(self) -> str:
        return f"{self.what} {self.path}: {self.number}"
