"""Results for other modules: of pupils in hand, by subject, never of a whole school and never as ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from santong.domains.campus.exams.models import Examination, ExamResult
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation


def results_of_pupils(school: Organisation, pupils: Iterable[Pupil]) -> Mapping[int, Mapping[str, Decimal]]:
    """The points of each pupil, in hundredths of full marks, by subject in the latest examination with released ones.

    Whoever calls it answers for the use: the law forbids sorting pupils of compulsory stages by them. Absent ones and
    subjects without results are missing.
    """
    rows = ExamResult.objects.belonging_to(pupil__in=list(pupils)).filter(
        paper__released_at__isnull=False, paper__examination__school=school, is_absent=False,
        paper__examination__removed_at=None,
    )  # fmt: skip
    latest = Examination.objects.belonging_to(papers__results__in=rows).order_by("-first", "-pk").first()
    found: dict[int, dict[str, Decimal]] = {}
    if latest is not None:
        for row in rows.filter(paper__examination=latest).select_related("paper"):
            assert row.points is not None
            found.setdefault(row.pupil_id, {})[row.paper.subject] = round(100 * row.points / row.paper.full, 2)
    return found
