"""Results for other modules: of pupils in hand, by subject, never of a whole school and never as ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
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


def courses_of_pupils(pupils: Iterable[Pupil], most: int = 2) -> Mapping[int, list[tuple[date, Mapping[str, Decimal]]]]:
    """The points of each pupil in their latest `most` examinations with released results, the newest first.

    Each with the first day of the examination, and points in hundredths of full marks by subject. The same holds for
    whoever calls it: no ranks, and no judging of pupils of compulsory stages by them.
    """
    rows = ExamResult.objects.belonging_to(pupil__in=list(pupils)).filter(
        paper__released_at__isnull=False, is_absent=False, paper__examination__removed_at=None
    )  # fmt: skip
    found: dict[int, dict[tuple[date, int], dict[str, Decimal]]] = {}
    for row in rows.select_related("paper__examination"):
        assert row.points is not None
        sat = row.paper.examination
        points = round(100 * row.points / row.paper.full, 2)
        found.setdefault(row.pupil_id, {}).setdefault((sat.first, sat.pk), {})[row.paper.subject] = points
    return {
        pupil: [(key[0], sittings[key]) for key in sorted(sittings, reverse=True)[:most]]
        for pupil, sittings in found.items()
    }
