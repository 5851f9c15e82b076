"""Writes: counting uses."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils import timezone

from santong.domains.learning.coverage.models import ClassUse
from santong.domains.learning.resources.public import Resource
from santong.domains.platform.access.public import Taught, taught_by


def count_use(*, resource_id: int, person_id: int) -> int:
    """Count a use in each class in which the person teaches what the resource is for; how many.

    A resource without a grade is for every class in which the person teaches its subject.
    """
    row = Resource.objects.noted([resource_id]).first()
    if row is None:
        return 0
    classes = {each.class_id: each for each in taught_by(person_id) if _is_for(row, each)}
    if not classes:
        return 0
    day = timezone.localdate()
    # Plain rows: counters have no place in the audit record, and two teachers may begin one at once.
    plain: models.QuerySet[ClassUse] = models.QuerySet(ClassUse)
    plain.bulk_create(
        [
            ClassUse(
                day=day, school_class_id=each.class_id, path=each.class_path, person_id=person_id, resource=row,
                subject=row.subject,
            )
            for each in classes.values()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    rows = plain.filter(day=day, person_id=person_id, resource=row, school_class__in=list(classes))
    return rows.update(uses=F("uses") + 1)


def _is_for(row: Resource, taught: Taught) -> bool:
    return row.subject == taught.subject and row.grade in (None, taught.level)
