"""What somebody teaches, as a condition on rows of a class and a paper's subject."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from santong.domains.campus.staff.public import Teaching
from santong.kit.access import NOTHING, Viewer


def taught_rows(viewer: Viewer) -> Q:
    """Rows of the classes and subjects that a viewer teaches today."""
    rows = Teaching.objects.of_acting(viewer).filter(Q(until=None) | Q(until__gte=timezone.localdate()))
    found = NOTHING
    for school_class, subject in rows.exclude(subject="").values_list("school_class", "subject"):
        found |= Q(school_class=school_class, paper__subject=subject)
    return found
