"""Names of the past, and the schools of a union."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models.tree import Organisation
from santong.kit.access import Scope
from santong.kit.models import ScopedModel, ScopedQuerySet


class OrganisationName(ScopedModel):
    """A name (and code) that an organisation had until `valid_until`, which it lost to a newer one."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names")
    name = models.CharField(_("name of the organisation"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)
    code = models.CharField(_("code"), max_length=20, blank=True, db_index=True)
    valid_until = models.DateField(_("valid until"))

    scope = Scope(view="organisations.view", path="organisation__path")
    public = "former names and codes stand in the published directory"

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-valid_until", "-id"]
        indexes = [models.Index(fields=["organisation", "valid_until"], name="organisation_name_until")]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(ScopedQuerySet):
    def on(self, day: date) -> MemberQuerySet:
        """Memberships in force on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class UnionMember(ScopedModel):
    """A school that takes part in a union (联盟校); it keeps its own place in the tree."""

    union = models.ForeignKey(Organisation, models.CASCADE, related_name="members", verbose_name=_("school union"))
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="unions", verbose_name=_("school"))
    leads = models.BooleanField(_("leading school"), default=False)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()
    scope = Scope(view="organisations.view", path="union__path")
    public = "which schools a union has is published"

    class Meta:
        verbose_name = _("member of a union")
        verbose_name_plural = _("members of unions")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "school"], condition=Q(valid_until=None), name="union_member_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="union_member_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} @ {self.union}"
