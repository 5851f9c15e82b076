"""Schools as rows of their own lists."""

from __future__ import annotations

from functools import cache

from django.db import models
from django.db.models import F, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.heads import head_name
from santong.domains.platform.organisations.models.counts import OrganisationCount
from santong.domains.platform.organisations.models.tree import Kind, Organisation, OrganisationQuerySet


class SchoolQuerySet(OrganisationQuerySet):
    """Schools with what their directory shows."""

    def with_people(self) -> SchoolQuerySet:
        """Add `pupil_total` and `staff_total`, the sums over each school, and `head`, the principal's name."""
        what = OrganisationCount.What
        return self.annotate(pupil_total=people(what.PUPILS), staff_total=people(what.STAFF), head=head_name())


@cache
def people(what: str) -> Coalesce:
    """The sum over an organisation and all below it, as a column."""
    rows = (
        OrganisationCount.objects.filter(
            what=what, path__gte=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~"))
        )
        .order_by()
        .values("what")
        .annotate(total=Sum(F("number")))
        .values("total")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


class SchoolManager(models.Manager.from_queryset(SchoolQuerySet)):  # type: ignore[misc]
    """Only schools, without removed ones."""

    def get_queryset(self) -> SchoolQuerySet:
        return super().get_queryset().filter(kind=Kind.SCHOOL, removed_at=None).select_related("school")


class School(Organisation):
    """An organisation of the kind school."""

    objects = SchoolManager()

    class Meta:
        proxy = True
        verbose_name = _("school")
        verbose_name_plural = _("schools")
