"""Whose parents get no notice: pupils without anybody who cares for them on record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.filters import lacking
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.notices.public import Missing, Unreached
from santong.kit.access import NOTHING, Viewer, below


def _without_guardian(viewer: Viewer, paths: list[str]) -> Iterable[Missing]:
    at = Q()
    for path in paths:
        at |= below("path", path)
    rows = Pupil.objects.visible_to(viewer).filter(at if paths else NOTHING, status__in=Pupil.PRESENT)
    address = f"{reverse('students:pupils')}?gap=guardian"
    yield Missing(
        _("pupils have no parent or guardian on record: nobody at home gets it"),
        lacking(rows, "guardian").count(),
        address,
    )


PUPILS_WITHOUT_GUARDIAN = Unreached("parent", _without_guardian)
