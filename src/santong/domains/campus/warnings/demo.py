"""Early warnings of the demonstration: what follows from its attendance, and one that is being seen to."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.campus.warnings.actions import talk, warn
from santong.domains.campus.warnings.models import EarlyWarning, WarningRule
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

NOTE = "已与学生谈心，了解到近期作息不规律，约定每天按时到校"
REASON = "市教育局关于学生到校情况关注的约定"


def look(region: Region) -> None:
    """All schools are looked at, by a threshold of the city."""
    city = Organisation.objects.by_installation().filter(kind=Organisation.Kind.CITY_BUREAU).order_by("path").first()
    if city is not None:
        WarningRule.objects.create(place=city, path=city.path, kind="absences", number=3, days=10, reason=REASON)
    schools = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path")
    for school in schools.open_on(timezone.localdate()):
        warn(school)
    rows = EarlyWarning.objects.by_installation().filter(pupil__isnull=False).order_by("-pk")
    if (row := rows.first()) is not None:
        talk(acting=SYSTEM, warning=row, note=NOTE)
