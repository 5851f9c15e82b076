"""A month of use in the demonstration region: some teachers use the library often, some not at all."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.learning.coverage.models import ClassUse
from santong.domains.learning.resources.public import Resource
from santong.domains.platform.access.public import Appointment, Taught, taught_by
from santong.kit.demo import Region

MOST_TEACHERS = 200


def fill_uses(region: Region) -> None:
    """Uses by two of three teachers, on some school days of the last four weeks."""
    by_subject: dict[str, list[Resource]] = {}
    for row in Resource.objects.by_installation().filter(status=Resource.Status.ADMITTED).order_by("pk"):
        by_subject.setdefault(row.subject, []).append(row)
    appointed = Appointment.objects.by_installation().filter(role="subject_teacher", valid_until=None)
    people = sorted(set(appointed.values_list("person_id", flat=True)))[:MOST_TEACHERS]
    rows: dict[tuple[object, ...], ClassUse] = {}
    for person_id in people:
        if region.random.random() < 2 / 3:
            for each in taught_by(person_id):
                for use in _uses(region, person_id, each, by_subject.get(each.subject, [])):
                    rows[use.day, use.school_class_id, person_id, use.resource_id] = use
    ClassUse.objects.bulk_create(list(rows.values()))


def _uses(region: Region, person_id: int, taught: Taught, resources: list[Resource]) -> list[ClassUse]:
    fitting = [row for row in resources if row.grade in (None, taught.level)]
    today = timezone.localdate()
    return [
        ClassUse(
            day=today - timedelta(days=region.random.randrange(28)),
            school_class_id=taught.class_id,
            path=taught.class_path,
            person_id=person_id,
            resource=region.random.choice(fitting),
            subject=taught.subject,
            uses=region.random.randint(1, 4),
        )
        for _ in range(region.random.randint(1, 5) if fitting else 0)
    ]
